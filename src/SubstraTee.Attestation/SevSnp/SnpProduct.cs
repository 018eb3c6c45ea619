namespace SubstraTee.Attestation;

/// <summary>The processor lines that make SEV-SNP reports, each with a root key of its own; numbers are persisted and never reused.</summary>
public enum SnpProduct : byte
{
    /// <summary>Third generation of EPYC (family 19h, models 00h to 0Fh).</summary>
    Milan = 0,

    /// <summary>Fourth generation of EPYC, Bergamo and Siena included (family 19h, models 10h to 1Fh and A0h to AFh).</summary>
    Genoa = 1,

    /// <summary>Fifth generation of EPYC (family 1Ah, models 00h to 1Fh).</summary>
    Turin = 2,
}
