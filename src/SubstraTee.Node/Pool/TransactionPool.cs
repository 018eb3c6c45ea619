using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>Valid transactions that are not in a block yet: those that can be, and those that wait for others.</summary>
/// <remarks>
/// Follows Substrate's pool: transactions are ordered by the tags that they require and provide, and one that provides what
/// another does replaces it if its priority is higher. Safe for use by several threads.
/// </remarks>
internal sealed class TransactionPool(PoolLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ReadyQueue _ready = new();
    private readonly FutureQueue _future = new();
    private readonly WatcherList _watchers = new();
    private readonly BanList _bans = new(limits.BanTime, limits.MaxBanned, time);
    private readonly RecentTags _recent = new(limits.MaxReady * 2);
    private ulong _nextExpiry = ulong.MaxValue;
    private TaskCompletionSource? _room;

    /// <summary>Called when something is ready, so that a block may be made; it must return at once.</summary>
    public Action ReadyAdded { get; set; } = () => { };

    public int ReadyCount => Locked(() => _ready.Count);

    public int FutureCount => Locked(() => _future.Count);

    public long ReadyBytes => Locked(() => _ready.Bytes);

    /// <summary>Tells before any costly check whether a submission would be refused for its hash alone.</summary>
    public PoolFault Precheck(Hash256 hash) => Locked(() => PrecheckUnlocked(hash));

    /// <summary>True when a transaction that is ready provides the tag.</summary>
    public bool IsProvided(Tag tag) => Locked(() => _ready.Provides(tag));

    /// <summary>All that are ready, in no particular order.</summary>
    public List<PoolTransaction> Ready() => Locked(() => _ready.All.ToList());

    /// <summary>Some of those that were judged so many blocks ago that the judgement may no longer hold.</summary>
    public List<PoolTransaction> JudgedBefore(uint number, int maxCount) =>
        Locked(() => _ready.All.Where(one => one.JudgedAt < number).Take(maxCount).ToList());

    /// <summary>What a block should contain, first what should come first.</summary>
    public List<PoolTransaction> Best(int maxCount) => Locked(() => _ready.Best(maxCount));

    /// <summary>Ends when the pool is not nearly full, at once if it is not now.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            if (!IsNearlyFull)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Takes a transaction that was found valid.</summary>
    public PoolOutcome Submit(PoolTransaction transaction, TransactionWatcher? watcher = null)
    {
        lock (_gate)
        {
            var fault = PrecheckUnlocked(transaction.Hash);
            if (fault != PoolFault.None || transaction.Provides.Length == 0)
            {
                return new PoolOutcome(fault == PoolFault.None ? PoolFault.NoTags : fault);
            }

            if (watcher is not null)
            {
                _watchers.Add(watcher);
            }

            _nextExpiry = Math.Min(_nextExpiry, transaction.ValidTill);
            var outcome = Import(transaction);
            if (outcome.Fault != PoolFault.None && watcher is not null)
            {
                _watchers.Remove(watcher);
            }

            return outcome;
        }
    }

    /// <summary>Takes out what a new block contains and what it ends the validity of.</summary>
    public void OnImported(uint number, Hash256 block, IReadOnlyList<(Hash256 Hash, int Index)> included)
    {
        lock (_gate)
        {
            var tags = new List<Tag>(included.Count);
            foreach (var (hash, _) in included)
            {
                if ((_ready.RemoveIncluded(hash) ?? _future.Remove(hash)) is { } transaction)
                {
                    tags.AddRange(transaction.Provides);
                }
            }

            tags.ForEach(_recent.Add);
            _watchers.ReportInBlock(number, block, included);
            ImportAll(_future.Satisfy(tags));
            RemoveExpired(number);
            if (_room is { } room && !IsNearlyFull)
            {
                _room = null;
                room.SetResult();
            }
        }
    }

    public void OnFinalized(uint number)
    {
        lock (_gate)
        {
            _watchers.ReportFinalized(number);
        }
    }

    /// <summary>Removes a transaction that turned out not to be valid any more, with those that need it.</summary>
    public void RemoveInvalid(Hash256 hash, bool ban)
    {
        lock (_gate)
        {
            RemoveUnlocked(hash, TransactionStatusKind.Invalid);
            if (ban)
            {
                _bans.Add(hash);
            }
        }
    }

    /// <summary>Removes a transaction because somebody asked for it.</summary>
    /// <returns>The hashes of what was removed.</returns>
    public List<Hash256> Remove(Hash256 hash)
    {
        lock (_gate)
        {
            var removed = RemoveUnlocked(hash, TransactionStatusKind.Dropped);
            removed.ForEach(_bans.Add);
            return removed;
        }
    }

    public void Ban(Hash256 hash)
    {
        lock (_gate)
        {
            _bans.Add(hash);
        }
    }

    public void Unwatch(TransactionWatcher watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
        }
    }

    private bool IsNearlyFull => _ready.Count >= limits.MaxReady / 2 || _ready.Bytes >= limits.MaxReadyBytes / 2;

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private PoolFault PrecheckUnlocked(Hash256 hash) =>
        _bans.Contains(hash) ? PoolFault.Banned
        : _ready.Contains(hash) || _future.Contains(hash) ? PoolFault.AlreadyImported
        : PoolFault.None;

    private PoolOutcome Import(PoolTransaction transaction)
    {
        var missing = transaction.Requires.Where(tag => !_ready.Provides(tag) && !_recent.Contains(tag)).ToList();
        if (missing.Count > 0)
        {
            _future.Add(transaction, missing);
            _watchers.Report(transaction.Hash, new TransactionStatus(TransactionStatusKind.Future));
            while (_future.Count > limits.MaxFuture || _future.Bytes > limits.MaxFutureBytes)
            {
                _watchers.Report(_future.RemoveOldest()!.Hash, new TransactionStatus(TransactionStatusKind.Dropped));
            }

            return new PoolOutcome(_future.Contains(transaction.Hash) ? PoolFault.None : PoolFault.ImmediatelyDropped);
        }

        var outcome = ImportReady(transaction);
        if (outcome.Fault != PoolFault.None)
        {
            return outcome;
        }

        ImportAll(_future.Satisfy(transaction.Provides));
        while (_ready.Count > limits.MaxReady || _ready.Bytes > limits.MaxReadyBytes)
        {
            Report(_ready.RemoveWithFollowers(_ready.Worst()!.Hash, []), new TransactionStatus(TransactionStatusKind.Dropped));
        }

        if (!_ready.Contains(transaction.Hash))
        {
            return new PoolOutcome(PoolFault.ImmediatelyDropped);
        }

        ReadyAdded();
        return default;
    }

    private void ImportAll(List<PoolTransaction> promoted)
    {
        var open = new Queue<PoolTransaction>(promoted);
        while (open.TryDequeue(out var transaction))
        {
            if (ImportReady(transaction).Fault == PoolFault.None)
            {
                ReadyAdded();
                _future.Satisfy(transaction.Provides).ForEach(open.Enqueue);
            }
            else
            {
                _watchers.Report(transaction.Hash, new TransactionStatus(TransactionStatusKind.Dropped));
            }
        }
    }

    private PoolOutcome ImportReady(PoolTransaction transaction)
    {
        var rivals = _ready.RivalsOf(transaction);
        if (rivals.Count > 0)
        {
            var old = rivals.Aggregate(0ul, (sum, rival) => ulong.MaxValue - sum < rival.Priority ? ulong.MaxValue : sum + rival.Priority);
            if (transaction.Priority <= old)
            {
                return new PoolOutcome(PoolFault.TooLowPriority, old, transaction.Priority);
            }

            foreach (var rival in rivals)
            {
                Report(
                    _ready.RemoveWithFollowers(rival.Hash, transaction.Provides),
                    new TransactionStatus(TransactionStatusKind.Usurped, transaction.Hash));
            }
        }

        _ready.Add(transaction);
        if (rivals.Count > 0)
        {
            _ready.Adopt(transaction);
        }

        _watchers.Report(transaction.Hash, new TransactionStatus(TransactionStatusKind.Ready));
        return default;
    }

    private List<Hash256> RemoveUnlocked(Hash256 hash, TransactionStatusKind kind)
    {
        var removed = _ready.RemoveWithFollowers(hash, []);
        if (_future.Remove(hash) is { } waiting)
        {
            removed.Add(waiting);
        }

        Report(removed, new TransactionStatus(kind));
        return [.. removed.Select(transaction => transaction.Hash)];
    }

    private void RemoveExpired(uint number)
    {
        if (_nextExpiry > number)
        {
            return;
        }

        foreach (var transaction in _ready.All.Concat(_future.All).Where(one => one.ValidTill <= number).ToList())
        {
            RemoveUnlocked(transaction.Hash, TransactionStatusKind.Invalid);
            _bans.Add(transaction.Hash);
        }

        _nextExpiry = _ready.All.Concat(_future.All).Select(one => one.ValidTill).DefaultIfEmpty(ulong.MaxValue).Min();
    }

    private void Report(List<PoolTransaction> transactions, TransactionStatus status)
    {
        foreach (var transaction in transactions)
        {
            _watchers.Report(transaction.Hash, status);
        }
    }
}
