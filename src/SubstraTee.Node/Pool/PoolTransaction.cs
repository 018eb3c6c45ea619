using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>A transaction that was found valid, and what the pool must know of it.</summary>
/// <param name="Hash">Blake2b-256 of the bytes.</param>
/// <param name="Bytes">The extrinsic as it will stand in a block.</param>
/// <param name="Priority">The higher, the sooner.</param>
/// <param name="Requires">Tags that others must provide before.</param>
/// <param name="Provides">Tags that it provides; never empty.</param>
/// <param name="ValidTill">The last block number at which this judgement holds.</param>
internal sealed record PoolTransaction(
    Hash256 Hash, ReadOnlyMemory<byte> Bytes, ulong Priority, Tag[] Requires, Tag[] Provides, ulong ValidTill)
{
    /// <summary>The number of the block on whose state it was found valid last.</summary>
    public uint JudgedAt { get; set; }
}
