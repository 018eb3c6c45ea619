using System.Collections.Immutable;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient.Tests;

public class GrandpaVerifierTests
{
    private static readonly Voters Four = new(setId: 7, count: 4);
    private static readonly BlockHeader Target = Headers.Child(Headers.Genesis);
    private static readonly BlockHeader Later = Headers.Child(Target);
    private static readonly BlockHeader Latest = Headers.Child(Later);
    private static readonly BlockHeader Fork = Headers.Child(Target, salt: 9);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 4)]
    [InlineData(6, 5)]
    [InlineData(7, 5)]
    [InlineData(100, 67)]
    public void More_than_two_thirds_have_to_vote(int voters, int needed)
    {
        var some = new Voters(0, voters);
        Assert.Equal((ulong)needed, some.Set.Threshold);
        Assert.Equal(GrandpaFault.None, GrandpaVerifier.Verify(some.Justify(Target, needed), some.Set, Target.Hash(), 1));
        Assert.Equal(GrandpaFault.BelowThreshold, GrandpaVerifier.Verify(some.Justify(Target, needed - 1), some.Set, Target.Hash(), 1));
    }

    [Fact]
    public void Votes_count_by_weight()
    {
        var heavy = AuthoritySet.Create(7, [.. Four.Set.Authorities.Select((one, i) => one with { Weight = i == 0 ? 10u : 1u })]);
        Assert.Equal(GrandpaFault.None, GrandpaVerifier.Verify(Four.Justify(Target, 1), heavy, Target.Hash(), 1));
    }

    [Fact]
    public void Votes_for_later_blocks_count_when_the_way_is_shown()
    {
        Assert.Equal(GrandpaFault.None, Verify([Vote(0), Vote(1, Later), Vote(2, Latest)], Later, Latest));
        Assert.Equal(GrandpaFault.BrokenAncestry, Verify([Vote(0), Vote(1, Later), Vote(2, Latest)], Latest));
        Assert.Equal(GrandpaFault.BrokenAncestry, Verify([Vote(0), Vote(1, Later), Vote(2, Latest)], Later));
    }

    [Fact]
    public void Headers_that_show_nothing_are_refused()
    {
        Assert.Equal(GrandpaFault.UnusedAncestry, Verify([Vote(0), Vote(1), Vote(2)], Later));
        Assert.Equal(GrandpaFault.UnusedAncestry, Verify([Vote(0), Vote(1), Vote(2, Later)], Later, Later));
        Assert.Equal(GrandpaFault.UnusedAncestry, Verify([Vote(0), Vote(1), Vote(2, Later)], Later, Target));
    }

    [Fact]
    public void Votes_that_make_a_later_block_final_do_not_justify_an_earlier_one() =>
        Assert.Equal(GrandpaFault.NotHighest, Verify([Vote(0, Later), Vote(1, Later), Vote(2, Later)], Later));

    [Fact]
    public void Votes_for_earlier_blocks_do_not_count() => Assert.Equal(
        GrandpaFault.BrokenAncestry, Verify([Vote(0), Vote(1), Vote(2), Vote(3, Headers.Genesis)]));

    [Fact]
    public void A_vote_for_the_block_under_another_height_is_refused()
    {
        var odd = Four.Vote(2, Target.Hash(), 2);
        Assert.Equal(GrandpaFault.BrokenAncestry, Verify([Vote(0), Vote(1), odd]));
    }

    [Fact]
    public void A_vote_that_comes_twice_counts_once()
    {
        Assert.Equal(GrandpaFault.BelowThreshold, Verify([Vote(0), Vote(1), Vote(1)]));
        Assert.Equal(GrandpaFault.None, Verify([Vote(0), Vote(1), Vote(1), Vote(2)]));
    }

    [Fact]
    public void A_voter_with_two_votes_counts_for_every_block()
    {
        Assert.Equal(GrandpaFault.None, Verify([Vote(0), Vote(1), Vote(2, Later), Vote(2, Fork)], Later, Fork));
        Assert.Equal(GrandpaFault.NotHighest, Verify([Vote(0, Later), Vote(1, Later), Vote(2, Later), Vote(2, Fork)], Later, Fork));
        Assert.Equal(
            GrandpaFault.RepeatedEquivocation,
            Verify([Vote(0), Vote(1), Vote(2), Vote(2, Later), Vote(2, Fork)], Later, Fork));
    }

    [Fact]
    public void Strangers_are_refused_even_when_the_others_suffice()
    {
        var stranger = new Voters(7, 5).Vote(4, Target);
        Assert.Equal(GrandpaFault.UnknownVoter, Verify([Vote(0), Vote(1), Vote(2), stranger]));
    }

    [Fact]
    public void A_wrong_signature_is_refused_even_when_the_others_suffice()
    {
        var bad = Vote(3) with { Signature = new byte[64] };
        Assert.Equal(GrandpaFault.BadSignature, Verify([Vote(0), Vote(1), Vote(2), bad]));
        Assert.Equal(GrandpaFault.BadSignature, Verify([Vote(0), Vote(1), Four.Vote(2, Target, round: 2)]));
    }

    [Fact]
    public void Votes_of_the_set_before_are_told_apart()
    {
        var before = new Voters(6, 4);
        Assert.Equal(GrandpaFault.OtherSet, GrandpaVerifier.Verify(before.Justify(Target, 4), Four.Set, Target.Hash(), 1));
    }

    [Fact]
    public void More_votes_or_headers_than_can_be_needed_are_refused_unread()
    {
        Assert.Equal(GrandpaFault.TooLarge, Verify([.. Enumerable.Repeat(Vote(0), 9)]));
        Assert.Equal(GrandpaFault.TooLarge, Verify([Vote(0), Vote(1), Vote(2)], [.. Enumerable.Repeat(Later, GrandpaVerifier.MaxAncestryHeaders + 1)]));
    }

    [Fact]
    public void Any_changed_byte_of_a_justification_is_refused()
    {
        var justification = new GrandpaJustification(
            1, new GrandpaCommit(Target.Hash(), 1, [Vote(0), Vote(1, Later), Vote(2, Later)]), [Later]);
        var bytes = GrandpaJustification.Codec.Encode(justification);
        Assert.Equal(GrandpaFault.BelowThreshold, GrandpaVerifier.Verify(bytes, new Voters(7, 5).Set, Target.Hash(), 1));
        Assert.Equal(GrandpaFault.None, GrandpaVerifier.Verify(bytes, Four.Set, Target.Hash(), 1));
        for (var at = 0; at < bytes.Length; at++)
        {
            foreach (var change in new byte[] { 1, 0x80, 0xff })
            {
                var changed = (byte[])bytes.Clone();
                changed[at] ^= change;
                Assert.True(GrandpaVerifier.Verify(changed, Four.Set, Target.Hash(), 1) != GrandpaFault.None, $"byte {at} xor {change}");
            }
        }
    }

    [Fact]
    public void Sets_need_voters_whose_weights_add_up()
    {
        Assert.False(AuthoritySet.TryCreate(0, [], out _));
        Assert.False(AuthoritySet.TryCreate(0, [new GrandpaAuthority(default, 0)], out _));
        Assert.False(AuthoritySet.TryCreate(0, [new GrandpaAuthority(default, ulong.MaxValue), new GrandpaAuthority(default, 1)], out _));
        Assert.False(AuthoritySet.TryCreate(0, [.. Enumerable.Repeat(new GrandpaAuthority(default, 1), AuthoritySet.MaxAuthorities + 1)], out _));
        var twice = AuthoritySet.Create(0, [new GrandpaAuthority(default, 2), new GrandpaAuthority(default, 3)]);
        Assert.Equal((5ul, 1, 5ul), (twice.WeightOf(default), twice.Count, twice.TotalWeight));
    }

    private static SignedPrecommit Vote(int voter, BlockHeader? block = null) => Four.Vote(voter, block ?? Target);

    private static GrandpaFault Verify(ImmutableArray<SignedPrecommit> votes, params ImmutableArray<BlockHeader> ancestry) => GrandpaVerifier.Verify(
        new GrandpaJustification(1, new GrandpaCommit(Target.Hash(), Target.Number, votes), ancestry), Four.Set, Target.Hash(), Target.Number);
}
