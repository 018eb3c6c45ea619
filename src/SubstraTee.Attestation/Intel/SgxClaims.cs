using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>What an SGX DCAP quote says.</summary>
public sealed class SgxClaims : EvidenceClaims
{
    internal SgxClaims(SgxReport report, DcapPlatform platform, ReadOnlySpan<byte> certificateKey)
    {
        Report = report;
        Platform = platform;
        CertificateKey = [.. certificateKey];
    }

    /// <summary>What the processor says about the enclave.</summary>
    public SgxReport Report { get; }

    /// <summary>What Intel says about the platform.</summary>
    public DcapPlatform Platform { get; }

    /// <summary>
    /// The key (SubjectPublicKeyInfo) of the certificate around the quote, which the quote binds; empty for a bare quote. It
    /// says something about a channel only where the channel's handshake used this key.
    /// </summary>
    public ImmutableArray<byte> CertificateKey { get; }
}
