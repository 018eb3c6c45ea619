using System.Collections.Immutable;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient;

/// <summary>Adds up the votes of one commit over the tree of blocks that they are for.</summary>
internal sealed class VoteCount(GrandpaCommit commit, AuthoritySet voters)
{
    private readonly Dictionary<Bytes32, Votes> _votes = [];

    /// <summary>Takes each voter's vote; two different ones count for every block, as they do in GRANDPA.</summary>
    public GrandpaFault AddVotes()
    {
        foreach (var signed in commit.Precommits)
        {
            var vote = signed.Precommit;
            if (voters.WeightOf(signed.Id) == 0)
            {
                return GrandpaFault.UnknownVoter;
            }

            if (vote.TargetNumber < commit.TargetNumber)
            {
                return GrandpaFault.BrokenAncestry;
            }

            if (!_votes.TryGetValue(signed.Id, out var known))
            {
                _votes.Add(signed.Id, new Votes(vote, null));
            }
            else if (known.First != vote && known.Second != vote)
            {
                if (known.Second is not null)
                {
                    return GrandpaFault.RepeatedEquivocation;
                }

                _votes[signed.Id] = known with { Second = vote };
            }
        }

        var total = UInt128.Zero;
        foreach (var id in _votes.Keys)
        {
            total += voters.WeightOf(id);
        }

        return total >= voters.Threshold ? GrandpaFault.None : GrandpaFault.BelowThreshold;
    }

    /// <summary>Follows every vote down to the justified block through the headers given, each of which must be needed.</summary>
    public GrandpaFault AddAncestry(ImmutableArray<BlockHeader> headers)
    {
        var blocks = new Dictionary<Hash256, Block>(headers.Length);
        foreach (var header in headers)
        {
            if (!blocks.TryAdd(header.Hash(), new Block(header)))
            {
                return GrandpaFault.UnusedAncestry;
            }
        }

        UInt128 everywhere = 0;
        foreach (var (id, votes) in _votes)
        {
            var weight = voters.WeightOf(id);
            var counted = votes.Second is null ? weight : 0;
            everywhere += weight - counted;
            if (!Follow(blocks, votes.First, counted) || (votes.Second is { } second && !Follow(blocks, second, 0)))
            {
                return GrandpaFault.BrokenAncestry;
            }
        }

        if (blocks.Values.Any(block => !block.IsUsed))
        {
            return GrandpaFault.UnusedAncestry;
        }

        return blocks.Values.Any(block => block.Weight + everywhere >= voters.Threshold) ? GrandpaFault.NotHighest : GrandpaFault.None;
    }

    private bool Follow(Dictionary<Hash256, Block> blocks, GrandpaPrecommit vote, ulong weight)
    {
        var (hash, number) = (vote.TargetHash, vote.TargetNumber);
        while (hash != commit.TargetHash)
        {
            // Heights fall with every step, so the way ends.
            if (!blocks.TryGetValue(hash, out var block) || block.Header.Number != number || number <= commit.TargetNumber)
            {
                return false;
            }

            block.IsUsed = true;
            block.Weight += weight;
            hash = block.Header.ParentHash;
            number--;
        }

        return number == commit.TargetNumber;
    }

    private readonly record struct Votes(GrandpaPrecommit First, GrandpaPrecommit? Second);

    private sealed class Block(BlockHeader header)
    {
        public BlockHeader Header { get; } = header;

        public UInt128 Weight { get; set; }

        public bool IsUsed { get; set; }
    }
}
