namespace SubstraTee.JsonRpc;

/// <summary>The server cannot listen on its port.</summary>
public sealed class RpcStartException : IOException
{
    internal RpcStartException(int port, bool isInUse, Exception inner)
        : base($"cannot listen on 127.0.0.1:{port}", inner)
    {
        Port = port;
        IsInUse = isInUse;
    }

    /// <summary>The port that was asked for.</summary>
    public int Port { get; }

    /// <summary>True when another program listens there.</summary>
    public bool IsInUse { get; }
}
