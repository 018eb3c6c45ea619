using System.Collections.Immutable;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Runtime;

/// <summary>A block and what it did to the state.</summary>
/// <param name="Header">The header.</param>
/// <param name="Body">The extrinsics, the timestamp inherent first.</param>
/// <param name="State">The state after the block; nobody else holds it.</param>
/// <param name="Changes">The keys that were set, or removed (null), in key order.</param>
/// <param name="EventCount">How many events it left in <c>System.Events</c>.</param>
public sealed record BuiltBlock(
    BlockHeader Header,
    ImmutableArray<ReadOnlyMemory<byte>> Body,
    StateTrie State,
    IReadOnlyList<(byte[] Key, byte[]? Value)> Changes,
    int EventCount);
