using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>How far a shard has come, apart from its state: sealed with every log and snapshot.</summary>
/// <param name="Finality">State of the light client, as it encodes itself.</param>
/// <param name="Head">The last imported block.</param>
/// <param name="StateRoot">Root of the state there.</param>
/// <param name="Receipts">Where the next receipt starts and which are not final yet.</param>
/// <param name="Policies">The shard's policies after the descriptor's, as far as they still matter.</param>
[ScaleType]
internal sealed partial record ShardProgress(
    byte[] Finality, BlockRef Head, Hash256 StateRoot, ReceiptProgress Receipts, ImmutableArray<AnnouncedPolicy> Policies);

/// <summary>Where the next receipt starts, what it will hold, and which receipts are not final on chain yet.</summary>
/// <param name="Covered">Last block of the newest receipt; at first the checkpoint.</param>
/// <param name="First">The block after it, once it is known.</param>
/// <param name="Commitment">Commitment at the covered block.</param>
/// <param name="ConfirmedHash">Hash of the newest receipt that is final on chain, or zero.</param>
/// <param name="Open">Leaves after that block that no receipt holds yet, and the state roots between them.</param>
/// <param name="Pending">Receipts that are not final on chain, oldest first.</param>
[ScaleType]
internal sealed partial record ReceiptProgress(
    BlockRef Covered,
    BlockRef? First,
    Hash256 Commitment,
    Hash256 ConfirmedHash,
    ImmutableArray<OpenBlock> Open,
    ImmutableArray<PendingReceipt> Pending);

/// <summary>A block with requests that no receipt covers yet.</summary>
/// <param name="Block">The block.</param>
/// <param name="StateRoot">Root of the state after it.</param>
/// <param name="Leaves">Its leaves and outcomes.</param>
[ScaleType]
internal sealed partial record OpenBlock(BlockRef Block, Hash256 StateRoot, ImmutableArray<PublishedLeaf> Leaves);

/// <summary>A receipt that is not final on chain yet.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Signature">This enclave's signature.</param>
[ScaleType]
internal sealed partial record PendingReceipt(Receipt Receipt, ReceiptSignature Signature);

/// <summary>What one import changed.</summary>
/// <param name="Progress">How far the shard has come after it.</param>
/// <param name="Changes">State changes in order of keys; null = removed.</param>
[ScaleType]
internal sealed partial record LogBody(ShardProgress Progress, ImmutableArray<StateChange> Changes);

/// <summary>A changed entry of the state.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its new value, or null when removed.</param>
[ScaleType]
internal sealed partial record StateChange(byte[] Key, byte[]? Value);

/// <summary>A whole state.</summary>
/// <param name="Progress">How far the shard had come.</param>
/// <param name="Entries">The state in order of keys.</param>
[ScaleType]
internal sealed partial record SnapshotBody(ShardProgress Progress, ImmutableArray<StateEntry> Entries);

/// <summary>An entry of the state.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
[ScaleType]
internal sealed partial record StateEntry(byte[] Key, byte[] Value);
