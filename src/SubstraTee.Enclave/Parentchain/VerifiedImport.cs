using System.Collections.Immutable;

namespace SubstraTee.Enclave;

/// <summary>Blocks of one import, proven to the last byte that is used of them.</summary>
/// <param name="Blocks">The blocks in order; at least one.</param>
/// <param name="Anchors">What the last block's state says of this enclave.</param>
/// <param name="Policies">The shard's policies, the last block's state included.</param>
/// <param name="Finality">The light client's state after them, as it encodes itself.</param>
internal sealed record VerifiedImport(ImmutableArray<VerifiedBlock> Blocks, ProvenAnchors Anchors, PolicySchedule Policies, byte[] Finality);
