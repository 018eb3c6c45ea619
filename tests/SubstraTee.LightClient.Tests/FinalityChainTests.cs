using System.Collections.Immutable;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.LightClient.Tests;

public class FinalityChainTests
{
    private static readonly Hash256 Genesis = Headers.Genesis.Hash();
    private static readonly Voters First = new(setId: 0, count: 4);
    private static readonly Voters Second = new(setId: 1, count: 3, first: 10);

    [Fact]
    public void Headers_up_to_a_justified_one_become_final()
    {
        var chain = New();
        var headers = Headers.Chain(Headers.Genesis, 5);

        Assert.True(chain.TryImport(headers, First.JustifyEncoded(headers[4], votes: 3), out var finalized, out var error));

        Assert.Equal(LightClientFault.None, error.Fault);
        Assert.Equal(headers.Select(header => header.Hash()), finalized.Select(one => one.Hash));
        Assert.Equal((5u, headers[4].Hash()), (chain.HeadNumber, chain.HeadHash));
    }

    [Fact]
    public void Nothing_is_final_without_its_own_justification()
    {
        var headers = Headers.Chain(Headers.Genesis, 3);
        Refused(New(), headers, [], LightClientFault.Unjustified, 3);
        Refused(New(), headers, First.JustifyEncoded(headers[1]), LightClientFault.BadJustification, 3, GrandpaFault.OtherTarget);
        Refused(New(), headers, First.JustifyEncoded(headers[2], votes: 2), LightClientFault.BadJustification, 3, GrandpaFault.BelowThreshold);
        Refused(New(), headers, [1, 2, 3], LightClientFault.BadJustification, 3, GrandpaFault.Malformed);
        Refused(New(), headers, Second.JustifyEncoded(headers[2]), LightClientFault.WrongSet, 3, GrandpaFault.UnknownVoter);
        Refused(New(), headers, new Voters(1, 4).JustifyEncoded(headers[2]), LightClientFault.WrongSet, 3, GrandpaFault.OtherSet);
    }

    [Fact]
    public void Headers_have_to_follow_from_the_final_block_without_a_gap()
    {
        var headers = Headers.Chain(Headers.Genesis, 6);
        var chain = After(headers.Take(2));
        Refused(chain, [], [], LightClientFault.NoHeaders, 2);
        Refused(chain, headers[3..], First.JustifyEncoded(headers[5]), LightClientFault.NumberGap, 4);
        Refused(chain, [headers[2], headers[4]], First.JustifyEncoded(headers[4]), LightClientFault.NumberGap, 5);
        Refused(chain, [headers[2], headers[2]], First.JustifyEncoded(headers[2]), LightClientFault.NumberGap, 3);
        var other = Headers.Chain(headers[1], 2, salt: 7);
        Refused(chain, [headers[2], other[1]], First.JustifyEncoded(other[1]), LightClientFault.BrokenAncestry, 4);
        Refused(chain, headers[..1], First.JustifyEncoded(headers[0]), LightClientFault.Stale, 1);
        Refused(chain, headers[..2], First.JustifyEncoded(headers[1]), LightClientFault.Stale, 2);
        Refused(
            chain,
            [.. Enumerable.Repeat(headers[2], FinalityChain.MaxHeaders + 1)],
            First.JustifyEncoded(headers[2]),
            LightClientFault.TooManyHeaders,
            3);
    }

    [Fact]
    public void Headers_that_are_known_already_are_passed_over()
    {
        var headers = Headers.Chain(Headers.Genesis, 6);
        var chain = After(headers.Take(2));
        Assert.True(chain.TryImport(headers, First.JustifyEncoded(headers[5]), out var finalized, out _));
        Assert.Equal([3u, 4u, 5u, 6u], finalized.Select(one => one.Number));
    }

    [Fact]
    public void Another_chain_is_named_by_its_first_block()
    {
        var foreign = Headers.Genesis with { StateRoot = Headers.Filled(77) };
        var headers = Headers.Chain(foreign, 2);
        Refused(New(), headers, First.JustifyEncoded(headers[1]), LightClientFault.WrongGenesis, 1);
        Refused(New(), [foreign, .. headers], First.JustifyEncoded(headers[1]), LightClientFault.WrongGenesis, 0);
        Refused(After(Headers.Chain(Headers.Genesis, 9)), headers, First.JustifyEncoded(headers[1]), LightClientFault.WrongGenesis, 1);
        Assert.Throws<ArgumentException>(() => new FinalityChain(Genesis, 0, foreign.Hash(), First.Set));
    }

    [Fact]
    public void A_fork_is_refused_and_one_that_the_voters_justified_is_named_equivocation()
    {
        var headers = Headers.Chain(Headers.Genesis, 4);
        var chain = After(headers);
        var fork = Headers.Chain(headers[1], 3, salt: 7);
        Refused(chain, fork, [], LightClientFault.BrokenAncestry, 4);
        Refused(chain, fork, First.JustifyEncoded(fork[2], votes: 2), LightClientFault.BrokenAncestry, 4);
        Refused(chain, fork, First.JustifyEncoded(fork[2]), LightClientFault.Equivocation, 4);
        var above = Headers.Child(Headers.Child(headers[2], salt: 7));
        Refused(chain, [above], First.JustifyEncoded(above), LightClientFault.Equivocation, 5);
        Refused(chain, [fork[1], fork[2]], First.JustifyEncoded(fork[2]), LightClientFault.Equivocation, 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Other_voters_take_over_after_the_block_that_the_digest_names(uint delay)
    {
        var announcing = Headers.Child(Headers.Genesis, digest: Scheduled(delay));
        var upToChange = new List<BlockHeader> { announcing };
        upToChange.AddRange(Headers.Chain(announcing, (int)delay));
        var after = Headers.Chain(upToChange[^1], 2);
        var chain = New();

        Refused(chain, [.. upToChange, after[0]], First.JustifyEncoded(after[0]), LightClientFault.ChangeUnjustified, 1 + delay);
        Refused(chain, [.. upToChange, after[0]], Second.JustifyEncoded(after[0]), LightClientFault.ChangeUnjustified, 1 + delay);
        Refused(chain, upToChange, Second.JustifyEncoded(upToChange[^1]), LightClientFault.WrongSet, 1 + delay, GrandpaFault.UnknownVoter);
        Assert.True(chain.TryImport(upToChange, First.JustifyEncoded(upToChange[^1]), out _, out _));
        Assert.Equal(Second.Set, chain.Authorities);
        Assert.Null(chain.PendingChangeBlock);

        Refused(chain, after, First.JustifyEncoded(after[1]), LightClientFault.WrongSet, 3 + delay, GrandpaFault.UnknownVoter);
        Assert.True(chain.TryImport(after, Second.JustifyEncoded(after[1]), out _, out _));
    }

    [Fact]
    public void A_pending_change_is_remembered_over_imports_and_restarts()
    {
        var announcing = Headers.Child(Headers.Genesis, digest: Scheduled(3));
        var rest = Headers.Chain(announcing, 4);
        var chain = New();
        Assert.True(chain.TryImport([announcing], First.JustifyEncoded(announcing), out _, out _));
        Assert.Equal(4u, chain.PendingChangeBlock);
        Assert.True(chain.TryImport(rest[..2], First.JustifyEncoded(rest[1]), out _, out _));

        Assert.True(FinalityChain.TryDecode(chain.Encode(), out var restored));
        Assert.Equal(4u, restored!.PendingChangeBlock);
        Refused(restored, rest[2..], First.JustifyEncoded(rest[3]), LightClientFault.ChangeUnjustified, 4);
        Assert.True(restored.TryImport(rest[2..3], First.JustifyEncoded(rest[2]), out _, out _));
        Assert.Equal(Second.Set, restored.Authorities);

        // The voters who made the last block final are remembered too: they are the ones who could have cheated there.
        Assert.True(FinalityChain.TryDecode(restored.Encode(), out var again));
        var fork = Headers.Child(rest[1], salt: 7);
        Refused(again!, [fork], First.JustifyEncoded(fork), LightClientFault.Equivocation, 4);
        Assert.True(again!.TryImport(rest[3..], Second.JustifyEncoded(rest[3]), out _, out _));
    }

    [Fact]
    public void Changes_that_cannot_be_followed_are_refused()
    {
        var forced = Headers.Child(Headers.Genesis, digest: Headers.Says(
            new GrandpaConsensusLog.ForcedChange(0, new GrandpaScheduledChange(Second.Set.Authorities, 0))));
        Refused(New(), [forced], First.JustifyEncoded(forced), LightClientFault.ForcedChange, 1);

        var nobody = Headers.Child(Headers.Genesis, digest: Headers.Says(
            new GrandpaConsensusLog.ScheduledChange(new GrandpaScheduledChange([], 0))));
        Refused(New(), [nobody], First.JustifyEncoded(nobody), LightClientFault.InvalidChange, 1);

        var far = Headers.Child(Headers.Genesis, digest: Scheduled(uint.MaxValue));
        Refused(New(), [far], First.JustifyEncoded(far), LightClientFault.InvalidChange, 1);

        var twice = Headers.Child(Headers.Genesis, digest: [Scheduled(1), Scheduled(1)]);
        Refused(New(), [twice], First.JustifyEncoded(twice), LightClientFault.InvalidChange, 1);

        var one = Headers.Child(Headers.Genesis, digest: Scheduled(5));
        var overlapping = Headers.Child(one, digest: Scheduled(5));
        Refused(New(), [one, overlapping], First.JustifyEncoded(overlapping), LightClientFault.InvalidChange, 2);

        var garbled = Headers.Child(Headers.Genesis, digest: new DigestItem.Consensus(ConsensusEngineId.Grandpa, [1, 2, 3]));
        Refused(New(), [garbled], First.JustifyEncoded(garbled), LightClientFault.BadDigest, 1);
    }

    [Fact]
    public void Messages_that_change_no_voters_are_passed_over()
    {
        ImmutableArray<DigestItem> digest =
        [
            Headers.Says(new GrandpaConsensusLog.OnDisabled(1)),
            new DigestItem.Consensus(ConsensusEngineId.Babe, [1, 2, 3]),
            new DigestItem.PreRuntime(ConsensusEngineId.Aura, [0]),
            new DigestItem.Seal(ConsensusEngineId.Grandpa, [9]),
        ];
        var header = Headers.Child(Headers.Genesis, 0, digest);
        Assert.True(New().TryImport([header], First.JustifyEncoded(header), out _, out _));
    }

    [Fact]
    public void Any_changed_byte_of_headers_or_justification_is_refused()
    {
        var headers = Headers.Chain(Headers.Genesis, 3);
        var justification = First.JustifyEncoded(headers[2]);
        for (var i = 0; i < headers.Count; i++)
        {
            var bytes = BlockHeader.Codec.Encode(headers[i]);
            for (var at = 0; at < bytes.Length; at++)
            {
                var changed = (byte[])bytes.Clone();
                changed[at] ^= 1;
                if (BlockHeader.Codec.TryDecode(changed, out var header, out _))
                {
                    var others = headers.ToList();
                    others[i] = header;
                    Assert.False(New().TryImport(others, justification, out _, out _), $"header {i} byte {at}");
                }
            }
        }

        for (var at = 0; at < justification.Length; at++)
        {
            var changed = (byte[])justification.Clone();
            changed[at] ^= 0x10;
            Assert.False(New().TryImport(headers, changed, out _, out _), $"justification byte {at}");
        }
    }

    [Fact]
    public void The_head_itself_is_known_by_its_header_only()
    {
        var headers = Headers.Chain(Headers.Genesis, 2);
        var chain = After(headers);
        Assert.True(chain.TryVerifyHead(headers[1], out var head));
        Assert.Equal(chain.HeadHash, head!.Hash);
        Assert.False(chain.TryVerifyHead(headers[0], out _));
        Assert.False(chain.TryVerifyHead(headers[1] with { StateRoot = Headers.Filled(9) }, out _));
    }

    [Fact]
    public void State_that_was_cut_or_never_written_is_refused()
    {
        var bytes = After(Headers.Chain(Headers.Genesis, 2)).Encode();
        Assert.True(FinalityChain.TryDecode(bytes, out _));
        Assert.False(FinalityChain.TryDecode(bytes.AsSpan(..^1), out _));
        Assert.False(FinalityChain.TryDecode([], out _));
        Assert.False(FinalityChain.TryDecode([2, .. bytes.AsSpan(1)], out _));
    }

    [Fact]
    public void Every_fault_has_a_code_of_its_own_and_says_what_to_try()
    {
        var faults = Enum.GetValues<LightClientFault>();
        Assert.Equal(faults.Length, faults.Select(fault => new LightClientError(fault, 1).Code).Distinct(StringComparer.Ordinal).Count());
        Assert.All(faults, fault => Assert.NotEmpty(new LightClientError(fault, 1).ToString()));
    }

    private static FinalityChain New() => new(Genesis, 0, Genesis, First.Set);

    private static FinalityChain After(IEnumerable<BlockHeader> headers)
    {
        var chain = New();
        var list = headers.ToList();
        Assert.True(chain.TryImport(list, First.JustifyEncoded(list[^1]), out _, out _));
        return chain;
    }

    private static DigestItem Scheduled(uint delay) => Headers.Says(
        new GrandpaConsensusLog.ScheduledChange(new GrandpaScheduledChange(Second.Set.Authorities, delay)));

    private static void Refused(
        FinalityChain chain,
        IReadOnlyList<BlockHeader> headers,
        byte[] justification,
        LightClientFault expected,
        uint block,
        GrandpaFault grandpa = GrandpaFault.None)
    {
        var before = chain.Encode();
        Assert.False(chain.TryImport(headers, justification, out var finalized, out var error));
        Assert.Equal(new LightClientError(expected, block, grandpa), error);
        Assert.Empty(finalized);
        Assert.Equal(before, chain.Encode());
    }
}
