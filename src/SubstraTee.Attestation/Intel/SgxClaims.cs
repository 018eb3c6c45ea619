namespace SubstraTee.Attestation.Intel;

/// <summary>What an SGX DCAP quote says.</summary>
public sealed class SgxClaims : EvidenceClaims
{
    internal SgxClaims(SgxReport report, DcapPlatform platform)
    {
        Report = report;
        Platform = platform;
    }

    /// <summary>What the processor says about the enclave.</summary>
    public SgxReport Report { get; }

    /// <summary>What Intel says about the platform.</summary>
    public DcapPlatform Platform { get; }
}
