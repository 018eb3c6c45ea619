namespace SubstraTee.Attestation;

/// <summary>Why evidence is refused: one closed set for all families and for the policy, each check a reason of its own.</summary>
/// <remarks>
/// Numbers and texts (<see cref="RefusalReasons.Code"/>) are persisted, frozen by a test, and never reused. Ranges: common
/// 1-99, Intel 100-199, AMD 200-299, Arm 300-389, COSE 390-399, Keystone 400-449, Nitro 450-499, policy 500-599.
/// </remarks>
public enum RefusalReason
{
    /// <summary>Nothing is refused; never in a verdict.</summary>
    None = 0,

    /// <summary>The kind, version or type of the evidence is none that is verified here.</summary>
    UnsupportedEvidence = 1,

    /// <summary>The evidence does not have the layout of its kind.</summary>
    EvidenceMalformed = 2,

    /// <summary>The evidence ends before its own lengths say.</summary>
    EvidenceTruncated = 3,

    /// <summary>The evidence is larger than any of its kind.</summary>
    EvidenceTooLarge = 4,

    /// <summary>Collateral that the check needs was not given.</summary>
    CollateralMissing = 5,

    /// <summary>Collateral cannot be read.</summary>
    CollateralMalformed = 6,

    /// <summary>Collateral is larger than any of its kind.</summary>
    CollateralTooLarge = 7,

    /// <summary>Collateral is past its next update.</summary>
    CollateralExpired = 8,

    /// <summary>Collateral is issued after the time of verification.</summary>
    CollateralNotYetValid = 9,

    /// <summary>Collateral is older than some that was seen before.</summary>
    CollateralRolledBack = 10,

    /// <summary>Collateral is of another platform than the evidence.</summary>
    CollateralMismatch = 11,

    /// <summary>The trust anchors have none for this kind of evidence.</summary>
    AnchorMissing = 12,

    /// <summary>A chain ends in a key that is not a trust anchor.</summary>
    UntrustedRoot = 13,

    /// <summary>A certificate cannot be read.</summary>
    CertificateMalformed = 14,

    /// <summary>A certificate is past its validity.</summary>
    CertificateExpired = 15,

    /// <summary>A certificate is not valid yet.</summary>
    CertificateNotYetValid = 16,

    /// <summary>A certificate's signature does not verify under its issuer's key.</summary>
    CertificateSignatureInvalid = 17,

    /// <summary>A certificate names another issuer than the one above it in the chain.</summary>
    CertificateIssuerMismatch = 18,

    /// <summary>A certificate that issues another one is no certificate authority.</summary>
    CertificateNotAuthority = 19,

    /// <summary>A certificate's key may not be used for what it was used for.</summary>
    CertificateKeyUsage = 20,

    /// <summary>A chain is longer than one of its authorities allows.</summary>
    CertificatePathTooLong = 21,

    /// <summary>A chain has a certificate that does not belong to it.</summary>
    CertificateExtra = 22,

    /// <summary>A chain lacks a certificate.</summary>
    CertificateMissing = 23,

    /// <summary>A certificate has a critical extension that is not understood.</summary>
    CertificateCriticalExtension = 24,

    /// <summary>A certificate stands on its issuer's revocation list.</summary>
    CertificateRevoked = 25,

    /// <summary>A certificate's subject is not the one that its place in the chain asks for.</summary>
    CertificateSubject = 26,

    /// <summary>A signature algorithm is not among those allowed.</summary>
    CertificateAlgorithm = 27,

    /// <summary>A public key is malformed, not on its curve, or of a size that is not allowed.</summary>
    CertificateKeyInvalid = 28,

    /// <summary>A revocation list was not given.</summary>
    CrlMissing = 29,

    /// <summary>A revocation list cannot be read.</summary>
    CrlMalformed = 30,

    /// <summary>A revocation list's signature does not verify.</summary>
    CrlSignatureInvalid = 31,

    /// <summary>A revocation list is of another authority.</summary>
    CrlIssuerMismatch = 32,

    /// <summary>A revocation list is past its next update.</summary>
    CrlExpired = 33,

    /// <summary>A revocation list is issued after the time of verification.</summary>
    CrlNotYetValid = 34,

    /// <summary>The collateral given is of another family than the evidence.</summary>
    CollateralKindMismatch = 35,

    /// <summary>Intel: the attestation key is not ECDSA on P-256.</summary>
    AttestationKeyTypeUnsupported = 100,

    /// <summary>Intel: the quoting enclave is not Intel's.</summary>
    QeVendorUnknown = 101,

    /// <summary>Intel: the certification data of the quote has a type that carries no certificate chain.</summary>
    CertificationDataUnsupported = 102,

    /// <summary>Intel: the PCK certificate's SGX extension cannot be read.</summary>
    PckExtensionMalformed = 103,

    /// <summary>Intel: the signature over the TCB info does not verify.</summary>
    TcbInfoSignatureInvalid = 104,

    /// <summary>Intel: the TCB info cannot be read.</summary>
    TcbInfoMalformed = 105,

    /// <summary>Intel: the TCB info has an unknown version.</summary>
    TcbInfoVersionUnsupported = 106,

    /// <summary>Intel: the TCB info is for the other kind of TEE.</summary>
    TcbInfoKindMismatch = 107,

    /// <summary>Intel: the signature over the QE identity does not verify.</summary>
    QeIdentitySignatureInvalid = 108,

    /// <summary>Intel: the QE identity cannot be read.</summary>
    QeIdentityMalformed = 109,

    /// <summary>Intel: the QE identity is of another enclave than the quoting enclave of this kind of TEE.</summary>
    QeIdentityKindMismatch = 110,

    /// <summary>Intel: the TCB info does not know the TDX module.</summary>
    TdxModuleUnknown = 111,

    /// <summary>Intel: the TDX module's signer is not the one in the TCB info.</summary>
    TdxModuleSignerMismatch = 112,

    /// <summary>Intel: the TDX module's attributes are not the ones in the TCB info, or not zero.</summary>
    TdxModuleAttributesMismatch = 113,

    /// <summary>Intel: the signature over the QE report does not verify under the PCK key.</summary>
    QeReportSignatureInvalid = 114,

    /// <summary>Intel: the QE report does not bind the attestation key.</summary>
    QeReportDataMismatch = 115,

    /// <summary>Intel: the QE's MISCSELECT is not the identity's.</summary>
    QeMiscSelectMismatch = 116,

    /// <summary>Intel: the QE's attributes are not the identity's; so it is for a debug QE.</summary>
    QeAttributesMismatch = 117,

    /// <summary>Intel: the QE's signer is not the identity's.</summary>
    QeSignerMismatch = 118,

    /// <summary>Intel: the QE's product id is not the identity's.</summary>
    QeProductMismatch = 119,

    /// <summary>Intel: the attestation key is no point of its curve.</summary>
    AttestationKeyInvalid = 120,

    /// <summary>Intel: the signature over the quote does not verify under the attestation key.</summary>
    QuoteSignatureInvalid = 121,

    /// <summary>Intel: no TCB level covers the platform.</summary>
    TcbLevelMissing = 122,

    /// <summary>Intel: no TCB level covers the TDX module.</summary>
    TdxModuleTcbLevelMissing = 123,

    /// <summary>Intel: no TCB level covers the quoting enclave.</summary>
    QeTcbLevelMissing = 124,

    /// <summary>Intel: the platform, the TDX module or the quoting enclave is revoked.</summary>
    TcbRevoked = 125,

    /// <summary>Intel: the certificate with the quote does not hold a quote in any known extension.</summary>
    QuoteExtensionMissing = 126,

    /// <summary>Intel: the certificate around the quote is not bound by the quote's report data, or not signed by its key.</summary>
    QuoteCertificateNotBound = 127,

    /// <summary>IAS: the certificate has no extension with a report.</summary>
    IasExtensionMissing = 150,

    /// <summary>IAS: the wrapping around body, signature and signing certificate cannot be read.</summary>
    IasWrappingMalformed = 151,

    /// <summary>IAS: the signature over the body does not verify.</summary>
    IasSignatureInvalid = 152,

    /// <summary>IAS: the body cannot be read.</summary>
    IasBodyMalformed = 153,

    /// <summary>IAS: the body has an unknown version.</summary>
    IasVersionUnsupported = 154,

    /// <summary>IAS: the quote status says that the quote or its key is not to be trusted.</summary>
    IasStatusRefused = 155,

    /// <summary>IAS: the quote status is unknown.</summary>
    IasStatusUnknown = 156,

    /// <summary>IAS: the report was made after the time of verification.</summary>
    IasReportFromFuture = 157,

    /// <summary>IAS: the quote body has another length, version or signature type than EPID quotes have.</summary>
    IasQuoteBodyMalformed = 158,

    /// <summary>AMD: the report names another signature algorithm than ECDSA on P-384 with SHA-384.</summary>
    SnpSignatureAlgorithmUnsupported = 200,

    /// <summary>AMD: the report says that it is signed by no key.</summary>
    SnpNotSigned = 201,

    /// <summary>AMD: the report is signed by another kind of key than the certificate is for.</summary>
    SnpSigningKeyMismatch = 202,

    /// <summary>AMD: the signature field has bytes that no signature has.</summary>
    SnpSignatureMalformed = 203,

    /// <summary>AMD: the signature over the report does not verify.</summary>
    SnpSignatureInvalid = 204,

    /// <summary>AMD: an extension of the chip's or provider's certificate is missing or cannot be read.</summary>
    SnpExtensionMalformed = 205,

    /// <summary>AMD: report, certificate and root key are not of one product.</summary>
    SnpProductMismatch = 206,

    /// <summary>AMD: the processor that the report names is none of the known products.</summary>
    SnpProductUnknown = 207,

    /// <summary>AMD: the certificate is for other security patch levels than the report's.</summary>
    SnpTcbMismatch = 208,

    /// <summary>AMD: the certificate is for another chip than the report's.</summary>
    SnpChipIdMismatch = 209,

    /// <summary>AMD: the report hides its chip although it is signed by a chip's key.</summary>
    SnpChipIdMasked = 210,

    /// <summary>AMD: the table of certificates that came with the report cannot be read.</summary>
    SnpCertificateTableMalformed = 211,

    /// <summary>Arm: the token's profile is none of the known ones.</summary>
    ArmProfileUnknown = 300,

    /// <summary>Arm: the token has claims of two profiles.</summary>
    ArmProfileAmbiguous = 301,

    /// <summary>Arm: a claim that the profile demands is missing.</summary>
    ArmClaimMissing = 302,

    /// <summary>Arm: a claim has another type or size than its profile says.</summary>
    ArmClaimMalformed = 303,

    /// <summary>Arm: no software component is measured, so the token says nothing about any code.</summary>
    ArmNothingMeasured = 304,

    /// <summary>Arm: the device is not provisioned and secured, nor in a debug state.</summary>
    ArmLifecycleNotSecured = 305,

    /// <summary>Arm: the device's signature does not verify under its enrolled key.</summary>
    ArmSignatureInvalid = 306,

    /// <summary>Arm: more enrolled keys could belong to the device than are tried.</summary>
    ArmAnchorAmbiguous = 307,

    /// <summary>Arm CCA: the token has no realm token.</summary>
    CcaRealmMissing = 320,

    /// <summary>Arm CCA: the realm's key cannot be used.</summary>
    CcaRealmKeyInvalid = 321,

    /// <summary>Arm CCA: the realm token is not signed by the key that it carries.</summary>
    CcaRealmSignatureInvalid = 322,

    /// <summary>Arm CCA: the platform token does not bind the realm's key.</summary>
    CcaRealmNotBound = 323,

    /// <summary>Arm CCA: the binding names a hash algorithm that is not accepted.</summary>
    CcaHashUnsupported = 324,

    /// <summary>COSE: a token authenticates itself with a shared secret: whoever can check it can also make it.</summary>
    CoseSymmetricMac = 390,

    /// <summary>COSE: a token's protected header names no algorithm.</summary>
    CoseAlgorithmMissing = 391,

    /// <summary>COSE: a token's algorithm is not among those allowed.</summary>
    CoseAlgorithmUnsupported = 392,

    /// <summary>COSE: a token's algorithm is another one than its key is for.</summary>
    CoseAlgorithmMismatch = 393,

    /// <summary>COSE: a token's header has an entry that is not understood, or one that nobody signed.</summary>
    CoseHeaderNotUnderstood = 394,

    /// <summary>Keystone: the data is longer than a report has room for.</summary>
    KeystoneDataTooLong = 400,

    /// <summary>Keystone: the report is of another device than the enrolled ones.</summary>
    KeystoneDeviceUnknown = 401,

    /// <summary>Keystone: a key is zero, of small order or malformed, so that anyone can sign for it.</summary>
    KeystoneKeyWeak = 402,

    /// <summary>Keystone: the device's signature over the security monitor does not verify.</summary>
    KeystoneMonitorSignatureInvalid = 403,

    /// <summary>Keystone: the security monitor's signature over the enclave does not verify.</summary>
    KeystoneEnclaveSignatureInvalid = 404,

    /// <summary>Keystone: the security monitor was not measured.</summary>
    KeystoneMonitorNotMeasured = 405,

    /// <summary>Nitro: the document names another digest than SHA-384.</summary>
    NitroDigestUnsupported = 450,

    /// <summary>Nitro: a field of the document is missing.</summary>
    NitroFieldMissing = 451,

    /// <summary>Nitro: a field of the document has another type or size than allowed.</summary>
    NitroFieldMalformed = 452,

    /// <summary>Nitro: the signature over the document does not verify under its certificate.</summary>
    NitroSignatureInvalid = 453,

    /// <summary>Nitro: the document was made after the time of verification.</summary>
    NitroDocumentFromFuture = 454,

    /// <summary>Policy: this kind of evidence is not accepted.</summary>
    KindNotAllowed = 500,

    /// <summary>Policy: the evidence is of a debug or otherwise open enclave.</summary>
    DebugEnclave = 501,

    /// <summary>Policy: the evidence is anchored in a test root.</summary>
    SimulatedEvidenceRefused = 502,

    /// <summary>Policy: the measurement is not among those allowed.</summary>
    MeasurementNotAllowed = 503,

    /// <summary>Policy: the signer is not among those allowed.</summary>
    SignerNotAllowed = 504,

    /// <summary>Policy: the product id is not the one asked for.</summary>
    ProductNotAllowed = 505,

    /// <summary>Policy: the security version is below the floor.</summary>
    IsvSvnTooLow = 506,

    /// <summary>Policy: the TCB status is not accepted.</summary>
    TcbStatusNotAccepted = 507,

    /// <summary>Policy: an advisory applies that is not accepted.</summary>
    AdvisoryNotAccepted = 508,

    /// <summary>Policy: the evidence is older than allowed.</summary>
    EvidenceTooOld = 509,

    /// <summary>Policy: the evidence, or its collateral, is not valid at the time of judging.</summary>
    EvidenceOutsideValidity = 510,

    /// <summary>Policy: the platform is not among those enrolled.</summary>
    PlatformNotAllowed = 511,

    /// <summary>Policy: the report data is not what the evidence has to bind.</summary>
    ReportDataMismatch = 512,

    /// <summary>Policy: a register has a value that is not allowed.</summary>
    RegisterNotAllowed = 513,

    /// <summary>Policy: a check was skipped that this policy does not allow to skip.</summary>
    SkippedCheckNotAllowed = 514,

    /// <summary>Policy: SEPT_VE_DISABLE is not set, so the host can inject exceptions into a Linux guest.</summary>
    SeptVeNotDisabled = 515,

    /// <summary>Policy: the guest can be migrated, so whoever migrates it belongs to the trusted computing base.</summary>
    MigratableNotAllowed = 516,

    /// <summary>Policy: a service TD is bound to the trust domain.</summary>
    ServiceTdNotAllowed = 517,

    /// <summary>Policy: the collateral's evaluation number is below the floor.</summary>
    TcbEvaluationTooLow = 518,

    /// <summary>Policy: the evidence was decoded, or only its signatures were checked.</summary>
    NotVerified = 519,

    /// <summary>Policy: the report was asked for by a lower privilege level than allowed, or by the host.</summary>
    SnpVmplNotAllowed = 520,

    /// <summary>Policy: the platform did not check its memory for aliases.</summary>
    SnpAliasCheckMissing = 521,

    /// <summary>Policy: the rules do not name the firmware that measures and separates enclaves of this kind.</summary>
    FirmwareNotNamed = 522,

    /// <summary>Policy: a patch level of the platform is below the floor for its product.</summary>
    SnpTcbTooLow = 523,
}
