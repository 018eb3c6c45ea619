using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>What a TDX quote says.</summary>
public sealed class TdxClaims : EvidenceClaims
{
    internal TdxClaims(TdReport report, DcapPlatform platform, DcapTcb tcb, ReadOnlySpan<byte> certificateKey)
    {
        Report = report;
        Platform = platform;
        CertificateKey = [.. certificateKey];
        ModuleTcb = tcb.Module;
        LaunchTcb = tcb.Launch;
        CurrentTcb = tcb.Current;
    }

    /// <summary>What the TDX module says about the trust domain.</summary>
    public TdReport Report { get; }

    /// <summary>What Intel says about the platform.</summary>
    public DcapPlatform Platform { get; }

    /// <summary>
    /// The key (SubjectPublicKeyInfo) of the certificate around the quote, which the quote binds; empty for a bare quote. It
    /// says something about a channel only where the channel's handshake used this key.
    /// </summary>
    public ImmutableArray<byte> CertificateKey { get; }

    /// <summary>The status of the TDX module alone; null where the TCB info judges it with the platform.</summary>
    public TcbStatus? ModuleTcb { get; }

    /// <summary>TDX 1.5: the merged status as of the launch.</summary>
    public TcbStatus? LaunchTcb { get; }

    /// <summary>TDX 1.5: the merged status of what runs now.</summary>
    public TcbStatus? CurrentTcb { get; }
}
