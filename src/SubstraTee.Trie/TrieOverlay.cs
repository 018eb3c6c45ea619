using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>Changes to a trie that are not made yet, with nested transactions that can be undone.</summary>
/// <remarks>
/// Reads see the changes over the trie below, which must not be changed otherwise meanwhile. A change costs no hash; roots
/// are computed once the changes are applied. Undoing costs what was changed in the transaction. One thread at a time.
/// </remarks>
public sealed class TrieOverlay
{
    private readonly Dictionary<byte[], byte[]?> _changes = new(ByteKeys.Comparer);
    private readonly Dictionary<byte[], byte[]?>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;
    private readonly List<Undo> _journal = [];
    private readonly Stack<int> _marks = new();

    // The changed keys in order. Most overlays are never gone through by key, so it is made by whoever does that first.
    private SortedSet<byte[]>? _order;

    /// <summary>An overlay without changes.</summary>
    public TrieOverlay(StateTrie backing)
    {
        Backing = backing;
        _bySpan = _changes.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The trie below.</summary>
    public StateTrie Backing { get; }

    /// <summary>The number of open transactions.</summary>
    public int Depth => _marks.Count;

    /// <summary>The number of keys that were set or removed.</summary>
    public int ChangeCount => _changes.Count;

    /// <summary>What was set, or removed (null), in key order.</summary>
    public IReadOnlyList<(byte[] Key, byte[]? Value)> Changes
    {
        get
        {
            var changes = new (byte[] Key, byte[]? Value)[_changes.Count];
            var i = 0;
            foreach (var (key, value) in _changes)
            {
                changes[i++] = (key, value);
            }

            Array.Sort(changes, static (left, right) => ByteKeys.Comparer.Compare(left.Key, right.Key));
            return changes;
        }
    }

    /// <summary>Opens a transaction inside the open ones.</summary>
    public void Begin() => _marks.Push(_journal.Count);

    /// <summary>Makes the innermost transaction's changes part of the one around it.</summary>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public void Commit()
    {
        CloseTransaction();
        if (_marks.Count == 0)
        {
            _journal.Clear();
        }
    }

    /// <summary>Undoes what was changed since the innermost transaction was opened.</summary>
    /// <exception cref="InvalidOperationException">No transaction is open.</exception>
    public void Rollback()
    {
        var mark = CloseTransaction();
        for (var i = _journal.Count - 1; i >= mark; i--)
        {
            var (key, wasChanged, value) = _journal[i];
            if (wasChanged)
            {
                _changes[key] = value;
            }
            else
            {
                _changes.Remove(key);
                _order?.Remove(key);
            }
        }

        _journal.RemoveRange(mark, _journal.Count - mark);
    }

    /// <summary>The value of a key, if it has one.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        if (!_bySpan.TryGetValue(key, out var changed))
        {
            return Backing.TryGet(key, out value);
        }

        value = changed;
        return changed is not null;
    }

    /// <summary>True when the key has a value.</summary>
    public bool Contains(ReadOnlySpan<byte> key) => TryGet(key, out _);

    /// <summary>Gives a key a value, a copy of the bytes.</summary>
    /// <exception cref="ArgumentException">Key or value are longer than a trie takes.</exception>
    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        StateTrie.CheckLengths(key, value);
        Change(key, value.ToArray());
    }

    /// <summary>Takes a key's value away.</summary>
    /// <returns>False when it had none.</returns>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        if (!Contains(key))
        {
            return false;
        }

        Change(key, value: null);
        return true;
    }

    /// <summary>Removes the entries whose keys begin with <paramref name="prefix"/>, in key order, at most as many as said.</summary>
    /// <returns>How many were removed, changes of this overlay included.</returns>
    public int RemovePrefix(ReadOnlySpan<byte> prefix, int limit = int.MaxValue)
    {
        var removed = 0;
        foreach (var key in Keys(prefix.ToArray()))
        {
            if (removed == limit)
            {
                break;
            }

            Change(key, value: null);
            removed++;
        }

        return removed;
    }

    /// <summary>The least key above <paramref name="key"/> that has a value, or null.</summary>
    public byte[]? NextKey(ReadOnlySpan<byte> key)
    {
        var below = Backing.NextKey(key);
        var above = NextChange(key);
        while (true)
        {
            var order = below is null ? 1 : above is null ? -1 : ByteKeys.Comparer.Compare(below, above);
            if (order < 0)
            {
                return below;
            }

            if (above is null || _changes[above] is not null)
            {
                return above;
            }

            // Removed here: go on behind it.
            below = order == 0 ? Backing.NextKey(above) : below;
            above = NextChange(above);
        }
    }

    /// <summary>The keys that begin with <paramref name="prefix"/> and come after <paramref name="startAfter"/>, in order.</summary>
    /// <remarks>Changes made meanwhile show where the enumeration has not come yet.</remarks>
    public IEnumerable<byte[]> Keys(ReadOnlyMemory<byte> prefix = default, byte[]? startAfter = null)
    {
        byte[]? key;
        if (startAfter is null || startAfter.AsSpan().SequenceCompareTo(prefix.Span) < 0)
        {
            key = Contains(prefix.Span) ? prefix.ToArray() : NextKey(prefix.Span);
        }
        else
        {
            key = NextKey(startAfter);
        }

        while (key is not null && key.AsSpan().StartsWith(prefix.Span))
        {
            yield return key;
            key = NextKey(key);
        }
    }

    /// <summary>The root that the trie below would have with the changes, which it is left without.</summary>
    public Hash256 Root(StateVersion version)
    {
        var trie = Backing.Snapshot();
        ApplyTo(trie);
        return trie.Root(version);
    }

    /// <summary>Makes the changes in a trie: the one below, or a snapshot of it.</summary>
    /// <remarks>The overlay keeps them; <see cref="Clear"/> forgets them.</remarks>
    /// <exception cref="InvalidOperationException">A transaction is open.</exception>
    public void ApplyTo(StateTrie trie)
    {
        if (Depth != 0)
        {
            throw new InvalidOperationException("changes are applied when every transaction is committed or rolled back");
        }

        foreach (var (key, value) in Changes)
        {
            if (value is not null)
            {
                trie.Set(key, value);
            }
            else
            {
                trie.Remove(key);
            }
        }
    }

    /// <summary>Forgets all changes and transactions.</summary>
    public void Clear()
    {
        _changes.Clear();
        _order = null;
        _journal.Clear();
        _marks.Clear();
    }

    private int CloseTransaction() =>
        _marks.TryPop(out var mark) ? mark : throw new InvalidOperationException("no storage transaction is open");

    private void Change(ReadOnlySpan<byte> key, byte[]? value)
    {
        if (_bySpan.TryGetValue(key, out var stored, out var before))
        {
            _changes[stored] = value;
            Record(new Undo(stored, WasChanged: true, before));
            return;
        }

        var copy = key.ToArray();
        _changes.Add(copy, value);
        _order?.Add(copy);
        Record(new Undo(copy, WasChanged: false, Value: null));
    }

    private void Record(Undo undo)
    {
        if (_marks.Count > 0)
        {
            _journal.Add(undo);
        }
    }

    private byte[]? NextChange(ReadOnlySpan<byte> key)
    {
        _order ??= new SortedSet<byte[]>(_changes.Keys, ByteKeys.Comparer);
        if (_order.Max is not { } max || max.AsSpan().SequenceCompareTo(key) <= 0)
        {
            return null;
        }

        // The least key above another is that key with a zero byte behind it.
        var from = new byte[key.Length + 1];
        key.CopyTo(from);
        return _order.GetViewBetween(from, max).Min;
    }

    private readonly record struct Undo(byte[] Key, bool WasChanged, byte[]? Value);
}
