using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>An enclave's registration (Integritee's <c>teerex_primitives::SgxEnclave</c>).</summary>
/// <param name="ReportData">What the enclave was bound to.</param>
/// <param name="Fingerprint">MRENCLAVE, or the fingerprint of another family's measurement.</param>
/// <param name="Signer">MRSIGNER.</param>
/// <param name="Timestamp">When it was attested, milliseconds since 1970.</param>
/// <param name="Url">Where its worker says it can be reached.</param>
/// <param name="BuildMode">Whether it can be debugged.</param>
/// <param name="Method">How it was attested.</param>
/// <param name="Status">What the attestation service said of its platform.</param>
[ScaleType("teerex_primitives::SgxEnclave")]
internal sealed partial record SgxEnclave(
    [FixedLength(64)] byte[] ReportData,
    Hash256 Fingerprint,
    Bytes32 Signer,
    ulong Timestamp,
    [MaxLength(256)] byte[]? Url,
    SgxBuildMode BuildMode,
    SgxAttestationMethod Method,
    SgxStatus Status);

/// <summary>Whether an enclave can be debugged.</summary>
[ScaleType("teerex_primitives::SgxBuildMode")]
internal enum SgxBuildMode : byte
{
    Debug = 0,
    Production = 1,
}

/// <summary>What an attestation service said of a platform.</summary>
[ScaleType("teerex_primitives::SgxStatus")]
internal enum SgxStatus : byte
{
    Invalid = 0,
    Ok = 1,
    GroupOutOfDate = 2,
    GroupRevoked = 3,
    ConfigurationNeeded = 4,
}

/// <summary>How an enclave was attested.</summary>
[ScaleType("teerex_primitives::SgxAttestationMethod")]
internal abstract partial record SgxAttestationMethod
{
    private SgxAttestationMethod()
    {
    }

    /// <summary>Not at all: development only.</summary>
    [ScaleVariant(0)]
    public sealed partial record Skip(bool Proxied) : SgxAttestationMethod;

    /// <summary>By Intel's attestation service.</summary>
    [ScaleVariant(1)]
    public sealed partial record Ias : SgxAttestationMethod;

    /// <summary>By Intel's data center primitives.</summary>
    [ScaleVariant(2)]
    public sealed partial record Dcap(bool Proxied) : SgxAttestationMethod;
}

/// <summary>A registration of any family (Integritee's <c>teerex_primitives::MultiEnclave</c>).</summary>
[ScaleType("teerex_primitives::MultiEnclave")]
internal abstract partial record MultiEnclave
{
    private MultiEnclave()
    {
    }

    /// <summary>An Intel SGX enclave, or what is registered like one.</summary>
    [ScaleVariant(0)]
    public sealed partial record Sgx(SgxEnclave Enclave) : MultiEnclave;
}
