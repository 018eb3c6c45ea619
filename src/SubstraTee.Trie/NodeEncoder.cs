using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>Writes nodes as Substrate's <c>sp_trie::NodeCodec</c> does.</summary>
/// <remarks>
/// Header with the kind and the path's length, path, then for a branch the bitmap of its children, then the value, then the
/// children. Polkadot specification, "State storage and the storage trie", node header and node subvalue.
/// </remarks>
internal static class NodeEncoder
{
    public const byte LeafPrefix = 0b0100_0000;
    public const byte BranchPrefix = 0b1000_0000;
    public const byte BranchWithValuePrefix = 0b1100_0000;
    public const byte HashedLeafPrefix = 0b0010_0000;
    public const byte HashedBranchPrefix = 0b0001_0000;

    /// <summary>The compact length of a link that is a hash.</summary>
    public const byte HashLink = Bytes32.Length << 2;

    /// <summary>The longest value that layout V1 keeps in its node (<c>TRIE_VALUE_NODE_THRESHOLD</c> - 1).</summary>
    public const int MaxInlineValue = 32;

    public static bool HashesValue(TrieNode node, StateVersion version) =>
        version == StateVersion.V1 && node.HasValue && node.ValueSpan.Length > MaxInlineValue;

    /// <summary>Enough room for the node, without walking its children.</summary>
    public static int MaxLength(TrieNode node) =>
        16 + (node.PathLength / 255) + node.Path.ByteLength + node.ValueSpan.Length
        + (node is BranchNode branch ? branch.ChildCount * BranchNode.LinkSize : 0);

    /// <summary>Writes the node, whose children's links are all known and whose value, where it is hashed, has this hash.</summary>
    public static int Encode(TrieNode node, ReadOnlySpan<byte> valueHash, Span<byte> destination)
    {
        var path = node.Path;
        var branch = node as BranchNode;
        var (prefix, bits) = Header(branch is not null, node.HasValue, !valueHash.IsEmpty);
        var length = WriteHeader(prefix, bits, path.Length, destination);
        path.CopyCompactTo(destination[length..]);
        length += path.CompactLength;
        if (branch is not null)
        {
            destination[length++] = (byte)branch.Bitmap;
            destination[length++] = (byte)(branch.Bitmap >> 8);
        }

        if (!valueHash.IsEmpty)
        {
            valueHash.CopyTo(destination[length..]);
            length += valueHash.Length;
        }
        else if (node.HasValue)
        {
            var value = node.ValueSpan;
            length += CompactLength.Write(value.Length, destination[length..]);
            value.CopyTo(destination[length..]);
            length += value.Length;
        }

        return branch is null ? length : length + WriteLinks(branch, destination[length..]);
    }

    private static (byte Prefix, int Bits) Header(bool isBranch, bool hasValue, bool isHashed) =>
        (isBranch, hasValue, isHashed) switch
        {
            (false, _, false) => (LeafPrefix, 6),
            (false, _, true) => (HashedLeafPrefix, 5),
            (true, false, _) => (BranchPrefix, 6),
            (true, true, false) => (BranchWithValuePrefix, 6),
            (true, true, true) => (HashedBranchPrefix, 4),
        };

    private static int WriteHeader(byte prefix, int bits, int pathLength, Span<byte> destination)
    {
        var most = (1 << bits) - 1;
        if (pathLength < most)
        {
            destination[0] = (byte)(prefix | pathLength);
            return 1;
        }

        destination[0] = (byte)(prefix | most);
        var length = 1;
        var rest = pathLength - most;
        for (; rest >= byte.MaxValue; rest -= byte.MaxValue)
        {
            destination[length++] = byte.MaxValue;
        }

        destination[length++] = (byte)rest;
        return length;
    }

    private static int WriteLinks(BranchNode branch, Span<byte> destination)
    {
        var links = branch.Links().AsSpan();
        var length = 0;
        while (!links.IsEmpty)
        {
            var used = 1 + (links[0] >> 2);
            links[..used].CopyTo(destination[length..]);
            length += used;
            links = links[BranchNode.LinkSize..];
        }

        return length;
    }
}
