using System.Collections.Immutable;

namespace SubstraTee.Attestation.Intel;

/// <summary>What a report of Intel's attestation service says.</summary>
public sealed class IasClaims : EvidenceClaims
{
    internal IasClaims(IasBody body, bool bindsCertificateKey)
    {
        Report = body.Quote.Report;
        QuoteStatus = body.QuoteStatus;
        ReportVersion = body.Version;
        Timestamp = body.Timestamp;
        Nonce = body.Nonce;
        EpidGroupId = body.Quote.EpidGroupId;
        Linkable = body.Quote.SignType == 1;
        QeSvn = body.Quote.QeSvn;
        PceSvn = body.Quote.PceSvn;
        Basename = [.. body.Quote.Basename.Span];
        BindsCertificateKey = bindsCertificateKey;
    }

    /// <summary>What the processor says about the enclave.</summary>
    public SgxReport Report { get; }

    /// <summary><c>isvEnclaveQuoteStatus</c> as it was sent.</summary>
    public string QuoteStatus { get; }

    /// <summary>The version of the service's reports: 3, 4 or 5.</summary>
    public uint ReportVersion { get; }

    /// <summary>When the service made the report, as it was sent (UTC).</summary>
    public string Timestamp { get; }

    /// <summary>The nonce that the report was asked for with; empty when there was none.</summary>
    public string Nonce { get; }

    /// <summary>The EPID group of the platform.</summary>
    public uint EpidGroupId { get; }

    /// <summary>Whether signatures of one platform can be linked under one service provider.</summary>
    public bool Linkable { get; }

    /// <summary>The quoting enclave's SVN.</summary>
    public ushort QeSvn { get; }

    /// <summary>The provisioning certification enclave's SVN.</summary>
    public ushort PceSvn { get; }

    /// <summary>The basename of linkable signatures, 32 bytes.</summary>
    public ImmutableArray<byte> Basename { get; }

    /// <summary>
    /// Whether REPORTDATA is the public key, x ‖ y, of the certificate that the report came in. Where it is not, the
    /// certificate has nothing to do with the enclave, and the caller must know what REPORTDATA has to be.
    /// </summary>
    public bool BindsCertificateKey { get; }
}
