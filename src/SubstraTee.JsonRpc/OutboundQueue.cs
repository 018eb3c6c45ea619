namespace SubstraTee.JsonRpc;

/// <summary>Messages that wait to be sent to one client, bounded by number and by bytes.</summary>
/// <remarks>Answers wait for room, which stops the reading of further calls. Notifications do not wait: they say that there is none.</remarks>
internal sealed class OutboundQueue(int maxMessages, long maxBytes) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _messages = new();
    private readonly SemaphoreSlim _items = new(0);
    private readonly SemaphoreSlim _room = new(0);
    private int _waitingForRoom;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    public long Bytes { get; private set; }

    public bool TryAdd(byte[] message)
    {
        lock (_gate)
        {
            if (_messages.Count >= maxMessages || (Bytes + message.Length > maxBytes && _messages.Count > 0))
            {
                return false;
            }

            _messages.Enqueue(message);
            Bytes += message.Length;
        }

        _items.Release();
        return true;
    }

    public async ValueTask AddAsync(byte[] message, CancellationToken cancellationToken)
    {
        while (!TryAddOrWait(message))
        {
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The next message to send. It counts until it is <see cref="Sent"/>.</summary>
    public async ValueTask<byte[]> TakeAsync(CancellationToken cancellationToken)
    {
        await _items.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            return _messages.Dequeue();
        }
    }

    public void Sent(byte[] message)
    {
        int waiting;
        lock (_gate)
        {
            Bytes -= message.Length;
            waiting = _waitingForRoom;
            _waitingForRoom = 0;
        }

        if (waiting > 0)
        {
            _room.Release(waiting);
        }
    }

    public void Dispose()
    {
        _items.Dispose();
        _room.Dispose();
    }

    private bool TryAddOrWait(byte[] message)
    {
        lock (_gate)
        {
            if (TryAdd(message))
            {
                return true;
            }

            _waitingForRoom++;
            return false;
        }
    }
}
