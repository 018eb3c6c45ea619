using System.Runtime.InteropServices;
using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>Fills in the links that changes have made unknown, the deepest level first, so that lanes are full.</summary>
/// <remarks>
/// Its lists and buffers are used again, by one root after the other of a thread: a root of a large trie must not allocate,
/// since the collector would then look through what changed in it as well.
/// </remarks>
internal sealed class TrieHasher
{
    // Larger lists, as the first root of a large trie makes them, are not kept.
    private const int MaxKeptEdges = 64 * 1024;

    [ThreadStatic]
    private static TrieHasher? _spare;

    // As much as a core's cache surely holds until it is encoded.
    private const int ChunkLength = 64;

    private readonly HashLanes _lanes = new();
    private readonly List<Edge> _edges = [];
    private readonly List<int> _levels = [];
    private StateVersion _version;
    private byte[] _scratch = GC.AllocateUninitializedArray<byte>(1024);
    private byte[] _valueHashes = [];

    // Takes what was read ahead, or the reads would be optimized away.
    private int _readAhead;

    public TrieHasher(StateVersion version) => _version = version;

    /// <summary>Takes the thread's hasher, or a new one while that is in use.</summary>
    public static TrieHasher Rent(StateVersion version)
    {
        var hasher = _spare ?? new TrieHasher(version);
        _spare = null;
        hasher._version = version;
        return hasher;
    }

    /// <summary>Gives a hasher back.</summary>
    public static void Return(TrieHasher hasher)
    {
        // No node is held by what only waits for the next root.
        hasher._edges.Clear();
        hasher._levels.Clear();
        _spare = hasher._edges.Capacity <= MaxKeptEdges ? hasher : null;
    }

    /// <summary>The root's hash, and how many hashes it took.</summary>
    public (Hash256 Hash, long Count) Root(TrieNode root)
    {
        var before = _lanes.Count;
        if (root is BranchNode branch)
        {
            CompleteLinks(branch);
        }

        var hash = new byte[Bytes32.Length];
        _lanes.Add(Encode(root), hash, 0);
        _lanes.Flush();
        return (new Hash256(hash), _lanes.Count - before);
    }

    /// <summary>The node's encoding, valid until the next one; every link below must be known.</summary>
    public ReadOnlySpan<byte> Encode(TrieNode node)
    {
        ReadOnlySpan<byte> valueHash = default;
        if (NodeEncoder.HashesValue(node, _version))
        {
            var known = (node as BranchNode)?.ValueHash ?? HashValue(node.ValueSpan);
            if (node is BranchNode branch)
            {
                branch.ValueHash = known;
            }

            valueHash = known;
        }

        return Encode(node, valueHash);
    }

    private byte[] HashValue(ReadOnlySpan<byte> value)
    {
        var hash = new byte[Bytes32.Length];
        _lanes.Add(value, hash, 0);
        _lanes.Flush();
        return hash;
    }

    private void CompleteLinks(BranchNode root)
    {
        // All edges to unknown links, level after level; where each level begins.
        _levels.Add(0);
        AddDirty(root);
        for (var start = 0; start < _edges.Count;)
        {
            var end = _edges.Count;
            _levels.Add(end);
            for (; start < end; start++)
            {
                if (_edges[start].Child is BranchNode branch)
                {
                    AddDirty(branch);
                }
            }
        }

        var edges = CollectionsMarshal.AsSpan(_edges);
        for (var level = _levels.Count - 2; level >= 0; level--)
        {
            var end = _levels[level + 1];
            for (var start = _levels[level]; start < end; start += ChunkLength)
            {
                LinkChunk(edges[start..Math.Min(start + ChunkLength, end)]);
            }
        }
    }

    private void AddDirty(BranchNode branch)
    {
        var dirty = branch.DirtyBitmap;
        for (var nibble = NibblePath.NextIn(dirty, 0); nibble < 16; nibble = NibblePath.NextIn(dirty, nibble + 1))
        {
            _edges.Add(new Edge(branch, nibble));
        }
    }

    private void LinkChunk(ReadOnlySpan<Edge> edges)
    {
        if (_version == StateVersion.V1)
        {
            HashValues(edges);
        }

        ReadAhead(edges);
        for (var i = 0; i < edges.Length; i++)
        {
            var child = edges[i].Child;
            var valueHash = NodeEncoder.HashesValue(child, _version)
                ? (child as BranchNode)?.ValueHash ?? _valueHashes.AsSpan(i * Bytes32.Length, Bytes32.Length)
                : default;
            var encoded = Encode(child, valueHash);
            var links = edges[i].Parent.Links();
            var offset = edges[i].Parent.LinkOffset(edges[i].Nibble);
            if (encoded.Length < Bytes32.Length)
            {
                links[offset] = (byte)(encoded.Length << 2);
                encoded.CopyTo(links.AsSpan(offset + 1));
            }
            else
            {
                links[offset] = NodeEncoder.HashLink;
                _lanes.Add(encoded, links, offset + 1);
            }
        }

        _lanes.Flush();
        foreach (var edge in edges)
        {
            edge.Parent.MarkClean(1 << edge.Nibble);
        }
    }

    /// <summary>Reads what the chunk needs, so that the processor waits for many cache misses at once and not one by one.</summary>
    /// <remarks>A fifth to a third of a root's time when a thousand keys of a million have changed.</remarks>
    private void ReadAhead(ReadOnlySpan<Edge> edges)
    {
        var sum = 0;
        foreach (var edge in edges)
        {
            sum += edge.Parent.Links()[edge.Parent.LinkOffset(edge.Nibble)] + edge.Child.ReadAhead();
        }

        _readAhead = sum;
    }

    private void HashValues(ReadOnlySpan<Edge> edges)
    {
        var branches = false;
        for (var i = 0; i < edges.Length; i++)
        {
            var child = edges[i].Child;
            if (!NodeEncoder.HashesValue(child, _version) || child is BranchNode { ValueHash: not null })
            {
                continue;
            }

            if (_valueHashes.Length == 0)
            {
                _valueHashes = GC.AllocateUninitializedArray<byte>(ChunkLength * Bytes32.Length);
            }

            branches |= child is BranchNode;
            _lanes.Add(child.ValueSpan, _valueHashes, i * Bytes32.Length);
        }

        _lanes.Flush();
        for (var i = 0; branches && i < edges.Length; i++)
        {
            if (edges[i].Child is BranchNode { ValueHash: null } branch && NodeEncoder.HashesValue(branch, _version))
            {
                branch.ValueHash = _valueHashes.AsSpan(i * Bytes32.Length, Bytes32.Length).ToArray();
            }
        }
    }

    private ReadOnlySpan<byte> Encode(TrieNode node, ReadOnlySpan<byte> valueHash)
    {
        var most = NodeEncoder.MaxLength(node);
        if (_scratch.Length < most)
        {
            _scratch = GC.AllocateUninitializedArray<byte>(most);
        }

        return _scratch.AsSpan(0, NodeEncoder.Encode(node, valueHash, _scratch));
    }

    private readonly record struct Edge(BranchNode Parent, int Nibble)
    {
        public TrieNode Child => Parent.ChildSlot(Nibble);
    }
}
