using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>Transactions that can go into a block now, each after those that provide what it requires.</summary>
internal sealed class ReadyQueue
{
    private readonly Dictionary<Hash256, Entry> _entries = [];
    private readonly Dictionary<Tag, Entry> _providers = [];
    private readonly SortedSet<Entry> _byWorth = new(WorstFirst.Instance);
    private long _lastOrder;

    public int Count => _entries.Count;

    public long Bytes { get; private set; }

    public IEnumerable<PoolTransaction> All => _entries.Values.Select(entry => entry.Transaction);

    public bool Contains(Hash256 hash) => _entries.ContainsKey(hash);

    public bool Provides(Tag tag) => _providers.ContainsKey(tag);

    /// <summary>Those that provide a tag which the transaction provides as well, each once.</summary>
    public List<PoolTransaction> RivalsOf(PoolTransaction transaction)
    {
        var rivals = new List<PoolTransaction>();
        foreach (var tag in transaction.Provides)
        {
            if (_providers.TryGetValue(tag, out var entry) && !rivals.Contains(entry.Transaction))
            {
                rivals.Add(entry.Transaction);
            }
        }

        return rivals;
    }

    /// <summary>Adds a transaction whose rivals were removed and whose requirements are met by the pool or the chain.</summary>
    public void Add(PoolTransaction transaction)
    {
        var entry = new Entry(transaction, ++_lastOrder);
        foreach (var tag in transaction.Requires)
        {
            if (_providers.TryGetValue(tag, out var provider) && provider.Followers.Add(entry))
            {
                entry.Waiting++;
            }
        }

        _entries.Add(transaction.Hash, entry);
        _byWorth.Add(entry);
        Bytes += transaction.Bytes.Length;
        foreach (var tag in transaction.Provides)
        {
            _providers[tag] = entry;
        }
    }

    /// <summary>The transactions in the order of a block: by priority, then age, none before what it requires.</summary>
    public List<PoolTransaction> Best(int maxCount)
    {
        var open = new PriorityQueue<Entry, Entry>(BestFirst.Instance);
        foreach (var entry in _entries.Values)
        {
            entry.LeftToWait = entry.Waiting;
            if (entry.Waiting == 0)
            {
                open.Enqueue(entry, entry);
            }
        }

        var best = new List<PoolTransaction>(Math.Min(maxCount, _entries.Count));
        while (best.Count < maxCount && open.TryDequeue(out var entry, out _))
        {
            best.Add(entry.Transaction);
            foreach (var follower in entry.Followers)
            {
                if (--follower.LeftToWait == 0)
                {
                    open.Enqueue(follower, follower);
                }
            }
        }

        return best;
    }

    /// <summary>The least worth keeping: lowest priority, of equal ones the youngest.</summary>
    public PoolTransaction? Worst() => _byWorth.Min?.Transaction;

    /// <summary>Removes what is in a block now; those that required it no longer wait.</summary>
    public PoolTransaction? RemoveIncluded(Hash256 hash)
    {
        if (!_entries.TryGetValue(hash, out var entry))
        {
            return null;
        }

        foreach (var follower in entry.Followers)
        {
            follower.Waiting--;
        }

        Forget(entry);
        return entry.Transaction;
    }

    /// <summary>Removes a transaction and all that cannot do without it.</summary>
    /// <param name="hash">The transaction.</param>
    /// <param name="kept">Tags that another provides now, so that those which need only them stay.</param>
    public List<PoolTransaction> RemoveWithFollowers(Hash256 hash, ReadOnlySpan<Tag> kept)
    {
        var removed = new List<PoolTransaction>();
        if (!_entries.TryGetValue(hash, out var first))
        {
            return removed;
        }

        var open = new Stack<Entry>();
        open.Push(first);
        while (open.TryPop(out var entry))
        {
            if (!_entries.ContainsKey(entry.Transaction.Hash))
            {
                continue;
            }

            Forget(entry);
            removed.Add(entry.Transaction);
            foreach (var follower in entry.Followers)
            {
                if (Needs(follower, entry, kept))
                {
                    open.Push(follower);
                }
                else
                {
                    follower.Waiting--;
                }
            }
        }

        return removed;
    }

    /// <summary>Makes those that require what the transaction provides wait for it, where a rival was replaced by it.</summary>
    public void Adopt(PoolTransaction transaction)
    {
        var provider = _entries[transaction.Hash];
        foreach (var entry in _entries.Values)
        {
            if (entry != provider
                && entry.Transaction.Requires.Any(tag => _providers.TryGetValue(tag, out var found) && found == provider)
                && provider.Followers.Add(entry))
            {
                entry.Waiting++;
            }
        }
    }

    private static bool Needs(Entry follower, Entry provider, ReadOnlySpan<Tag> kept)
    {
        foreach (var tag in provider.Transaction.Provides)
        {
            if (follower.Transaction.Requires.Contains(tag) && !kept.Contains(tag))
            {
                return true;
            }
        }

        return false;
    }

    private void Forget(Entry entry)
    {
        var transaction = entry.Transaction;
        _entries.Remove(transaction.Hash);
        _byWorth.Remove(entry);
        Bytes -= transaction.Bytes.Length;
        foreach (var tag in transaction.Provides)
        {
            if (_providers.TryGetValue(tag, out var provider) && provider == entry)
            {
                _providers.Remove(tag);
            }
        }

        foreach (var tag in transaction.Requires)
        {
            if (_providers.TryGetValue(tag, out var provider))
            {
                provider.Followers.Remove(entry);
            }
        }
    }

    private sealed class Entry(PoolTransaction transaction, long order)
    {
        public PoolTransaction Transaction => transaction;

        public long Order => order;

        /// <summary>Those that require what this one provides.</summary>
        public HashSet<Entry> Followers { get; } = [];

        /// <summary>How many in the queue must go before.</summary>
        public int Waiting { get; set; }

        public int LeftToWait { get; set; }
    }

    private sealed class BestFirst : IComparer<Entry>
    {
        public static BestFirst Instance { get; } = new();

        public int Compare(Entry? x, Entry? y)
        {
            var byPriority = y!.Transaction.Priority.CompareTo(x!.Transaction.Priority);
            return byPriority != 0 ? byPriority : x.Order.CompareTo(y.Order);
        }
    }

    private sealed class WorstFirst : IComparer<Entry>
    {
        public static WorstFirst Instance { get; } = new();

        public int Compare(Entry? x, Entry? y) => BestFirst.Instance.Compare(y, x);
    }
}
