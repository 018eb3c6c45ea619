using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>How a shard is used and judged.</summary>
public sealed record ShardOptions
{
    /// <summary>The worker's address; null takes the one that a member registered on chain.</summary>
    public Uri? Worker { get; init; }

    /// <summary>The address to try when none is given and no member has registered one; null to report that.</summary>
    public Uri? FallbackWorker { get; init; }

    /// <summary>
    /// Whether simulated enclaves are accepted. Null (the default) accepts them where a node on this computer calls its
    /// chain a development chain: what a node says of itself must not open the door to a chain elsewhere.
    /// </summary>
    public bool? AllowSimulated { get; init; }

    /// <summary>Measurements that the user trusts; the shard's policy may admit no others. Empty leaves it to the policy.</summary>
    public ImmutableArray<Measurement> TrustedMeasurements { get; init; } = [];

    /// <summary>
    /// The function that the shard must run, by its STF hash or by the hash of its code; null (the default) takes whichever
    /// the descriptor names. A shard with another one is not opened.
    /// </summary>
    public Hash256? ExpectedFunction { get; init; }

    /// <summary>Blocks for which a query may be answered (default 16, at most 64).</summary>
    public uint QueryLifetimeBlocks { get; init; } = 16;

    /// <summary>How many blocks behind the proven head an answer may be (default 64).</summary>
    public uint MaxAnswerLagBlocks { get; init; } = 64;

    /// <summary>How long proven entries are used before they are read anew (default 30 s).</summary>
    public TimeSpan RefreshAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
