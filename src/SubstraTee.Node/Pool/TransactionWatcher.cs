using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>Tells one client what becomes of one transaction, in order, from its submission on.</summary>
internal sealed class TransactionWatcher(Hash256 transaction)
{
    private readonly Lock _gate = new();
    private Queue<TransactionStatus>? _before = new();
    private Action<TransactionStatus>? _sink;

    public Hash256 Transaction => transaction;

    public void Report(TransactionStatus status)
    {
        lock (_gate)
        {
            if (_before is not null)
            {
                _before.Enqueue(status);
            }
            else
            {
                _sink?.Invoke(status);
            }
        }
    }

    /// <summary>Hands over what was reported so far and then whatever comes.</summary>
    public void Start(Action<TransactionStatus> sink)
    {
        lock (_gate)
        {
            while (_before is { Count: > 0 })
            {
                sink(_before.Dequeue());
            }

            _before = null;
            _sink = sink;
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _before = null;
            _sink = null;
        }
    }
}
