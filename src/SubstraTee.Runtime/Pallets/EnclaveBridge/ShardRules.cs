using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Runtime;

/// <summary>What holds for a shard at a block.</summary>
/// <param name="Descriptor">What the shard is, for ever.</param>
/// <param name="InForce">The policy in force.</param>
/// <param name="Next">The policy that is announced and not yet in force, or null.</param>
internal sealed record ShardRules(ShardDescriptor Descriptor, VersionedPolicy InForce, VersionedPolicy? Next);

/// <summary>A policy of a shard and its version.</summary>
internal sealed record VersionedPolicy(uint Version, AdmissionPolicy Policy);
