using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>Checks once that everything a proof's root leads to has the one form that a trie gives it.</summary>
/// <remarks>
/// Equal parts of a trie are one node of a proof, so that a proof can be a small graph that unfolds into a huge tree. Each
/// node is therefore looked at once, and what was seen is kept.
/// </remarks>
internal sealed class ProofChecker
{
    private const int DeepestRecursion = 1024;

    private readonly ProofNodes _nodes;
    private readonly int _maxDepth;
    private readonly Seen?[] _seen;
    private readonly bool[] _used;
    private TrieProofError _error;

    private ProofChecker(ProofNodes nodes, ProofLimits limits)
    {
        _nodes = nodes;
        _maxDepth = Math.Min(limits.MaxDepth, DeepestRecursion);
        _seen = new Seen?[nodes.Count];
        _used = new bool[nodes.Count];
    }

    public static TrieProofError Check(ProofNodes nodes, int root, ProofLimits limits)
    {
        var checker = new ProofChecker(nodes, limits);
        checker._used[root] = true;
        var isEmpty = nodes.Span(nodes.RangeOf(root)) is [0];
        if (!isEmpty)
        {
            var seen = checker.Look(nodes.RangeOf(root), root, depth: 1);
            if (seen.OddValues)
            {
                // Keys have whole bytes.
                checker.Fail(TrieProofFault.MalformedNode, root);
            }

            if (seen.Nibbles > StateTrie.MaxKeyLength * 2)
            {
                checker.Fail(TrieProofFault.TooDeep, root);
            }
        }

        if (checker._error.Fault != TrieProofFault.None || limits.AllowUnusedNodes)
        {
            return checker._error;
        }

        var unused = Array.IndexOf(checker._used, value: false);
        return unused < 0 ? default : new TrieProofError(TrieProofFault.UnusedNode, unused);
    }

    private Seen LookAtHashed(int index, int depth)
    {
        _used[index] = true;
        if (_seen[index] is { } known)
        {
            if (depth - 1 + known.Height > _maxDepth)
            {
                Fail(TrieProofFault.TooDeep, index);
            }

            return known;
        }

        // A shorter one would lie in its parent. It takes a broken hash to meet a node again below itself; the depth bounds it.
        var range = _nodes.RangeOf(index);
        if (ProofNodes.Length(range) < Bytes32.Length)
        {
            return Fail(TrieProofFault.MalformedNode, index);
        }

        var seen = Look(range, index, depth);
        _seen[index] = seen;
        return seen;
    }

    private Seen Look(Range range, int index, int depth)
    {
        if (depth > _maxDepth)
        {
            return Fail(TrieProofFault.TooDeep, index);
        }

        if (!NodeView.TryDecode(_nodes.Span(range), out var node) || node.IsEmpty)
        {
            return Fail(TrieProofFault.MalformedNode, index);
        }

        var seen = new Seen(1, node.PathLength, EvenValues: false, OddValues: false);
        if (node.HasValue)
        {
            LookAtValue(node, range, index);
            seen = seen.WithValues(even: true, odd: false, node.PathLength);
        }

        for (var nibble = NibblePath.NextIn(node.Bitmap, 0); nibble < 16 && _error.Fault == TrieProofFault.None;
            nibble = NibblePath.NextIn(node.Bitmap, nibble + 1))
        {
            node.TryGetChild(nibble, out var part);
            var link = ProofNodes.Within(range, part);
            Seen below;
            if (ProofNodes.Length(link) < Bytes32.Length)
            {
                below = Look(link, index, depth + 1);
            }
            else if (_nodes.TryFind(link, out var child))
            {
                below = LookAtHashed(child, depth + 1);
            }
            else
            {
                continue;
            }

            var way = node.PathLength + 1;
            seen = (seen with
            {
                Height = Math.Max(seen.Height, below.Height + 1),
                Nibbles = Math.Max(seen.Nibbles, below.Nibbles + way),
            }).WithValues(below.EvenValues, below.OddValues, way);
        }

        return seen;
    }

    private void LookAtValue(NodeView node, Range range, int index)
    {
        if (!node.ValueIsHashed || !_nodes.TryFind(ProofNodes.Within(range, node.Value), out var value))
        {
            return;
        }

        _used[value] = true;
        if (ProofNodes.Length(_nodes.RangeOf(value)) <= NodeEncoder.MaxInlineValue)
        {
            Fail(TrieProofFault.MalformedNode, index);
        }
    }

    private Seen Fail(TrieProofFault fault, int index)
    {
        if (_error.Fault == TrieProofFault.None)
        {
            _error = new TrieProofError(fault, index);
        }

        return new Seen(1, 0, EvenValues: false, OddValues: false);
    }

    /// <summary>What lies below: how many nodes and half-bytes deep, and whether values lie at whole bytes from here.</summary>
    private readonly record struct Seen(int Height, int Nibbles, bool EvenValues, bool OddValues)
    {
        public Seen WithValues(bool even, bool odd, int distance) =>
            (distance & 1) == 0
                ? this with { EvenValues = EvenValues | even, OddValues = OddValues | odd }
                : this with { EvenValues = EvenValues | odd, OddValues = OddValues | even };
    }
}
