using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A parentchain block by number and hash.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its hash.</param>
[ScaleType]
public readonly partial record struct BlockRef(uint Number, Hash256 Hash);
