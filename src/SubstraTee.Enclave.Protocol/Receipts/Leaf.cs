using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
    private const int EncodedBytes = (2 * sizeof(uint)) + (2 * Bytes32.Length);

    /// <summary>The leaf's hash in the Merkle tree.</summary>
    public Hash256 Hash => DomainTag.Leaf.Hash(Codec.Encode(this));

    /// <summary>The hashes of all leaves of a receipt, side by side.</summary>
    public static ImmutableArray<Hash256> HashesOf(ImmutableArray<PublishedLeaf> leaves)
    {
        var encoded = new ScaleWriter(leaves.Length * EncodedBytes);
        foreach (var published in leaves)
        {
            Codec.Write(encoded, published.Leaf);
        }

        var hashes = new Hash256[leaves.Length];
        DomainTag.Leaf.HashEach(encoded.WrittenSpan, EncodedBytes, hashes);
        return ImmutableCollectionsMarshal.AsImmutableArray(hashes);
    }
}
