namespace SubstraTee.Substrate;

/// <summary>What became of an extrinsic.</summary>
/// <param name="Status">Whether it succeeded.</param>
/// <param name="Error">Why it failed, when it did.</param>
public readonly record struct ExtrinsicOutcome(ExtrinsicStatus Status, DispatchError? Error)
{
    /// <summary>It succeeded.</summary>
    public static ExtrinsicOutcome Success { get; } = new(ExtrinsicStatus.Succeeded, null);

    /// <summary>It failed.</summary>
    public static ExtrinsicOutcome Failure(DispatchError error) => new(ExtrinsicStatus.Failed, error);
}
