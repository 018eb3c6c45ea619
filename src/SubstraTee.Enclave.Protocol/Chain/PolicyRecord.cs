using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A later policy of a shard (storage <c>EnclaveBridge.ShardPolicies</c>, by version from 1 on; version 0 is the descriptor's).</summary>
/// <param name="Policy">The policy.</param>
/// <param name="InForceFrom">The first block at which it is in force.</param>
[ScaleType("pallet_enclave_bridge::PolicyRecord")]
public sealed partial record PolicyRecord(AdmissionPolicy Policy, uint InForceFrom);
