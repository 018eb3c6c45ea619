using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A function's code on chain (storage <c>EnclaveBridge.StfCodes</c>, by STF hash), for workers and verifiers to find.</summary>
/// <param name="Identity">What identifies the function; the code's hash is in it.</param>
/// <param name="Code">The code.</param>
/// <param name="UploadedBy">Who put it there.</param>
/// <param name="Block">When.</param>
[ScaleType("pallet_enclave_bridge::StfCode")]
public sealed partial record StfCode(
    StfIdentity Identity, [MaxLength(ProtocolLimits.MaxCodeBytes)] byte[] Code, AccountId UploadedBy, uint Block);
