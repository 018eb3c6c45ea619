using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>A registered enclave of any manufacturer.</summary>
[ScaleType("teerex_primitives::MultiEnclave", Positional = true)]
internal abstract partial record MultiEnclave
{
    /// <summary>An enclave in Integritee's form, which every registered enclave has here.</summary>
    [ScaleVariant(0)]
    internal sealed partial record Sgx(SgxEnclave Enclave) : MultiEnclave;
}

/// <summary>What is known of an enclave.</summary>
/// <param name="ReportData">What it bound to its evidence: the account first.</param>
/// <param name="MrEnclave">Its code.</param>
/// <param name="MrSigner">Who built it.</param>
/// <param name="Timestamp">When it was registered, in milliseconds since 1970.</param>
/// <param name="Url">Where its worker is reached.</param>
/// <param name="BuildMode">Whether it can be debugged.</param>
/// <param name="AttestationMethod">What its evidence is.</param>
/// <param name="Status">What its manufacturer says of it.</param>
[ScaleType("teerex_primitives::SgxEnclave")]
internal sealed partial record SgxEnclave(
    SgxReportData ReportData,
    Bytes32 MrEnclave,
    Bytes32 MrSigner,
    ulong Timestamp,
    byte[]? Url,
    SgxBuildMode BuildMode,
    SgxAttestationMethod AttestationMethod,
    SgxStatus Status)
{
    public Hash256 Fingerprint => new(MrEnclave);
}

/// <summary>The 64 bytes that an enclave binds to its evidence.</summary>
[ScaleType("teerex_primitives::SgxReportData")]
internal sealed partial record SgxReportData([FixedLength(SgxReportData.Length)] byte[] D)
{
    public const int Length = 64;

    /// <summary>The account in front, zeros behind.</summary>
    public static SgxReportData Of(AccountId account)
    {
        var bytes = new byte[Length];
        account.CopyTo(bytes);
        return new SgxReportData(bytes);
    }
}

/// <summary>Whether an enclave can be debugged.</summary>
[ScaleType("teerex_primitives::SgxBuildMode")]
internal enum SgxBuildMode : byte
{
    Debug = 0,
    Production = 1,
}

/// <summary>What a manufacturer says of an enclave's platform.</summary>
[ScaleType("teerex_primitives::SgxStatus")]
internal enum SgxStatus : byte
{
    Invalid = 0,
    Ok = 1,
    GroupOutOfDate = 2,
    GroupRevoked = 3,
    ConfigurationNeeded = 4,
}

/// <summary>What evidence an enclave shows.</summary>
[ScaleType("teerex_primitives::SgxAttestationMethod")]
internal abstract partial record SgxAttestationMethod
{
    /// <summary>None: the entry says nothing about code or hardware.</summary>
    [ScaleVariant(0)]
    internal sealed partial record Skip(bool Proxied) : SgxAttestationMethod;

    /// <summary>A report of Intel's attestation service (EPID).</summary>
    [ScaleVariant(1)]
    internal sealed partial record Ias : SgxAttestationMethod;

    /// <summary>A quote (DCAP).</summary>
    [ScaleVariant(2)]
    internal sealed partial record Dcap(bool Proxied) : SgxAttestationMethod;
}
