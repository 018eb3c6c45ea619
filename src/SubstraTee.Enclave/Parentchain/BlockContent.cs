using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>What a block's body holds that concerns a shard; whether each succeeded is for the events to say.</summary>
/// <param name="UnixTimeMs">The block's timestamp, from its inherent.</param>
/// <param name="Requests">Top-level invocations of the shard.</param>
/// <param name="OwnReceipts">Receipts that this enclave submitted.</param>
internal sealed record BlockContent(
    ulong UnixTimeMs,
    ImmutableArray<(uint Extrinsic, byte[] Envelope)> Requests,
    ImmutableArray<(uint Extrinsic, Receipt Receipt)> OwnReceipts)
{
    /// <summary>Whether the events are needed to judge the body.</summary>
    public bool NeedsEvents => !Requests.IsEmpty || !OwnReceipts.IsEmpty;
}
