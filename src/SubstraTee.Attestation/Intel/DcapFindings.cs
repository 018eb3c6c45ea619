using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Intel;

/// <summary>What is known of a quote when every check has passed.</summary>
internal sealed class DcapFindings
{
    public required EvidenceKind Kind { get; init; }

    public required Quote Quote { get; init; }

    public required PckExtension Pck { get; init; }

    public required DcapPlatform Platform { get; init; }

    public required DcapTcb Tcb { get; init; }

    public required ValidityWindow Validity { get; init; }

    public required uint EvaluationNumber { get; init; }

    /// <summary>The key of the certificate around the quote; empty for a bare quote.</summary>
    public ReadOnlyMemory<byte> CertificateKey { get; set; }

    /// <summary>Joins what both kinds of quotes have with what only one has.</summary>
    public EvidenceFacts Facts(
        Measurement measurement,
        ImmutableArray<MeasuredRegister> registers,
        ImmutableArray<SecurityVersion> versions,
        DcapSubject subject,
        EvidenceClaims claims)
    {
        ImmutableArray<PlatformIdentity> identity = [new PlatformIdentity(PlatformIdentityKind.Ppid, Pck.Ppid.Span)];
        if (!Pck.PlatformInstanceId.IsEmpty)
        {
            identity = identity.Add(new PlatformIdentity(PlatformIdentityKind.PlatformInstance, Pck.PlatformInstanceId.Span));
        }

        return new EvidenceFacts
        {
            Kind = Kind,
            Measurement = measurement,
            Registers = registers,
            Signer = subject.Signer,
            ProductId = subject.ProductId,
            SecurityVersion = subject.SecurityVersion,
            SecurityVersions = [.. versions, new SecurityVersion("pce_svn", Pck.PceSvn), new SecurityVersion("qe_isv_svn", Platform.QeIsvSvn)],
            ReportData = subject.ReportData,
            Debug = subject.Debug,
            Tcb = Tcb.Converged,
            Advisories = [.. Tcb.Advisories],
            Platform = identity,
            Validity = Validity,
            TcbEvaluationNumber = EvaluationNumber,
            SignedBy = SigningKeyKind.IntelPck,
            Claims = claims,
        };
    }
}
