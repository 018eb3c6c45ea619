using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The public key of a shard's epoch (storage <c>EnclaveBridge.EpochKeys</c>).</summary>
/// <param name="ShieldingKey">What clients encrypt to.</param>
/// <param name="StateKeyCheck">Check value of the state key.</param>
/// <param name="SetBy">The enclave that set it.</param>
/// <param name="Block">When it was set.</param>
[ScaleType("pallet_enclave_bridge::EpochKeyRecord")]
public sealed partial record EpochKeyRecord(ShieldingKey ShieldingKey, Hash256 StateKeyCheck, AccountId SetBy, uint Block);
