using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SubstraTee.JsonRpc;

namespace SubstraTee.Node;

/// <summary>How a node runs.</summary>
public sealed record NodeOptions
{
    /// <summary>The port that Substrate nodes serve JSON-RPC on.</summary>
    public const int DefaultRpcPort = 9944;

    /// <summary>The web page <c>polkadot.js.org/apps</c>, for <see cref="AllowedOrigins"/>.</summary>
    public const string PolkadotJsOrigin = "https://polkadot.js.org";

    /// <summary>Where the chain is kept; null keeps it in memory for as long as the node runs.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The port on 127.0.0.1; 0 lets the system choose (default 9944).</summary>
    public int RpcPort { get; init; } = DefaultRpcPort;

    /// <summary>Whether a new chain is a development chain, on which enclaves may register without evidence, marked SIMULATED.</summary>
    public bool Dev { get; init; } = true;

    /// <summary>When blocks are made (default: instant).</summary>
    public BlockTime BlockTime { get; init; } = BlockTime.Instant;

    /// <summary>How long after a block whoever watches a transaction in it is told that it is final (default 100 ms).</summary>
    /// <remarks>
    /// Blocks are final at once here. An application on polkadot.js, which fetches the block when it is told
    /// <c>inBlock</c>, forgets to tell its user if it hears <c>finalized</c> meanwhile; on any other chain seconds lie
    /// between. Everything else (heads, justifications, proofs) is told without delay.
    /// </remarks>
    public TimeSpan FinalizedNotice { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many authorities finalize a new chain, 1 to 6 (default 3).</summary>
    public int AuthorityCount { get; init; } = 3;

    /// <summary>Any bytes that give a new chain a genesis hash of its own; null for random ones.</summary>
    /// <remarks>Random ones keep transactions, seals and receipts of a chain that was thrown away from being valid on the next.</remarks>
    public ImmutableArray<byte>? GenesisSalt { get; init; }

    /// <summary>For how many blocks before the newest the state can still be asked for, 256 to 1 000 000 (default 4 096).</summary>
    public int StateHistoryBlocks { get; init; } = 4096;

    /// <summary>Web pages that may connect besides those of this machine (default: none).</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>What the JSON-RPC server takes from its clients.</summary>
    public RpcLimits RpcLimits { get; init; } = new();

    /// <summary>Where time comes from.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the log goes.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    internal void Validate()
    {
        Check("rpc-port", RpcPort, 0, 65_535);
        Check("authorities", AuthorityCount, 1, 6);
        Check("state-history", StateHistoryBlocks, 256, 1_000_000);
        Check("finalized-notice", (int)FinalizedNotice.TotalMilliseconds, 0, 60_000);
    }

    private static void Check(string option, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw NodeErrors.OptionOutOfRange(option, value, $"between {least} and {most}");
        }
    }
}
