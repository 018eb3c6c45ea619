namespace SubstraTee.Attestation;

/// <summary>What an anchor stands for; numbers are persisted and never reused.</summary>
public enum AnchorClass : byte
{
    /// <summary>A key of a vendor of hardware, or of an enrolled device.</summary>
    Production = 0,

    /// <summary>A key of a simulation, of samples or of tests: what it vouches for protects nothing.</summary>
    Test = 1,
}
