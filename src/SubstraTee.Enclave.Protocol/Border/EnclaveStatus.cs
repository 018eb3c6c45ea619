using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What the enclave says of itself after an input. Public: the worker shows it.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Reason">Why it does not serve, or null.</param>
/// <param name="Simulated">True on the simulated platform: no confidentiality.</param>
/// <param name="Account">Its signing key and on-chain account.</param>
/// <param name="Instance">Identity of this start.</param>
/// <param name="Measurement">What the platform measured.</param>
/// <param name="Epoch">The epoch in force.</param>
/// <param name="ShieldingKey">The epoch's public key.</param>
/// <param name="Finalized">The last proven parentchain block.</param>
/// <param name="PendingReceipts">Receipts that are not final on chain yet.</param>
/// <param name="PolicyVersion">Version of the shard's policy that is in force.</param>
/// <param name="Evidence">The kind of evidence that its platform makes, or null.</param>
/// <param name="ExpiresAtMs">Chain time at which its registration ends; null while it has none, or none that ends.</param>
[ScaleType]
public sealed partial record EnclaveStatus(
    EnclaveState State,
    RefusalCode? Reason,
    bool Simulated,
    AccountId Account,
    InstanceId Instance,
    Measurement Measurement,
    uint Epoch,
    ShieldingKey ShieldingKey,
    BlockRef Finalized,
    uint PendingReceipts,
    uint PolicyVersion,
    EvidenceKind? Evidence,
    ulong? ExpiresAtMs);
