using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>What the parentchain's proven state says of this enclave and its shard.</summary>
/// <param name="SpecVersion">Spec version of the runtime that made the state.</param>
/// <param name="Nonce">Next nonce of the enclave's account.</param>
/// <param name="IsRegistered">Whether Teerex holds the enclave.</param>
/// <param name="Member">Its registration by evidence.</param>
/// <param name="NewestPolicy">The newest version of the shard's policy.</param>
/// <param name="NextPolicy">The policy after the newest one that the enclave knew.</param>
/// <param name="Instance">The newest instance published for it.</param>
/// <param name="EpochKey">The epoch's public key.</param>
/// <param name="Receipt">The newest receipt of this enclave.</param>
/// <param name="Collateral">Whether the chain has the collateral asked about; null where nobody asked, or the proof does not say.</param>
internal sealed record ProvenAnchors(
    uint SpecVersion,
    uint Nonce,
    bool IsRegistered,
    MemberRecord? Member,
    uint NewestPolicy,
    PolicyRecord? NextPolicy,
    InstanceRecord? Instance,
    EpochKeyRecord? EpochKey,
    ReceiptAnchor? Receipt,
    (Hash256 Hash, bool IsKnown)? Collateral)
{
    /// <summary>Whether the chain has collateral; null where that is not proven.</summary>
    public bool? Has(Hash256 collateral) => Collateral is { } proven && proven.Hash == collateral ? proven.IsKnown : null;
}
