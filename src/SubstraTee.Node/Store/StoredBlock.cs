using System.Collections.Immutable;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary>A block as it was imported.</summary>
/// <param name="Hash">The header's hash.</param>
/// <param name="Header">The header.</param>
/// <param name="Body">The extrinsics.</param>
/// <param name="AuthoritySetId">The set of authorities that votes on the block.</param>
/// <param name="Justification">The encoded proof of finality, or null where the block has none.</param>
internal sealed record StoredBlock(
    Hash256 Hash,
    BlockHeader Header,
    ImmutableArray<ReadOnlyMemory<byte>> Body,
    ulong AuthoritySetId,
    byte[]? Justification)
{
    public uint Number => Header.Number;

    /// <summary>How many bytes its extrinsics have.</summary>
    public long BodyBytes { get; } = Body.Sum(one => (long)one.Length);
}
