using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>What a worker says of itself: a hint, believed nowhere.</summary>
/// <param name="Shard">The shard it serves.</param>
/// <param name="Descriptor">The shard's descriptor.</param>
/// <param name="Platform">What its enclave runs on.</param>
/// <param name="Measurement">Family and value of its enclave's measurement.</param>
/// <param name="Enclave">The enclave's account.</param>
/// <param name="Instance">The enclave's start.</param>
/// <param name="Epoch">The epoch in force.</param>
/// <param name="ShieldingKey">That epoch's public key.</param>
/// <param name="StfHash">The hash of the shard's function, if it says so.</param>
/// <param name="CodeHash">The hash of the function's code, where that is loaded by hash.</param>
/// <param name="State">What it is doing, in snake case.</param>
/// <param name="Reason">Why it does not serve, in snake case, or null.</param>
/// <param name="AsOf">The last parentchain block that the enclave has proof of.</param>
/// <param name="PendingReceipts">Receipts that are not final on chain yet.</param>
/// <param name="Simulated">True on the simulated platform: no confidentiality.</param>
public sealed record WorkerInfo(
    ShardId Shard,
    ReadOnlyMemory<byte> Descriptor,
    string Platform,
    string Measurement,
    AccountId Enclave,
    InstanceId Instance,
    uint Epoch,
    ShieldingKey ShieldingKey,
    Hash256? StfHash,
    Hash256? CodeHash,
    string State,
    string? Reason,
    BlockRef AsOf,
    uint PendingReceipts,
    bool Simulated);
