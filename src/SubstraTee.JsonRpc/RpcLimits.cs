namespace SubstraTee.JsonRpc;

/// <summary>How much a server takes from its clients before it refuses.</summary>
public sealed record RpcLimits
{
    /// <summary>Bytes in one message from a client (default 16 MiB).</summary>
    public int MaxRequestBytes { get; init; } = 16 << 20;

    /// <summary>Bytes in one answer (default 32 MiB).</summary>
    public int MaxResponseBytes { get; init; } = 32 << 20;

    /// <summary>Calls in one batch (default 1 024).</summary>
    public int MaxBatchCalls { get; init; } = 1024;

    /// <summary>WebSocket connections at once (default 256).</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Subscriptions of one connection (default 1 024).</summary>
    public int MaxSubscriptionsPerConnection { get; init; } = 1024;

    /// <summary>Calls of one connection that wait for their answers; past that the server stops reading (default 1 024).</summary>
    public int MaxPendingCallsPerConnection { get; init; } = 1024;

    /// <summary>Messages to one client that wait to be sent; a subscriber behind by more is disconnected (default 4 096).</summary>
    public int MaxQueuedMessages { get; init; } = 4096;

    /// <summary>Bytes to one client that wait to be sent; a subscriber behind by more is disconnected (default 64 MiB).</summary>
    public long MaxQueuedBytes { get; init; } = 64L << 20;
}
