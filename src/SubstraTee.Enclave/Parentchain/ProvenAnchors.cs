using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave;

/// <summary>What the parentchain's proven state says of this enclave and its shard.</summary>
/// <param name="SpecVersion">Spec version of the runtime that made the state.</param>
/// <param name="Nonce">Next nonce of the enclave's account.</param>
/// <param name="IsRegistered">Whether the registry holds the enclave.</param>
/// <param name="Instance">The newest instance published for it.</param>
/// <param name="EpochKey">The epoch's public key.</param>
/// <param name="Receipt">The newest receipt of this enclave.</param>
internal sealed record ProvenAnchors(
    uint SpecVersion, uint Nonce, bool IsRegistered, InstanceRecord? Instance, EpochKeyRecord? EpochKey, ReceiptAnchor? Receipt);
