namespace SubstraTee.Attestation;

/// <summary>What only one family says; each family has its own type, and only verification makes one.</summary>
public abstract class EvidenceClaims
{
    private protected EvidenceClaims()
    {
    }
}
