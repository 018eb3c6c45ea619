using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>A request to a shard; only its enclaves can read it.</summary>
[ScaleType("enclave_bridge_primitives::Request")]
internal sealed partial record Request(ShardId Shard, byte[] Cyphertext);

/// <summary>An enclave that reported on a shard.</summary>
[ScaleType("enclave_bridge_primitives::ShardSignerStatus")]
internal sealed partial record ShardSignerStatus(AccountId Signer, Hash256 Fingerprint, uint LastActivity);

/// <summary>The enclaves that reported on a shard.</summary>
[ScaleType("bounded_collections::bounded_vec::BoundedVec", Positional = true)]
internal sealed partial record ShardSigners([MaxLength(ShardSigners.Max)] ImmutableArray<ShardSignerStatus> Inner)
{
    public const int Max = 10;
}

/// <summary>Who may work on a shard without a descriptor.</summary>
[ScaleType("enclave_bridge_primitives::ShardConfig")]
internal sealed partial record ShardConfig(
    Hash256 EnclaveFingerprint, uint? MaxInstances, ImmutableArray<AccountId>? Authorities, bool MaintenanceMode);

/// <summary>A shard's configuration and the one that follows it.</summary>
[ScaleType("enclave_bridge_primitives::UpgradableShardConfig")]
internal sealed partial record UpgradableShardConfig(ShardConfig ActiveConfig, ShardConfig? PendingUpgrade, uint? UpgradeAt)
{
    /// <summary>The same at that block: what was pending is active when its time has come.</summary>
    public UpgradableShardConfig At(uint block) => PendingUpgrade is { } next && UpgradeAt <= block
        ? new UpgradableShardConfig(next, null, null)
        : this;
}
