namespace SubstraTee.JsonRpc;

/// <summary>One call of a method, while it is being answered.</summary>
public sealed class RpcCall
{
    private List<Action>? _afterResponse;

    internal RpcCall(string method, RpcParams parameters, RpcConnection? connection, CancellationToken cancellationToken)
    {
        Method = method;
        Params = parameters;
        Connection = connection;
        CancellationToken = cancellationToken;
    }

    /// <summary>The name the client used, which may be an alias.</summary>
    public string Method { get; }

    /// <summary>The parameters; valid until the answer is given.</summary>
    public RpcParams Params { get; }

    /// <summary>The connection, or null when the call came over HTTP.</summary>
    public RpcConnection? Connection { get; }

    /// <summary>Cancelled when the connection ends or the server stops.</summary>
    public CancellationToken CancellationToken { get; }

    internal IReadOnlyList<Action> AfterResponse => _afterResponse ?? (IReadOnlyList<Action>)[];

    /// <summary>Runs something once the answer stands in the client's queue, so that nothing can come before the answer.</summary>
    public void RunAfterResponse(Action action) => (_afterResponse ??= []).Add(action);
}
