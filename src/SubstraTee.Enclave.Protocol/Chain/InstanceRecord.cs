using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The newest start of an enclave for a shard (storage <c>EnclaveBridge.Instances</c>).</summary>
/// <param name="Instance">Random identity of the start.</param>
/// <param name="Sequence">How many starts there were, this one included.</param>
/// <param name="Block">When it was published.</param>
[ScaleType("pallet_enclave_bridge::InstanceRecord")]
public readonly partial record struct InstanceRecord(InstanceId Instance, uint Sequence, uint Block);
