using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>Transactions that wait for tags nobody provides yet.</summary>
internal sealed class FutureQueue
{
    private readonly Dictionary<Hash256, Entry> _entries = [];
    private readonly Dictionary<Tag, HashSet<Hash256>> _wanted = [];
    private readonly Queue<Hash256> _order = new();

    public int Count => _entries.Count;

    public long Bytes { get; private set; }

    public IEnumerable<PoolTransaction> All => _entries.Values.Select(entry => entry.Transaction);

    public bool Contains(Hash256 hash) => _entries.ContainsKey(hash);

    public void Add(PoolTransaction transaction, IEnumerable<Tag> missing)
    {
        var entry = new Entry(transaction, [.. missing]);
        _entries.Add(transaction.Hash, entry);
        _order.Enqueue(transaction.Hash);
        Bytes += transaction.Bytes.Length;
        foreach (var tag in entry.Missing)
        {
            if (!_wanted.TryGetValue(tag, out var waiting))
            {
                _wanted.Add(tag, waiting = []);
            }

            waiting.Add(transaction.Hash);
        }
    }

    /// <summary>Takes out what waited for nothing else than these tags.</summary>
    public List<PoolTransaction> Satisfy(IEnumerable<Tag> tags)
    {
        var ready = new List<PoolTransaction>();
        foreach (var tag in tags)
        {
            if (!_wanted.Remove(tag, out var waiting))
            {
                continue;
            }

            foreach (var hash in waiting)
            {
                var entry = _entries[hash];
                entry.Missing.Remove(tag);
                if (entry.Missing.Count == 0)
                {
                    Forget(entry);
                    ready.Add(entry.Transaction);
                }
            }
        }

        return ready;
    }

    public PoolTransaction? Remove(Hash256 hash)
    {
        if (!_entries.TryGetValue(hash, out var entry))
        {
            return null;
        }

        Forget(entry);
        return entry.Transaction;
    }

    /// <summary>Takes out the one that waits longest.</summary>
    public PoolTransaction? RemoveOldest()
    {
        while (_order.TryDequeue(out var hash))
        {
            if (Remove(hash) is { } transaction)
            {
                return transaction;
            }
        }

        return null;
    }

    private void Forget(Entry entry)
    {
        _entries.Remove(entry.Transaction.Hash);
        Bytes -= entry.Transaction.Bytes.Length;
        foreach (var tag in entry.Missing)
        {
            if (_wanted.TryGetValue(tag, out var waiting) && waiting.Remove(entry.Transaction.Hash) && waiting.Count == 0)
            {
                _wanted.Remove(tag);
            }
        }

        if (_order.Count > 64 && _order.Count > 4 * _entries.Count)
        {
            Compact();
        }
    }

    private void Compact()
    {
        for (var i = _order.Count; i > 0; i--)
        {
            var hash = _order.Dequeue();
            if (_entries.ContainsKey(hash))
            {
                _order.Enqueue(hash);
            }
        }
    }

    private sealed record Entry(PoolTransaction Transaction, HashSet<Tag> Missing);
}
