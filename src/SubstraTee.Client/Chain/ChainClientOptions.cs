using SubstraTee.JsonRpc.Client;

namespace SubstraTee.Client;

/// <summary>How a chain client behaves.</summary>
public sealed record ChainClientOptions
{
    /// <summary>How the connection behaves.</summary>
    public JsonRpcClientOptions Rpc { get; init; } = new();

    /// <summary>Blocks for which a transaction is valid (default 1 024, since instant blocks come fast); 0 for ever.</summary>
    /// <remarks>Above the chain's constant <c>System.BlockHashCount</c> it is invalid at once.</remarks>
    public uint MortalBlocks { get; init; } = 1024;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
