using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>Which quoting enclaves Intel vouches for.</summary>
[ScaleType("teerex_primitives::SgxQuotingEnclave")]
internal sealed partial record SgxQuotingEnclave(
    ulong IssueDate,
    ulong NextUpdate,
    [FixedLength(4)] byte[] Miscselect,
    [FixedLength(4)] byte[] MiscselectMask,
    [FixedLength(16)] byte[] Attributes,
    [FixedLength(16)] byte[] AttributesMask,
    Bytes32 Mrsigner,
    ushort Isvprodid,
    ImmutableArray<QeTcb> Tcb)
{
    /// <summary>None yet.</summary>
    public static SgxQuotingEnclave Unknown { get; } = new(
        0, 0, new byte[4], new byte[4], new byte[16], new byte[16], default, 0, []);
}

/// <summary>A version of the quoting enclave.</summary>
[ScaleType("teerex_primitives::QeTcb")]
internal readonly partial record struct QeTcb(ushort Isvsvn);

/// <summary>What Intel says of a processor family.</summary>
[ScaleType("teerex_primitives::SgxTcbInfoOnChain")]
internal sealed partial record SgxTcbInfoOnChain(ulong IssueDate, ulong NextUpdate, ImmutableArray<TcbVersionStatus> TcbLevels);

/// <summary>What Intel says of one state of a processor family.</summary>
[ScaleType("teerex_primitives::TcbVersionStatus")]
internal sealed partial record TcbVersionStatus([FixedLength(16)] byte[] Cpusvn, ushort Pcesvn, TcbStatus TcbStatus);

/// <summary>How much a processor's state is to be trusted.</summary>
[ScaleType("teerex_primitives::TcbStatus")]
internal enum TcbStatus : byte
{
    Unknown = 0,
    UpToDate = 1,
    [ScaleName("SWHardeningNeeded")]
    SwHardeningNeeded = 2,
    [ScaleName("ConfigurationAndSWHardeningNeeded")]
    ConfigurationAndSwHardeningNeeded = 3,
    OutOfDate = 4,
    OutOfDateConfigurationNeeded = 5,
    Revoked = 6,
}
