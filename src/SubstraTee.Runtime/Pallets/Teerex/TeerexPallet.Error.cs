using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Runtime;

internal sealed partial class TeerexPallet
{
    /// <summary>Why a call on the registry fails; the numbers are Integritee's.</summary>
    [ScaleType("pallet_teerex::pallet::Error")]
    internal enum Error : byte
    {
        /// <summary>The evidence names no account.</summary>
        EnclaveSignerDecodeError = 0,

        /// <summary>The evidence is another account's.</summary>
        SenderIsNotAttestedEnclave = 1,

        /// <summary>The evidence does not hold.</summary>
        RemoteAttestationVerificationFailed = 2,

        /// <summary>The evidence is too old.</summary>
        RemoteAttestationIsTooOld = 3,

        /// <summary>The enclave can be debugged, which is not allowed.</summary>
        SgxModeIsNotAllowed = 4,

        /// <summary>The account is no registered enclave.</summary>
        EnclaveIsNotRegistered = 5,

        /// <summary>The worker's address is too long.</summary>
        EnclaveUrlIsTooLong = 6,

        /// <summary>The evidence is too long.</summary>
        RaProofIsTooLong = 7,

        /// <summary>No enclave is registered.</summary>
        EmptyEnclaveRegistry = 8,

        /// <summary>The manufacturer's statement does not hold.</summary>
        CollateralIsInvalid = 9,

        /// <summary>The enclave renewed its registration in time.</summary>
        UnregisterActiveEnclaveIsNotAllowed = 10,

        /// <summary>This chain does not allow enclaves without evidence.</summary>
        SkippingAttestationIsNotAllowed = 11,

        /// <summary>Nothing is registered about the processor family.</summary>
        MissingTcbInfoForFmspc = 12,

        /// <summary>What is registered about the processor family is too old.</summary>
        TcbInfoIsOutdated = 13,

        /// <summary>The evidence was refused for another reason.</summary>
        OtherSgxVerifyError = 14,

        /// <summary>A certificate is not signed by its issuer.</summary>
        CaVerificationFailed = 15,

        /// <summary>The certificates do not lead to the trusted root.</summary>
        CertificateChainIsInvalid = 16,

        /// <summary>Certificates are missing.</summary>
        CertificateChainIsTooShort = 17,

        /// <summary>The processor's version does not decode.</summary>
        CpuSvnDecodingError = 18,

        /// <summary>The processor's version has a wrong length.</summary>
        CpuSvnLengthMismatch = 19,

        /// <summary>The certificate does not name the processor's version.</summary>
        CpuSvnOidIsMissing = 20,

        /// <summary>The quote's key is of another kind.</summary>
        DcapKeyTypeMismatch = 21,

        /// <summary>The quote does not decode.</summary>
        DcapQuoteDecodingError = 22,

        /// <summary>The quote is too long.</summary>
        DcapQuoteIsTooLong = 23,

        /// <summary>The quote's version is not known.</summary>
        DcapQuoteVersionMismatch = 24,

        /// <summary>A certificate could not be encoded.</summary>
        DerEncodingError = 25,

        /// <summary>The quoting enclave's identity does not decode.</summary>
        EnclaveIdentityDecodingError = 26,

        /// <summary>The quoting enclave's identity is not signed by Intel.</summary>
        EnclaveIdentitySignatureIsInvalid = 27,

        /// <summary>The processor family does not decode.</summary>
        FmspcDecodingError = 28,

        /// <summary>The processor family has a wrong length.</summary>
        FmspcLengthMismatch = 29,

        /// <summary>The certificate does not name the processor family.</summary>
        FmspcOidIsMissing = 30,

        /// <summary>The certificate has Intel's extension twice.</summary>
        IntelExtensionAmbiguity = 31,

        /// <summary>Intel's extension in the certificate does not decode.</summary>
        IntelExtensionCertificateDecodingError = 32,

        /// <summary>The enclave's report is not signed by the quoting enclave.</summary>
        IsvEnclaveReportSignatureIsInvalid = 33,

        /// <summary>A key has a wrong length.</summary>
        KeyLengthIsInvalid = 34,

        /// <summary>The last certificate does not decode.</summary>
        LeafCertificateParsingError = 35,

        /// <summary>The report in the certificate does not decode.</summary>
        NetscapeDecodingError = 36,

        /// <summary>The report in the certificate is no valid DER.</summary>
        NetscapeDerError = 37,

        /// <summary>The provisioning enclave's version does not decode.</summary>
        PceSvnDecodingError = 38,

        /// <summary>The provisioning enclave's version has a wrong length.</summary>
        PceSvnLengthMismatch = 39,

        /// <summary>The certificate does not name the provisioning enclave's version.</summary>
        PceSvnOidIsMissing = 40,

        /// <summary>The quote carries its certificates in another form.</summary>
        PckCertFormatMismatch = 41,

        /// <summary>A public key is not valid.</summary>
        PublicKeyIsInvalid = 42,

        /// <summary>The quoting enclave refused the enclave.</summary>
        QeHasRejectedEnclave = 43,

        /// <summary>The quoting enclave's report names another key.</summary>
        QeReportHashMismatch = 44,

        /// <summary>The quote's body does not decode.</summary>
        QuoteBodyDecodingError = 45,

        /// <summary>The quote's body is not valid.</summary>
        QuoteBodyIsInvalid = 46,

        /// <summary>The report has no quote.</summary>
        QuoteBodyMissing = 47,

        /// <summary>The report has no status.</summary>
        QuoteStatusMissing = 48,

        /// <summary>An RSA signature does not hold.</summary>
        RsaSignatureIsInvalid = 49,

        /// <summary>The report does not decode.</summary>
        SgxReportParsingError = 50,

        /// <summary>The statement on the processor family does not hold.</summary>
        TcbInfoIsInvalid = 51,

        /// <summary>The report's time is not valid.</summary>
        TimestampIsInvalid = 52,

        /// <summary>The report has no time.</summary>
        TimestampIsMissing = 53,
    }

    // The verifier's errors are those of the pallet from the 16th on, under other numbers.
    private static TypeField VerifyError(TypeRegistryBuilder registry)
    {
        const string path = "sgx_verify::Error";
        ImmutableArray<TypeVariant> variants =
        [
            .. Enum.GetValues<Error>().Where(one => one > Error.OtherSgxVerifyError).Select(
                (one, index) => new TypeVariant(one.ToString(), [], (byte)index, [])),
        ];
        return new TypeField(
            null, registry.Add(path, _ => PortableType.Named(path, new TypeDefinition.Variant(variants))), path);
    }
}
