namespace SubstraTee.JsonRpc.Client;

/// <summary>How a client behaves.</summary>
public sealed record JsonRpcClientOptions
{
    /// <summary>How long a call waits for its answer, the way back to a lost server included (default 60 s).</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one attempt to connect may take (default 10 s).</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest message that is taken from the server, in bytes (default 64 MiB).</summary>
    public int MaxMessageBytes { get; init; } = 64 << 20;

    /// <summary>Calls without an answer at one time; further ones wait their turn (default 1 024, what servers queue too).</summary>
    public int MaxPendingCalls { get; init; } = 1024;

    /// <summary>How a lost connection is made again; null to leave it lost.</summary>
    public ReconnectPolicy? Reconnect { get; init; } = ReconnectPolicy.Default;

    /// <summary>The clock of all timeouts and pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
