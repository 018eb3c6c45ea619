using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>Read proofs as Substrate's <c>state_getReadProof</c> gives them: the set of nodes on the ways to the keys.</summary>
public static class ReadProof
{
    /// <summary>The nodes that prove the value, or the absence, of each key under <see cref="StateTrie.Root"/>.</summary>
    /// <returns>Each node once, ordered by its bytes; values that layout V1 keeps outside their nodes are among them.</returns>
    public static IReadOnlyList<byte[]> Create(StateTrie trie, IEnumerable<byte[]> keys, StateVersion version)
    {
        var recorder = new Recorder(trie, version);
        foreach (var key in keys)
        {
            recorder.Visit(key, withDescendants: false);
        }

        return recorder.Nodes();
    }

    /// <summary>The nodes that prove all entries whose keys begin with a prefix, and that there are no others.</summary>
    public static IReadOnlyList<byte[]> CreateForPrefix(StateTrie trie, ReadOnlySpan<byte> prefix, StateVersion version)
    {
        var recorder = new Recorder(trie, version);
        recorder.Visit(prefix, withDescendants: true);
        return recorder.Nodes();
    }

    /// <summary>Checks a proof and reads from it what it proves of each key: a value or absence.</summary>
    /// <returns>False, with the reason, when the proof is invalid or says nothing of one of the keys.</returns>
    public static bool TryVerify(
        Hash256 root,
        IReadOnlyList<ReadOnlyMemory<byte>> nodes,
        IReadOnlyList<byte[]> keys,
        ProofLimits limits,
        out IReadOnlyList<ProvenRead> reads,
        out TrieProofError error)
    {
        reads = [];
        if (!VerifiedState.TryOpen(root, nodes, limits, out var state, out error))
        {
            return false;
        }

        var proven = new ProvenRead[keys.Count];
        for (var i = 0; i < proven.Length; i++)
        {
            proven[i] = state.Read(keys[i]);
            if (proven[i].Kind == ProvenReadKind.NotInProof)
            {
                error = new TrieProofError(TrieProofFault.MissingNode);
                return false;
            }
        }

        reads = proven;
        return true;
    }

    private sealed class Recorder
    {
        private readonly StateVersion _version;
        private readonly TrieHasher _encoder;
        private readonly TrieNode? _root;
        private readonly HashSet<TrieNode> _visited = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<TrieNode> _valued = new(ReferenceEqualityComparer.Instance);
        private readonly SortedSet<byte[]> _nodes = new(ByteKeys.Comparer);

        public Recorder(StateTrie trie, StateVersion version)
        {
            trie.Root(version);
            _version = version;
            _encoder = new TrieHasher(version);
            _root = trie.RootNode;
            if (_root is null)
            {
                _nodes.Add([0]);
            }
            else
            {
                Record(_root);
            }
        }

        public IReadOnlyList<byte[]> Nodes() => [.. _nodes];

        public void Visit(ReadOnlySpan<byte> key, bool withDescendants)
        {
            var node = _root;
            var position = 0;
            while (node is not null)
            {
                var rest = NibblePath.OfKey(key, position);
                var length = node.PathLength;
                var common = node.Path.CommonPrefix(rest);
                if (withDescendants && common == rest.Length)
                {
                    RecordBelow(node);
                    return;
                }

                if (common < length)
                {
                    return;
                }

                if (length == rest.Length)
                {
                    RecordValue(node);
                    return;
                }

                var parent = node as BranchNode;
                var nibble = rest[length];
                node = parent?.Child(nibble);
                if (node is not null)
                {
                    RecordLinked(parent!, nibble, node);
                }

                position += length + 1;
            }
        }

        private void RecordBelow(TrieNode top)
        {
            var open = new Stack<TrieNode>();
            open.Push(top);
            while (open.TryPop(out var node))
            {
                RecordValue(node);
                if (node is not BranchNode branch)
                {
                    continue;
                }

                for (var nibble = NibblePath.NextIn(branch.Bitmap, 0); nibble < 16;
                    nibble = NibblePath.NextIn(branch.Bitmap, nibble + 1))
                {
                    var child = branch.ChildSlot(nibble);
                    RecordLinked(branch, nibble, child);
                    open.Push(child);
                }
            }
        }

        /// <summary>A short node lies in its parent already.</summary>
        private void RecordLinked(BranchNode parent, int nibble, TrieNode node)
        {
            if (parent.Links()[parent.LinkOffset(nibble)] == NodeEncoder.HashLink)
            {
                Record(node);
            }
        }

        private void Record(TrieNode node)
        {
            if (_visited.Add(node))
            {
                _nodes.Add(_encoder.Encode(node).ToArray());
            }
        }

        private void RecordValue(TrieNode node)
        {
            if (NodeEncoder.HashesValue(node, _version) && _valued.Add(node))
            {
                _nodes.Add(node.ValueSpan.ToArray());
            }
        }
    }
}
