using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>The answer to a query, signed by an admitted enclave and bound to the query.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Bytes">The same, encoded.</param>
/// <param name="AsOf">The final block whose state it speaks of.</param>
/// <param name="Enclave">Who answered.</param>
/// <param name="IsSimulated">True when the shard is simulated.</param>
public sealed record QueryAnswer(
    ScaleValue Value, ReadOnlyMemory<byte> Bytes, BlockRef AsOf, AccountId Enclave, bool IsSimulated);
