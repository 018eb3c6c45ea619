using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>Whose anchors are read.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Enclave">The enclave's account.</param>
/// <param name="NextPolicy">The version after the newest policy that is known.</param>
/// <param name="Collateral">Collateral that the enclave is about to refer to, or null.</param>
internal sealed record AnchorQuery(ShardId Shard, uint Epoch, AccountId Enclave, uint NextPolicy, Hash256? Collateral);
