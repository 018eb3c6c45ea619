using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

/// <summary>An authority's ed25519 key.</summary>
[ScaleType("sp_consensus_grandpa::app::Public", Positional = true)]
internal readonly partial record struct GrandpaKey(Bytes32 Inner);

/// <summary>The authorities as the state holds them.</summary>
[ScaleType("bounded_collections::weak_bounded_vec::WeakBoundedVec", Positional = true)]
internal sealed partial record GrandpaAuthorityList([MaxLength(GrandpaPallet.MaxAuthorities)] ImmutableArray<(GrandpaKey Key, ulong Weight)> Inner);

/// <summary>Whether finality goes on.</summary>
[ScaleType("pallet_grandpa::StoredState")]
internal abstract partial record GrandpaState
{
    [ScaleVariant(0)]
    internal sealed record Live : GrandpaState;

    [ScaleVariant(1)]
    internal sealed record PendingPause(uint ScheduledAt, uint Delay) : GrandpaState;

    [ScaleVariant(2)]
    internal sealed record Paused : GrandpaState;

    [ScaleVariant(3)]
    internal sealed record PendingResume(uint ScheduledAt, uint Delay) : GrandpaState;
}

/// <summary>A change of authorities that is announced and not yet in force.</summary>
[ScaleType("pallet_grandpa::StoredPendingChange")]
internal sealed partial record GrandpaPendingChange(uint ScheduledAt, uint Delay, GrandpaAuthorityList NextAuthorities, uint? Forced);

/// <summary>What the runtime tells the finality protocol in a block's header.</summary>
[ScaleType("sp_consensus_grandpa::ConsensusLog", Positional = true)]
internal abstract partial record GrandpaLog
{
    /// <summary>These are the authorities after so many further blocks.</summary>
    [ScaleVariant(1)]
    internal sealed record ScheduledChange(GrandpaScheduledChange Change) : GrandpaLog;
}

/// <summary>The next authorities and when they take over.</summary>
[ScaleType("sp_consensus_grandpa::ScheduledChange")]
internal sealed partial record GrandpaScheduledChange(ImmutableArray<(GrandpaKey Key, ulong Weight)> NextAuthorities, uint Delay);
