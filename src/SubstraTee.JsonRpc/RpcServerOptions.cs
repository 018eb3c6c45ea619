namespace SubstraTee.JsonRpc;

/// <summary>Where a server listens and whom it answers.</summary>
public sealed record RpcServerOptions
{
    /// <summary>The port on 127.0.0.1; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>Web pages that may connect besides those of this machine, as origins such as <c>https://polkadot.js.org</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>What is refused for its size or number.</summary>
    public RpcLimits Limits { get; init; } = new();
}
