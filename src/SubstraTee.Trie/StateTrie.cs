using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>A keyed store in memory whose contents are committed to by one hash, as Substrate's state is.</summary>
/// <remarks>
/// <para>Radix-16 Merkle trie over Blake2b-256 (Polkadot specification, "State storage and the storage trie"). A root costs
/// what changed since the one before; a snapshot costs nothing until one of both is changed, and then only the changed
/// paths.</para>
/// <para>One thread at a time may use an instance. Different snapshots may be used by different threads.</para>
/// </remarks>
public sealed class StateTrie
{
    /// <summary>The longest key, so that a path's length fits Substrate's 16 bits.</summary>
    public const int MaxKeyLength = ushort.MaxValue / 2;

    /// <summary>The longest value.</summary>
    public const int MaxValueLength = CompactLength.Max;

    private TrieLineage _lineage;
    private TrieNode? _root;
    private Hash256? _rootHash;
    private object? _owner;

    /// <summary>An empty trie.</summary>
    public StateTrie()
    {
        _lineage = new TrieLineage();
    }

    private StateTrie(StateTrie source)
    {
        _lineage = source._lineage;
        _root = source._root;
        _rootHash = source._rootHash;
        Count = source.Count;
    }

    /// <summary>The root of a trie without entries: the Blake2b-256 hash of one zero byte.</summary>
    public static Hash256 EmptyRoot { get; } =
        Hash256.Parse("03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>How many hashes all roots of this instance have cost so far.</summary>
    internal long HashesComputed { get; private set; }

    internal TrieNode? RootNode => _root;

    /// <summary>The state as it is now, for as long as it is kept; later changes of either do not show in the other.</summary>
    public StateTrie Snapshot()
    {
        _owner = null;
        return new StateTrie(this);
    }

    /// <summary>The value of a key, if it has one.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        if (Find(key) is { HasValue: true } node)
        {
            value = node.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>True when the key has a value.</summary>
    public bool Contains(ReadOnlySpan<byte> key) => Find(key) is { HasValue: true };

    /// <summary>Gives a key a value, a copy of the bytes.</summary>
    /// <exception cref="ArgumentException">Key or value are longer than this trie takes.</exception>
    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        CheckLengths(key, value);
        var existing = Find(key);
        var had = existing is { HasValue: true };
        if (had && existing!.ValueSpan.SequenceEqual(value))
        {
            return;
        }

        _rootHash = null;
        Count += had ? 0 : 1;
        TrieEditor.Insert(ref _root, key, value, _owner ??= new object());
    }

    /// <summary>Takes a key's value away.</summary>
    /// <returns>False when it had none.</returns>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        if (Find(key) is not { HasValue: true })
        {
            return false;
        }

        _rootHash = null;
        Count--;
        TrieEditor.Delete(ref _root, key, withDescendants: false, _owner ??= new object());
        return true;
    }

    /// <summary>Removes the entries whose keys begin with <paramref name="prefix"/>, in key order, at most as many as said.</summary>
    /// <returns>How many were removed.</returns>
    public int RemovePrefix(ReadOnlySpan<byte> prefix, int limit = int.MaxValue)
    {
        var keys = new List<byte[]>();
        var cursor = new TrieCursor(_root);
        cursor.Seek(prefix, inclusive: true);
        var removed = 0;
        while (removed < limit && cursor.MoveNext() && cursor.Key.StartsWith(prefix))
        {
            removed++;
            if (limit != int.MaxValue)
            {
                keys.Add(cursor.Key.ToArray());
            }
        }

        if (removed == 0)
        {
            return 0;
        }

        if (limit != int.MaxValue)
        {
            keys.ForEach(key => Remove(key));
            return removed;
        }

        _rootHash = null;
        Count -= removed;
        TrieEditor.Delete(ref _root, prefix, withDescendants: true, _owner ??= new object());
        return removed;
    }

    /// <summary>The least key above <paramref name="key"/> that has a value, or null.</summary>
    public byte[]? NextKey(ReadOnlySpan<byte> key)
    {
        var cursor = new TrieCursor(_root);
        cursor.Seek(key, inclusive: false);
        return cursor.MoveNext() ? cursor.Key.ToArray() : null;
    }

    /// <summary>The keys that begin with <paramref name="prefix"/> and come after <paramref name="startAfter"/>, in order.</summary>
    /// <remarks>Goes over the state as it is now; changes made meanwhile do not show.</remarks>
    public IEnumerable<byte[]> Keys(ReadOnlyMemory<byte> prefix = default, byte[]? startAfter = null)
    {
        foreach (var (key, _) in Entries(prefix, startAfter))
        {
            yield return key;
        }
    }

    /// <summary>Keys and values, as <see cref="Keys"/> goes over them.</summary>
    public IEnumerable<KeyValuePair<byte[], ReadOnlyMemory<byte>>> Entries(
        ReadOnlyMemory<byte> prefix = default, byte[]? startAfter = null)
    {
        // Without a mark of its own, the next change copies what it touches, as after a snapshot.
        _owner = null;
        return Entries(_root, prefix, startAfter);
    }

    /// <summary>The hash that commits to all entries.</summary>
    /// <remarks>
    /// Hashes only what changed since the last root. Asking the same trie or a snapshot of it for another version costs a
    /// root of everything, once.
    /// </remarks>
    public Hash256 Root(StateVersion version)
    {
        if (_root is null)
        {
            return EmptyRoot;
        }

        UseVersion(version);
        if (_rootHash is { } known)
        {
            return known;
        }

        var hasher = TrieHasher.Rent(version);
        var (hash, count) = hasher.Root(_root);
        TrieHasher.Return(hasher);
        HashesComputed += count;
        _rootHash = hash;
        return hash;
    }

    internal static void CheckLengths(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length > MaxKeyLength)
        {
            throw new ArgumentException($"a key has at most {MaxKeyLength} bytes, not {key.Length}", nameof(key));
        }

        if (value.Length > MaxValueLength)
        {
            throw new ArgumentException($"a value has at most {MaxValueLength} bytes, not {value.Length}", nameof(value));
        }
    }

    private static IEnumerable<KeyValuePair<byte[], ReadOnlyMemory<byte>>> Entries(
        TrieNode? root, ReadOnlyMemory<byte> prefix, byte[]? startAfter)
    {
        var cursor = new TrieCursor(root);
        var fromPrefix = startAfter is null || startAfter.AsSpan().SequenceCompareTo(prefix.Span) < 0;
        cursor.Seek(fromPrefix ? prefix.Span : startAfter, inclusive: fromPrefix);
        while (cursor.MoveNext() && cursor.Key.StartsWith(prefix.Span))
        {
            yield return new(cursor.Key.ToArray(), cursor.Value);
        }
    }

    private TrieNode? Find(ReadOnlySpan<byte> key)
    {
        var node = _root;
        var position = 0;
        while (node is not null)
        {
            var rest = NibblePath.OfKey(key, position);
            var length = node.PathLength;
            if (node.Path.CommonPrefix(rest) < length)
            {
                return null;
            }

            if (length == rest.Length)
            {
                return node;
            }

            node = (node as BranchNode)?.Child(rest[length]);
            position += length + 1;
        }

        return null;
    }

    private void UseVersion(StateVersion version)
    {
        if (_lineage.Adopt(version))
        {
            return;
        }

        _lineage = new TrieLineage();
        _lineage.Adopt(version);
        _rootHash = null;
        _owner = new object();
        _root = TrieEditor.WithoutLinks(_root!, _owner);
    }
}
