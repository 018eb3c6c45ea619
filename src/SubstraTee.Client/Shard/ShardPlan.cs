using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>What one decides when a shard is created; chain roots are read from the chain.</summary>
public sealed record ShardPlan
{
    /// <summary>The hash of the state transition function.</summary>
    public required Hash256 StfHash { get; init; }

    /// <summary>Enclaves that may join.</summary>
    public required ImmutableArray<Measurement> Measurements { get; init; }

    /// <summary>What the evidence of members has to be; null (the default) where none is taken.</summary>
    public EvidenceRules? Evidence { get; init; }

    /// <summary>True to admit enclaves without evidence, for ever: development only, marked SIMULATED.</summary>
    public bool AllowSkippedAttestation { get; init; }

    /// <summary>Signatures that make a receipt count (default 1).</summary>
    public ushort ReceiptThreshold { get; init; } = 1;

    /// <summary>Time without a new final block after which the shard answers no queries (default 60 s).</summary>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Who may change code or policy; null (the default) = nobody, ever.</summary>
    public AccountId? Authority { get; init; }

    /// <summary>Blocks between the announcement of a change and its effect.</summary>
    public uint ChangeDelayBlocks { get; init; }
}
