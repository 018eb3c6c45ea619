using SubstraTee.JsonRpc.Client;

namespace SubstraTee.Client;

/// <summary>How a chain client behaves.</summary>
public sealed record ChainClientOptions
{
    /// <summary>How the connection behaves.</summary>
    public JsonRpcClientOptions Rpc { get; init; } = new();

    /// <summary>Blocks for which a transaction is valid (default 64); 0 for ever.</summary>
    public uint MortalBlocks { get; init; } = 64;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
