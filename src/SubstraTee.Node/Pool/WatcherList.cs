using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>Who wants to know what becomes of which transaction.</summary>
internal sealed class WatcherList
{
    /// <summary>As in Substrate, a client is told after so many blocks that finality does not come.</summary>
    private const int FinalityTimeoutBlocks = 512;

    private readonly Dictionary<Hash256, List<TransactionWatcher>> _watchers = [];
    private readonly Queue<(uint Number, Hash256 Block, List<(TransactionWatcher Watcher, int Index)> Watchers)> _unfinalized = new();

    public void Add(TransactionWatcher watcher)
    {
        if (!_watchers.TryGetValue(watcher.Transaction, out var list))
        {
            _watchers.Add(watcher.Transaction, list = []);
        }

        list.Add(watcher);
    }

    public void Remove(TransactionWatcher watcher)
    {
        watcher.Stop();
        if (_watchers.TryGetValue(watcher.Transaction, out var list) && list.Remove(watcher) && list.Count == 0)
        {
            _watchers.Remove(watcher.Transaction);
        }
    }

    public void Report(Hash256 transaction, TransactionStatus status)
    {
        if (!_watchers.TryGetValue(transaction, out var list))
        {
            return;
        }

        // Before anybody is told: after the last status a watcher stops itself, which would change the list.
        if (status.IsLast)
        {
            _watchers.Remove(transaction);
        }

        foreach (var watcher in list)
        {
            watcher.Report(status);
        }
    }

    public void ReportInBlock(uint number, Hash256 block, IReadOnlyList<(Hash256 Hash, int Index)> included)
    {
        var watching = new List<(TransactionWatcher, int)>();
        foreach (var (hash, index) in included)
        {
            Report(hash, new TransactionStatus(TransactionStatusKind.InBlock, block, index));
            if (_watchers.Remove(hash, out var list))
            {
                watching.AddRange(list.Select(watcher => (watcher, index)));
            }
        }

        if (watching.Count > 0)
        {
            _unfinalized.Enqueue((number, block, watching));
        }

        ReportUpTo((long)number - FinalityTimeoutBlocks, TransactionStatusKind.FinalityTimeout);
    }

    public void ReportFinalized(uint number) => ReportUpTo(number, TransactionStatusKind.Finalized);

    private void ReportUpTo(long number, TransactionStatusKind kind)
    {
        while (_unfinalized.TryPeek(out var block) && block.Number <= number)
        {
            _unfinalized.Dequeue();
            foreach (var (watcher, index) in block.Watchers)
            {
                watcher.Report(new TransactionStatus(kind, block.Block, index));
            }
        }
    }
}
