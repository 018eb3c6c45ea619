using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>The event <c>EnclaveBridge.ReceiptSubmitted</c> (docs/protocol.md, section 7).</summary>
[ScaleType]
internal sealed partial record ReceiptSubmitted(
    ShardId Shard,
    uint FirstBlock,
    uint LastBlock,
    Hash256 ReceiptHash,
    Hash256 LeavesRoot,
    Hash256 CommitmentAfter,
    [MaxLength(64)] ImmutableArray<AccountId> Signers);

/// <summary>Finds receipts among a block's events.</summary>
internal static class ReceiptEvents
{
    /// <summary>The receipts that a block's extrinsics submitted.</summary>
    /// <exception cref="ChainLacksException">The chain has no such event, or another form of it.</exception>
    /// <exception cref="ScaleException">The bytes are no events of this chain.</exception>
    public static List<ReceiptSubmitted> Of(ChainMetadata chain, EventReader reader, ReadOnlyMemory<byte> events)
    {
        var decoder = new EventDecoder<ReceiptSubmitted>(chain, BridgeKeys.Bridge, "ReceiptSubmitted", ReceiptSubmitted.Codec);
        var found = new List<ReceiptSubmitted>();
        foreach (var one in reader.ReadPallet(events, BridgeKeys.Bridge))
        {
            if (decoder.TryDecode(one, out var submitted))
            {
                found.Add(submitted);
            }
        }

        return found;
    }
}
