using System.Collections.Immutable;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Runtime.Tests;

public class BlockTests
{
    [Fact]
    public void The_first_state_depends_on_nothing_but_its_configuration()
    {
        var (first, _) = new ChainRuntime().BuildGenesis(ChainSpec.Development().Genesis);
        var (again, _) = new ChainRuntime().BuildGenesis(ChainSpec.Development().Genesis);
        var (other, _) = new ChainRuntime().BuildGenesis(ChainSpec.Development().Genesis with { Salt = [1] });

        Assert.Equal(first, again);
        Assert.NotEqual(first.StateRoot, other.StateRoot);
        Assert.Equal(StateTrie.EmptyRoot, first.ExtrinsicsRoot);
    }

    [Fact]
    public void A_first_state_that_could_not_hold_is_refused()
    {
        var genesis = TestChain.DevelopmentGenesis;
        var account = TestChain.Bob.AccountId;

        Assert.Throws<ArgumentException>(() => new TestChain(genesis with { Endowed = [(account, 1000), (account, 1000)] }));
        Assert.Throws<ArgumentException>(() => new TestChain(genesis with { Endowed = [(account, 499)] }));
    }

    [Fact]
    public void A_block_says_what_it_did()
    {
        var chain = new TestChain();
        var parent = chain.Head;
        chain.Block(chain.Sign(TestChain.Alice, TestChain.Transfer(TestChain.Bob.AccountId, 1000)));
        var block = chain.Last!;

        Assert.Equal((1u, parent.Hash()), (block.Header.Number, block.Header.ParentHash));
        Assert.Equal(TrieRoot.Ordered(block.Body, StateVersion.V0), block.Header.ExtrinsicsRoot);
        Assert.Equal(block.State.Root(StateVersion.V0), block.Header.StateRoot);
        Assert.Equal(parent.Hash(), TestChain.Runtime.Pallets.System.BlockHash.Get(chain.Context(), 0));
        Assert.All(block.Changes, one => Assert.Equal(one.Value is not null, block.State.Contains(one.Key)));
    }

    [Fact]
    public void Time_goes_on_even_when_the_clock_does_not()
    {
        var chain = new TestChain();
        var times = new List<ulong>();
        foreach (var clock in new ulong[] { 5_000, 5_000, 4_000, 6_000 })
        {
            chain.Import(TestChain.Runtime.StartBlock(chain.State, chain.Head, clock, []).Finish());
            times.Add(TestChain.Runtime.Pallets.Timestamp.Now.Get(chain.Context()));
        }

        Assert.Equal([5_000, 5_001, 5_002, 6_000], times);
    }

    [Fact]
    public void Block_hashes_are_kept_for_a_while_and_the_first_for_ever()
    {
        var chain = new TestChain();
        var system = TestChain.Runtime.Pallets.System;
        var count = SystemPallet.BlockHashCount + 3;
        for (var i = 0u; i < count; i++)
        {
            var block = TestChain.Runtime.StartBlock(chain.State, chain.Head, i, []).Finish();
            chain.Adopt(block);
        }

        var context = chain.Context();
        Assert.Equal(chain.Genesis, system.BlockHash.Get(context, 0));
        Assert.False(system.BlockHash.Contains(context, 1));
        Assert.True(system.BlockHash.Contains(context, count - SystemPallet.BlockHashCount));
    }

    [Theory]
    [InlineData(BlockFault.WrongStateRoot)]
    [InlineData(BlockFault.WrongExtrinsicsRoot)]
    [InlineData(BlockFault.WrongDigest)]
    [InlineData(BlockFault.WrongParent)]
    [InlineData(BlockFault.InvalidExtrinsic)]
    [InlineData(BlockFault.MissingInherent)]
    public void A_block_that_lies_is_refused(BlockFault fault)
    {
        var chain = new TestChain();
        var (parent, state) = (chain.Head, chain.State);
        chain.Block(chain.Sign(TestChain.Alice, TestChain.Transfer(TestChain.Bob.AccountId, 1000)));
        var (header, body) = (chain.Last!.Header, chain.Last.Body);
        var other = new Hash256(new Bytes32(new byte[32]));
        (header, body) = fault switch
        {
            BlockFault.WrongStateRoot => (header with { StateRoot = other }, body),
            BlockFault.WrongExtrinsicsRoot => (header with { ExtrinsicsRoot = other }, body),
            BlockFault.WrongDigest => (header with { Digest = [new DigestItem.Other([1])] }, body),
            BlockFault.WrongParent => (header with { ParentHash = other }, body),
            BlockFault.InvalidExtrinsic => (header, body.Add(body[1])),
            _ => (header, body.RemoveAt(0)),
        };

        Assert.Equal(fault, TestChain.Runtime.ExecuteBlock(state, parent, header, body).Error);
    }

    [Fact]
    public void The_authors_messages_and_seals_do_not_change_what_a_block_does()
    {
        var chain = new TestChain();
        ImmutableArray<DigestItem> digest = [new DigestItem.PreRuntime(ConsensusEngineId.Aura, [1, 2, 3])];
        var block = TestChain.Runtime.StartBlock(chain.State, chain.Head, TestChain.Start, digest).Finish();
        var sealedHeader = block.Header with { Digest = [.. digest, new DigestItem.Seal(ConsensusEngineId.Aura, [4])] };

        Assert.Equal(digest.ToArray(), block.Header.Digest.ToArray());
        Assert.True(TestChain.Runtime.ExecuteBlock(chain.State, chain.Head, sealedHeader, block.Body).IsOk);
    }

    [Fact]
    public void New_authorities_are_announced_in_the_header_and_take_over_after_the_delay()
    {
        var chain = new TestChain();
        var grandpa = TestChain.Runtime.Pallets.Grandpa;
        ImmutableArray<(GrandpaKey Key, ulong Weight)> next = [(new GrandpaKey(TestChain.Bob.AccountId.Bytes), 3)];
        var change = TestChain.Sudo(new RuntimeCall.Grandpa(new GrandpaPallet.Call.ScheduleChange(next, 2)));

        Assert.True(chain.Run(TestChain.Alice, change).IsSuccess);

        var log = Assert.IsType<DigestItem.Consensus>(chain.Head.Digest.Single());
        Assert.Equal(ConsensusEngineId.Grandpa, log.Engine);
        Assert.Equal([1, 4, .. TestChain.Bob.PublicKey.ToArray(), 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0], log.Data.ToArray());
        chain.Block();
        Assert.Equal(3, grandpa.Authorities.Get(chain.Context()).Inner.Length);
        chain.Block();
        Assert.Equal(next.ToArray(), grandpa.Authorities.Get(chain.Context()).Inner.ToArray());
        Assert.Equal(1ul, grandpa.CurrentSetId.Get(chain.Context()));
        Assert.Contains(
            grandpa.Name, TestChain.Runtime.Pallets.System.Events.Get(chain.Context()).Select(one => one.Event.GetType().Name));
    }

    [Fact]
    public void Authorities_that_could_not_count_votes_are_refused()
    {
        var chain = new TestChain();
        var key = new GrandpaKey(TestChain.Bob.AccountId.Bytes);
        foreach (ImmutableArray<(GrandpaKey Key, ulong Weight)> next in new[]
        {
            [], [(key, 0)], [(key, 1), (key, 1)], ImmutableArray.Create((key, ulong.MaxValue), (default(GrandpaKey), 1ul)),
        })
        {
            chain.Run(TestChain.Alice, TestChain.Sudo(new RuntimeCall.Grandpa(new GrandpaPallet.Call.ScheduleChange(next, 0))));
            var sudid = (SudoPallet.Event.Sudid)chain.Events().OfType<RuntimeEvent.Sudo>().Single().Event;
            Assert.Equal(new DispatchError.Module(new ModuleError(24, 32)), sudid.Result.Error);
            Assert.Empty(chain.Head.Digest);
        }
    }

    [Fact]
    public void A_finished_block_takes_nothing_more()
    {
        var chain = new TestChain();
        var builder = TestChain.Runtime.StartBlock(chain.State, chain.Head, 0, []);
        builder.Finish();

        Assert.Throws<InvalidOperationException>(() => builder.Apply(new byte[1]));
        Assert.Throws<InvalidOperationException>(builder.Finish);
    }
}
