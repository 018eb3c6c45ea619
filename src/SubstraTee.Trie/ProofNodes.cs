using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>The nodes of a proof in one piece of memory of its own, found by their hashes.</summary>
internal sealed class ProofNodes
{
    private readonly byte[] _data;
    private readonly Range[] _nodes;
    private readonly Dictionary<Hash256, int> _byHash;

    private ProofNodes(byte[] data, Range[] nodes)
    {
        _data = data;
        _nodes = nodes;
        _byHash = new Dictionary<Hash256, int>(nodes.Length);
    }

    public int Count => _nodes.Length;

    public static TrieProofError TryRead(
        IReadOnlyList<ReadOnlyMemory<byte>> nodes, ProofLimits limits, out ProofNodes? result)
    {
        result = null;
        if (nodes.Count > limits.MaxNodes)
        {
            return new TrieProofError(TrieProofFault.TooManyNodes);
        }

        var total = 0L;
        foreach (var node in nodes)
        {
            total += node.Length;
        }

        if (total > limits.MaxBytes)
        {
            return new TrieProofError(TrieProofFault.TooManyBytes);
        }

        // A copy, so that what was verified cannot be changed from outside afterwards.
        var data = new byte[total];
        var ranges = new Range[nodes.Count];
        var end = 0;
        for (var i = 0; i < ranges.Length; i++)
        {
            nodes[i].CopyTo(data.AsMemory(end));
            ranges[i] = new Range(end, end + nodes[i].Length);
            end += nodes[i].Length;
        }

        var read = new ProofNodes(data, ranges);
        var error = read.HashAll();
        result = error.Fault == TrieProofFault.None ? read : null;
        return error;
    }

    public bool TryFind(Hash256 hash, out int node) => _byHash.TryGetValue(hash, out node);

    public bool TryFind(Range hash, out int node) => TryFind(new Hash256(_data.AsSpan(hash)), out node);

    public Range RangeOf(int node) => _nodes[node];

    public ReadOnlySpan<byte> Span(Range range) => _data.AsSpan(range);

    public ReadOnlyMemory<byte> Memory(Range range) => _data.AsMemory(range);

    /// <summary>Where a part of a node lies in the whole.</summary>
    public static Range Within(Range node, Range part) =>
        new(node.Start.Value + part.Start.Value, node.Start.Value + part.End.Value);

    public static int Length(Range range) => range.End.Value - range.Start.Value;

    private TrieProofError HashAll()
    {
        var hashes = new byte[_nodes.Length * Bytes32.Length];
        var lanes = new HashLanes();
        for (var i = 0; i < _nodes.Length; i++)
        {
            lanes.Add(Span(_nodes[i]), hashes, i * Bytes32.Length);
        }

        lanes.Flush();
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (!_byHash.TryAdd(new Hash256(hashes.AsSpan(i * Bytes32.Length, Bytes32.Length)), i))
            {
                return new TrieProofError(TrieProofFault.DuplicateNode, i);
            }
        }

        return default;
    }
}
