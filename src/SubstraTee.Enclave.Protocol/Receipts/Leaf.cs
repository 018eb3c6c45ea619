using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A request in a receipt; of the same form whether it was applied, failed or could not be read.</summary>
/// <param name="Position">Where the request stands on the parentchain.</param>
/// <param name="CiphertextHash">Its name.</param>
/// <param name="OutcomeHash">Keyed hash of its outcome.</param>
[ScaleType]
public readonly partial record struct Leaf(Position Position, Hash256 CiphertextHash, Hash256 OutcomeHash)
{
    /// <summary>The leaf's hash in the Merkle tree.</summary>
    public Hash256 Hash => DomainTag.Leaf.Hash(Codec.Encode(this));
}
