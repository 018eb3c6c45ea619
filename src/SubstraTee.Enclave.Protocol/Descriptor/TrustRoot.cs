using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A key that the evidence of one platform family must end in.</summary>
/// <param name="Family">The platform family, by its number.</param>
/// <param name="KeyHash">SHA-256 of the root key.</param>
[ScaleType]
public readonly partial record struct TrustRoot(byte Family, Hash256 KeyHash);
