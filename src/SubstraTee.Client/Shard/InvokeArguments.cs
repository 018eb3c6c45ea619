using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>The argument of <c>EnclaveBridge.invoke</c>: Integritee's <c>Request</c>.</summary>
[ScaleType("enclave_bridge_primitives::Request")]
internal sealed partial record InvokeArguments(
    ShardId Shard, [MaxLength(ProtocolLimits.MaxEnvelopeBytes)] byte[] Cyphertext);
