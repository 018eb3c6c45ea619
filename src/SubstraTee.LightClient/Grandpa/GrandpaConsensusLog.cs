using SubstraTee.Codec;

namespace SubstraTee.LightClient;

/// <summary>What a header's digest says to GRANDPA (<c>sp_consensus_grandpa::ConsensusLog</c>, engine <c>FRNK</c>).</summary>
[ScaleType("sp_consensus_grandpa::ConsensusLog")]
public abstract partial record GrandpaConsensusLog
{
    private GrandpaConsensusLog()
    {
    }

    /// <summary>Other voters take over once the block that many later is final.</summary>
    [ScaleVariant(1, Positional = true)]
    public sealed record ScheduledChange(GrandpaScheduledChange Change) : GrandpaConsensusLog;

    /// <summary>Other voters take over although nothing is final any more; counted from the best block.</summary>
    [ScaleVariant(2, Positional = true)]
    public sealed record ForcedChange(uint Median, GrandpaScheduledChange Change) : GrandpaConsensusLog;

    /// <summary>A voter is disabled until the next change; it says nothing about what counts.</summary>
    [ScaleVariant(3, Positional = true)]
    public sealed record OnDisabled(ulong AuthorityIndex) : GrandpaConsensusLog;

    /// <summary>Voting pauses; no longer used by Substrate.</summary>
    [ScaleVariant(4, Positional = true)]
    public sealed record Pause(uint Delay) : GrandpaConsensusLog;

    /// <summary>Voting goes on; no longer used by Substrate.</summary>
    [ScaleVariant(5, Positional = true)]
    public sealed record Resume(uint Delay) : GrandpaConsensusLog;
}
