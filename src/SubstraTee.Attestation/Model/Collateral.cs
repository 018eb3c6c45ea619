namespace SubstraTee.Attestation;

/// <summary>What vouches for evidence beside the evidence itself, in the form of one family.</summary>
public abstract class Collateral
{
    private protected Collateral()
    {
    }

    /// <summary>No collateral: some families need none.</summary>
    public static Collateral None { get; } = new Nothing();

    private sealed class Nothing : Collateral;
}
