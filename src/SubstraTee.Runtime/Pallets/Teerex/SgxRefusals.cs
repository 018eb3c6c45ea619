using SubstraTee.Attestation;
using Error = SubstraTee.Runtime.TeerexPallet.Error;

namespace SubstraTee.Runtime;

/// <summary>The verifiers' reasons in the words of Integritee's pallet.</summary>
internal static class SgxRefusals
{
    /// <summary>Why a report of Intel's attestation service is refused.</summary>
    public static Error OfReport(RefusalReason reason) => reason switch
    {
        RefusalReason.CertificateMalformed => Error.NetscapeDerError,
        RefusalReason.IasExtensionMissing or RefusalReason.IasWrappingMalformed => Error.NetscapeDecodingError,
        RefusalReason.IasBodyMalformed or RefusalReason.IasVersionUnsupported => Error.SgxReportParsingError,
        RefusalReason.IasReportFromFuture => Error.TimestampIsInvalid,
        RefusalReason.IasQuoteBodyMalformed => Error.QuoteBodyDecodingError,
        RefusalReason.IasSignatureInvalid => Error.RsaSignatureIsInvalid,
        RefusalReason.UntrustedRoot or RefusalReason.CertificateExpired or RefusalReason.CertificateNotYetValid => Error.CaVerificationFailed,
        _ => Error.RemoteAttestationVerificationFailed,
    };

    /// <summary>Why a quote is refused.</summary>
    public static Error OfQuote(RefusalReason reason) => reason switch
    {
        RefusalReason.UnsupportedEvidence => Error.DcapQuoteVersionMismatch,
        RefusalReason.EvidenceMalformed or RefusalReason.EvidenceTruncated => Error.DcapQuoteDecodingError,
        RefusalReason.AttestationKeyTypeUnsupported => Error.DcapKeyTypeMismatch,
        RefusalReason.CertificationDataUnsupported => Error.PckCertFormatMismatch,
        RefusalReason.PckExtensionMalformed => Error.IntelExtensionCertificateDecodingError,
        RefusalReason.CertificateMissing => Error.CertificateChainIsTooShort,
        RefusalReason.CertificateMalformed => Error.LeafCertificateParsingError,
        RefusalReason.CertificateSignatureInvalid => Error.CaVerificationFailed,
        RefusalReason.UntrustedRoot or RefusalReason.CertificateExpired or RefusalReason.CertificateNotYetValid
            or RefusalReason.CertificateExtra or RefusalReason.CertificateIssuerMismatch or RefusalReason.CertificateSubject
            or RefusalReason.CertificateNotAuthority or RefusalReason.CertificateKeyUsage => Error.CertificateChainIsInvalid,
        RefusalReason.QeMiscSelectMismatch or RefusalReason.QeAttributesMismatch or RefusalReason.QeSignerMismatch
            or RefusalReason.QeProductMismatch or RefusalReason.QeVendorUnknown => Error.QeHasRejectedEnclave,
        RefusalReason.QeReportDataMismatch => Error.QeReportHashMismatch,
        RefusalReason.AttestationKeyInvalid => Error.PublicKeyIsInvalid,
        RefusalReason.QuoteSignatureInvalid => Error.IsvEnclaveReportSignatureIsInvalid,
        RefusalReason.CollateralMismatch => Error.MissingTcbInfoForFmspc,
        RefusalReason.CollateralExpired or RefusalReason.TcbLevelMissing or RefusalReason.QeTcbLevelMissing => Error.TcbInfoIsOutdated,
        _ => Error.RemoteAttestationVerificationFailed,
    };

    /// <summary>How a platform stands, in the pallet's words: recorded, and not judged by it.</summary>
    public static SgxStatus StatusOf(Attestation.TcbStatus status) => status switch
    {
        Attestation.TcbStatus.UpToDate or Attestation.TcbStatus.SWHardeningNeeded => SgxStatus.Ok,
        Attestation.TcbStatus.ConfigurationNeeded or Attestation.TcbStatus.ConfigurationAndSWHardeningNeeded => SgxStatus.ConfigurationNeeded,
        Attestation.TcbStatus.OutOfDate or Attestation.TcbStatus.OutOfDateConfigurationNeeded => SgxStatus.GroupOutOfDate,
        Attestation.TcbStatus.Revoked => SgxStatus.GroupRevoked,
        _ => SgxStatus.Invalid,
    };

    /// <summary>The status of a level, in the pallet's words, which lack one of Intel's.</summary>
    public static TcbStatus LevelOf(Attestation.TcbStatus status) => status switch
    {
        Attestation.TcbStatus.UpToDate => TcbStatus.UpToDate,
        Attestation.TcbStatus.SWHardeningNeeded => TcbStatus.SwHardeningNeeded,
        Attestation.TcbStatus.ConfigurationAndSWHardeningNeeded => TcbStatus.ConfigurationAndSwHardeningNeeded,
        Attestation.TcbStatus.OutOfDate => TcbStatus.OutOfDate,
        Attestation.TcbStatus.OutOfDateConfigurationNeeded => TcbStatus.OutOfDateConfigurationNeeded,
        Attestation.TcbStatus.Revoked => TcbStatus.Revoked,
        _ => TcbStatus.Unknown,
    };
}
