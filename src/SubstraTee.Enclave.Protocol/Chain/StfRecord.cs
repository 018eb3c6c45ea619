using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What a function is whose code is on chain (storage <c>EnclaveBridge.StfFunctions</c>, by STF hash): small, for lists.</summary>
/// <remarks>
/// Name, version and schema hash are the uploader's word until something names the STF hash: that hash covers them, so the
/// record of a shard's function is what the shard's descriptor says.
/// </remarks>
/// <param name="Identity">What identifies the function; the code's hash is in it.</param>
/// <param name="CodeBytes">How large the code is.</param>
/// <param name="UploadedBy">Who put it there.</param>
/// <param name="Block">When.</param>
[ScaleType("pallet_enclave_bridge::StfRecord")]
public sealed partial record StfRecord(StfIdentity Identity, uint CodeBytes, AccountId UploadedBy, uint Block);
