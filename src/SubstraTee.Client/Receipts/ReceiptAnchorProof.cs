using System.Collections.Immutable;
using SubstraTee.LightClient;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>The proof that a receipt is anchored in a final block's state.</summary>
/// <param name="Headers">The anchor's block first, then those that lead to the justified one.</param>
/// <param name="Justification">Justification of the last header.</param>
/// <param name="Proof">Nodes under the first header's state root: anchor, instances, registrations, or the block's events.</param>
/// <param name="Metadata">
/// The chain's metadata, when the anchor is proved by an event; empty when by the newest receipt of its signers.
/// </param>
public sealed record ReceiptAnchorProof(
    ImmutableArray<BlockHeader> Headers,
    ReadOnlyMemory<byte> Justification,
    ImmutableArray<ReadOnlyMemory<byte>> Proof,
    ReadOnlyMemory<byte> Metadata)
{
    /// <summary>The changes of voters that lead from the descriptor's to those of the justification.</summary>
    public ImmutableArray<VoterChange> Changes { get; init; } = [];
}
