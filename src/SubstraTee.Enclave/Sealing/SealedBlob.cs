using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>A sealed blob, its readable header and the hash that the next blob of its chain carries.</summary>
internal sealed record SealedBlob(SealedHeader Header, ReadOnlyMemory<byte> Bytes, Hash256 Hash);
