using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Who asks, and the signature that proves it.</summary>
/// <param name="Account">The caller.</param>
/// <param name="Signature">Over the getter's signing payload.</param>
[ScaleType]
public sealed partial record QueryCaller(
    AccountId Account, [ScaleCodec(typeof(SignatureCodec), nameof(SignatureCodec.Instance))] Signature Signature);
