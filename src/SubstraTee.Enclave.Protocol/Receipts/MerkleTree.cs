using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The tree over a receipt's leaves.</summary>
/// <remarks>docs/protocol.md, section 4: domain-separated leaves and nodes; a level's last odd node moves up unchanged.</remarks>
public static class MerkleTree
{
    /// <summary>The root over leaf hashes; 32 zero bytes over none.</summary>
    public static Hash256 Root(ImmutableArray<Hash256> leaves)
    {
        if (leaves.IsEmpty)
        {
            return default;
        }

        var level = leaves.AsSpan().ToArray();
        while (level.Length > 1)
        {
            level = Above(level);
        }

        return level[0];
    }

    /// <summary>The siblings from the leaf at <paramref name="index"/> upwards.</summary>
    public static ImmutableArray<Hash256> Path(ImmutableArray<Hash256> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var path = ImmutableArray.CreateBuilder<Hash256>();
        var level = leaves.AsSpan().ToArray();
        while (level.Length > 1)
        {
            var sibling = index ^ 1;
            if (sibling < level.Length)
            {
                path.Add(level[sibling]);
            }

            level = Above(level);
            index /= 2;
        }

        return path.DrainToImmutable();
    }

    /// <summary>True when the leaf stands at <paramref name="index"/> of <paramref name="count"/> under the root.</summary>
    public static bool Verify(Hash256 root, Hash256 leaf, uint index, uint count, ImmutableArray<Hash256> path)
    {
        if (index >= count)
        {
            return false;
        }

        var used = 0;
        for (var width = count; width > 1; width = (width + 1) / 2)
        {
            if ((index ^ 1) < width)
            {
                if (used == path.Length)
                {
                    return false;
                }

                var sibling = path[used++];
                leaf = index % 2 == 0 ? Node(leaf, sibling) : Node(sibling, leaf);
            }

            index /= 2;
        }

        return used == path.Length && leaf == root;
    }

    private static Hash256[] Above(Hash256[] level)
    {
        var above = new Hash256[(level.Length + 1) / 2];
        var pairs = level.Length / 2;
        DomainTag.Node.HashEach(MemoryMarshal.AsBytes(level.AsSpan(0, 2 * pairs)), 2 * Bytes32.Length, above.AsSpan(0, pairs));
        if (pairs < above.Length)
        {
            above[^1] = level[^1];
        }

        return above;
    }

    private static Hash256 Node(Hash256 left, Hash256 right)
    {
        Span<byte> both = stackalloc byte[64];
        left.CopyTo(both);
        right.CopyTo(both[32..]);
        return DomainTag.Node.Hash(both);
    }
}
