using System.Collections.Immutable;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient.Tests;

public class VoterChangeTests
{
    private static readonly Voters First = new(setId: 3, count: 4);
    private static readonly Voters Second = new(setId: 4, count: 3, first: 10);
    private static readonly Voters Third = new(setId: 5, count: 3, first: 20);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_set_hands_over_after_the_block_that_was_announced(int delay)
    {
        var headers = Announced(Headers.Genesis, Second, delay);

        Assert.True(VoterChange.TryFind([Headers.Genesis, .. headers], First.JustifyEncoded(headers[^1], votes: 3), out var change));
        Assert.True(change.TryFollow(First.Set, out var next, out var error), error.ToString());

        Assert.Equal(delay + 1, change.Headers.Length);
        Assert.Equal(Second.Set.SetId, next.SetId);
        Assert.Equal<IEnumerable<GrandpaAuthority>>(Second.Set.Authorities, next.Authorities);
    }

    [Fact]
    public void Several_changes_are_followed_one_after_the_other_and_none_may_be_left_out()
    {
        var one = Announced(Headers.Genesis, Second, 0);
        var two = Announced(Headers.Chain(one[^1], 7)[^1], Third, 2);
        var changes = new[] { Change(one, First), Change(two, Second) };

        Assert.True(VoterChange.TryFollow(First.Set, changes, out var last, out _));
        Assert.Equal<IEnumerable<GrandpaAuthority>>(Third.Set.Authorities, last.Authorities);

        Assert.True(VoterChange.TryFollow(First.Set, [], out last, out _));
        Assert.Same(First.Set, last);
        Assert.False(VoterChange.TryFollow(First.Set, changes[1..], out last, out var error));
        Assert.Equal((null, LightClientFault.WrongSet), (last, error.Fault));
    }

    [Fact]
    public void Only_what_the_headers_of_a_justified_block_say_is_a_change()
    {
        var headers = Announced(Headers.Genesis, Second, 2);
        Refused(new VoterChange([.. headers], Second.JustifyEncoded(headers[^1])), LightClientFault.WrongSet);
        Refused(new VoterChange([.. headers], First.JustifyEncoded(headers[^1], votes: 2)), LightClientFault.BadJustification);
        Refused(new VoterChange([.. headers], default), LightClientFault.Unjustified);
        Refused(new VoterChange([], First.JustifyEncoded(headers[^1])), LightClientFault.NoHeaders);

        // Too early, too late, not announced at all, and announced somewhere in the middle.
        Refused(Change(headers[..2], First), LightClientFault.InvalidChange);
        Refused(Change([.. headers, .. Headers.Chain(headers[^1], 1)], First), LightClientFault.InvalidChange);
        Refused(Change(headers[1..], First), LightClientFault.InvalidChange);
        Refused(Change([Headers.Genesis, .. headers], First), LightClientFault.InvalidChange);

        // A second announcement while one is pending, voters that are no set, a change by force, a message that does not decode.
        var twice = headers[..2].Append(Headers.Child(headers[1], 0, Says(Third, 0))).ToList();
        Refused(Change(twice, First), LightClientFault.InvalidChange);
        Refused(Change([Headers.Child(Headers.Genesis, 0, Headers.Says(Scheduled([], 0)))], First), LightClientFault.InvalidChange);
        var forced = new GrandpaConsensusLog.ForcedChange(1, new GrandpaScheduledChange(Second.Set.Authorities, 0));
        Refused(Change([Headers.Child(Headers.Genesis, 0, Headers.Says(forced))], First), LightClientFault.ForcedChange);
        var garbage = new DigestItem.Consensus(ConsensusEngineId.Grandpa, [0xff]);
        Refused(Change([Headers.Child(Headers.Genesis, 0, garbage)], First), LightClientFault.BadDigest);

        var endless = Announced(Headers.Genesis, Second, VoterChange.MaxHeaders);
        Refused(Change(endless, First), LightClientFault.TooManyHeaders);
    }

    [Fact]
    public void Headers_that_complete_no_change_hold_none()
    {
        var headers = Announced(Headers.Genesis, Second, 3);

        Assert.False(VoterChange.TryFind(headers[..3], default, out _));
        Assert.False(VoterChange.TryFind([.. headers, .. Headers.Chain(headers[^1], 1)], default, out _));
        Assert.False(VoterChange.TryFind(headers[1..], default, out _));
    }

    private static void Refused(VoterChange change, LightClientFault fault)
    {
        Assert.False(change.TryFollow(First.Set, out var next, out var error));
        Assert.Null(next);
        Assert.Equal(fault, error.Fault);
    }

    private static VoterChange Change(IReadOnlyList<BlockHeader> headers, Voters voters) => new([.. headers], voters.JustifyEncoded(headers[^1]));

    private static BlockHeader[] Announced(BlockHeader parent, Voters next, int delay)
    {
        var first = Headers.Child(parent, 0, Says(next, (uint)delay));
        return [first, .. Headers.Chain(first, delay)];
    }

    private static DigestItem Says(Voters next, uint delay) => Headers.Says(Scheduled(next.Set.Authorities, delay));

    private static GrandpaConsensusLog.ScheduledChange Scheduled(ImmutableArray<GrandpaAuthority> next, uint delay) =>
        new(new GrandpaScheduledChange(next, delay));
}
