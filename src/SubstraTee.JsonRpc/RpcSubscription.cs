using System.Text.Json.Serialization.Metadata;

namespace SubstraTee.JsonRpc;

/// <summary>A client's standing wish for messages of one kind.</summary>
public sealed class RpcSubscription
{
    private readonly RpcConnection _connection;
    private readonly string _notification;
    private readonly Lock _gate = new();
    private Action? _onEnded;
    private bool _ended;

    internal RpcSubscription(RpcConnection connection, string id, string notification)
    {
        _connection = connection;
        Id = id;
        _notification = notification;
    }

    /// <summary>The text that names it among the connection's subscriptions.</summary>
    public string Id { get; }

    /// <summary>True once the client ended it or left.</summary>
    public bool Ended
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    /// <summary>Queues a message and does not wait. A client too far behind is disconnected.</summary>
    public void Notify<T>(T result, JsonTypeInfo<T> type)
    {
        if (!Ended)
        {
            _connection.Notify(RpcMessage.Notification(_notification, Id, result, type));
        }
    }

    /// <summary>Says what to do when the client ends it or leaves; at once if that was already.</summary>
    public void OnEnded(Action action)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _onEnded += action;
                return;
            }
        }

        action();
    }

    /// <summary>Ends it from the server's side: nothing more will come.</summary>
    public void Complete() => _connection.Close(Id);

    internal void End()
    {
        Action? action;
        lock (_gate)
        {
            _ended = true;
            action = _onEnded;
            _onEnded = null;
        }

        action?.Invoke();
    }
}
