using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A voter of the parentchain's finality.</summary>
/// <param name="Key">Its ed25519 public key.</param>
/// <param name="Weight">Its weight.</param>
[ScaleType]
public readonly partial record struct FinalityAuthority(Bytes32 Key, ulong Weight);
