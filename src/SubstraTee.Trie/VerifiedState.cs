using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>The part of a state that a read proof shows, believed because its nodes hash up to the root.</summary>
/// <remarks>
/// Order of the nodes does not matter, as Substrate's proofs are sets. State of either layout is read, as chains hold both
/// in one trie while they migrate. Immutable; safe for several threads.
/// </remarks>
public sealed class VerifiedState
{
    private readonly ProofNodes _nodes;
    private readonly ProofLimits _limits;
    private readonly int _root;

    private VerifiedState(Hash256 root, ProofNodes nodes, int rootNode, ProofLimits limits)
    {
        Root = root;
        _nodes = nodes;
        _root = rootNode;
        _limits = limits;
    }

    /// <summary>The root that everything read is under.</summary>
    public Hash256 Root { get; }

    /// <summary>Checks a proof's nodes against a root and each other, within limits.</summary>
    /// <remarks>Work is linear in the bytes of the nodes, which are copied.</remarks>
    public static bool TryOpen(
        Hash256 root,
        IReadOnlyList<ReadOnlyMemory<byte>> nodes,
        ProofLimits limits,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VerifiedState? state,
        out TrieProofError error)
    {
        state = null;
        error = ProofNodes.TryRead(nodes, limits, out var read);
        if (read is null)
        {
            return false;
        }

        if (!read.TryFind(root, out var rootNode))
        {
            if (read.Count > 0)
            {
                error = new TrieProofError(TrieProofFault.RootMismatch);
                return false;
            }

            if (root != StateTrie.EmptyRoot)
            {
                error = new TrieProofError(TrieProofFault.MissingNode);
                return false;
            }

            return TryOpen(root, [new byte[1]], limits with { MaxNodes = 1, MaxBytes = 1 }, out state, out error);
        }

        error = ProofChecker.Check(read, rootNode, limits);
        if (error.Fault != TrieProofFault.None)
        {
            return false;
        }

        state = new VerifiedState(root, read, rootNode, limits);
        return true;
    }

    /// <inheritdoc cref="TryOpen(Hash256, IReadOnlyList{ReadOnlyMemory{byte}}, ProofLimits, out VerifiedState?, out TrieProofError)"/>
    public static bool TryOpen(
        Hash256 root,
        IReadOnlyList<byte[]> nodes,
        ProofLimits limits,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VerifiedState? state,
        out TrieProofError error)
    {
        state = null;
        if (nodes.Count > limits.MaxNodes)
        {
            error = new TrieProofError(TrieProofFault.TooManyNodes);
            return false;
        }

        return TryOpen(root, [.. nodes.Select(node => (ReadOnlyMemory<byte>)node)], limits, out state, out error);
    }

    /// <summary>The value of a key, its proven absence, or that the proof says nothing of it.</summary>
    public ProvenRead Read(ReadOnlySpan<byte> key)
    {
        var range = _nodes.RangeOf(_root);
        var position = 0;
        while (true)
        {
            var node = View(range);
            if (node.IsEmpty || !node.PathMatches(key, position))
            {
                return ProvenRead.Absent;
            }

            position += node.PathLength;
            if (position == key.Length << 1)
            {
                return node.HasValue ? ReadValue(node, range) : ProvenRead.Absent;
            }

            if (!node.TryGetChild(NibblePath.OfKey(key, position)[0], out var part))
            {
                return ProvenRead.Absent;
            }

            if (!TryFollow(ProofNodes.Within(range, part), out range))
            {
                return ProvenRead.NotInProof;
            }

            position++;
        }
    }

    /// <summary>All entries whose keys begin with <paramref name="prefix"/>, in key order, if the proof shows them all.</summary>
    /// <returns>False when a node or value is not in the proof, or there are more entries or bytes of keys than allowed.</returns>
    public bool TryReadPrefix(
        ReadOnlySpan<byte> prefix,
        int maxEntries,
        out IReadOnlyList<KeyValuePair<byte[], ReadOnlyMemory<byte>>> entries,
        out TrieProofError error)
    {
        var reader = new PrefixReader(this, prefix.ToArray(), maxEntries);
        error = reader.Read();
        entries = error.Fault == TrieProofFault.None ? reader.Entries : [];
        return error.Fault == TrieProofFault.None;
    }

    private NodeView View(Range range) =>
        NodeView.TryDecode(_nodes.Span(range), out var node)
            ? node
            : throw new InvalidOperationException("a node changed after it was checked");

    private ProvenRead ReadValue(NodeView node, Range range)
    {
        var value = ProofNodes.Within(range, node.Value);
        if (!node.ValueIsHashed)
        {
            return ProvenRead.Present(_nodes.Memory(value));
        }

        return _nodes.TryFind(value, out var index)
            ? ProvenRead.Present(_nodes.Memory(_nodes.RangeOf(index)))
            : ProvenRead.NotInProof;
    }

    private bool TryFollow(Range link, out Range range)
    {
        range = link;
        if (ProofNodes.Length(link) < Bytes32.Length)
        {
            return true;
        }

        if (!_nodes.TryFind(link, out var index))
        {
            return false;
        }

        range = _nodes.RangeOf(index);
        return true;
    }

    /// <summary>Walks everything below a prefix; every node leads to an entry or a gap, so entries bound the work.</summary>
    private sealed class PrefixReader(VerifiedState state, byte[] prefix, int maxEntries)
    {
        private readonly byte[] _key = new byte[StateTrie.MaxKeyLength + 1];
        private long _keyBytes;

        public List<KeyValuePair<byte[], ReadOnlyMemory<byte>>> Entries { get; } = [];

        public TrieProofError Read() =>
            prefix.Length > StateTrie.MaxKeyLength ? default : Walk(state._nodes.RangeOf(state._root), 0);

        private TrieProofError Walk(Range range, int position)
        {
            var node = state.View(range);
            if (node.IsEmpty)
            {
                return default;
            }

            for (var i = 0; i < node.PathLength; i++)
            {
                if (!TryAppend(node.PathNibble(i), position++))
                {
                    return default;
                }
            }

            if (node.HasValue && position >= prefix.Length << 1)
            {
                var error = Add(state.ReadValue(node, range), position);
                if (error.Fault != TrieProofFault.None)
                {
                    return error;
                }
            }

            for (var nibble = NibblePath.NextIn(node.Bitmap, 0); nibble < 16;
                nibble = NibblePath.NextIn(node.Bitmap, nibble + 1))
            {
                if (!TryAppend(nibble, position))
                {
                    continue;
                }

                node.TryGetChild(nibble, out var part);
                var error = state.TryFollow(ProofNodes.Within(range, part), out var child)
                    ? Walk(child, position + 1)
                    : new TrieProofError(TrieProofFault.MissingNode);
                if (error.Fault != TrieProofFault.None)
                {
                    return error;
                }
            }

            return default;
        }

        /// <summary>False where the key leaves the prefix.</summary>
        private bool TryAppend(int nibble, int position)
        {
            if (position < prefix.Length << 1 && NibblePath.OfKey(prefix, position)[0] != nibble)
            {
                return false;
            }

            ref var pair = ref _key[position >> 1];
            pair = (byte)((position & 1) == 0 ? nibble << 4 : (pair & 0xF0) | nibble);
            return true;
        }

        private TrieProofError Add(ProvenRead value, int position)
        {
            if (value.Kind == ProvenReadKind.NotInProof)
            {
                return new TrieProofError(TrieProofFault.MissingNode);
            }

            _keyBytes += position >> 1;
            if (Entries.Count == maxEntries || _keyBytes > state._limits.MaxBytes)
            {
                return new TrieProofError(TrieProofFault.TooManyEntries);
            }

            Entries.Add(new(_key.AsSpan(0, position >> 1).ToArray(), value.Value));
            return default;
        }
    }
}
