using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>Metadata as bytes.</summary>
[ScaleType("sp_core::OpaqueMetadata", Positional = true)]
internal sealed partial record OpaqueMetadata(ReadOnlyMemory<byte> Bytes);

/// <summary>Where a transaction came from.</summary>
[ScaleType("sp_runtime::transaction_validity::TransactionSource")]
internal enum TransactionSource : byte
{
    /// <summary>It is in a block.</summary>
    InBlock = 0,

    /// <summary>The node itself made it.</summary>
    Local = 1,

    /// <summary>A client or another node sent it.</summary>
    External = 2,
}

/// <summary>A block.</summary>
[ScaleType("sp_runtime::generic::block::Block")]
internal sealed partial record RuntimeBlock(
    BlockHeader Header,
    [ScaleCodec(typeof(ExtrinsicCodec), nameof(ExtrinsicCodec.List))] ImmutableArray<UncheckedExtrinsic> Extrinsics)
{
    public ImmutableArray<ReadOnlyMemory<byte>> Bodies() => [.. Extrinsics.Select(one => one.Bytes)];
}
