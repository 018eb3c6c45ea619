using SubstraTee.Codec;
using SubstraTee.LightClient;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;
using static SubstraTee.Client.Tests.ChainFixture;

namespace SubstraTee.Client.Tests;

public sealed class FinalityClientTests(ChainFixture fixture) : IClassFixture<ChainFixture>
{
    private ChainClient Chain => fixture.Chain;

    [Fact]
    public async Task Final_blocks_and_their_state_are_believed_by_proof()
    {
        using var alice = Dev("Alice");
        var sent = await Chain.Transactions.SubmitAsync(alice, Transfer(Chain, Fresh(9), 3_000_000_000_000), TransactionStage.Finalized, Limit);
        var finality = new FinalityClient(Chain, await VotersAsync());

        var latest = await finality.LatestAsync(Limit);
        var map = new StorageMap<AccountId, AccountInfo>(Chain.Metadata, "System", "Account", Scale.AccountId, AccountInfo.Codec);
        var proven = await finality.ReadAsync(latest.Block, [map.Key(Fresh(9)), map.Key(Fresh(10))], "accounts", Limit);

        Assert.True(latest.Block.Number >= sent.Block.Number);
        Assert.Equal((UInt128)3_000_000_000_000, proven.State.Read(map, Fresh(9)).Value.Data.Free);
        Assert.Equal(ProvenReadKind.Absent, proven.State.Read(map.Key(Fresh(10))).Kind);
    }

    [Fact]
    public async Task Blocks_before_a_final_one_are_final()
    {
        using var bob = Dev("Bob");
        for (var i = 0; i < 3; i++)
        {
            await Chain.Transactions.SubmitAsync(bob, Transfer(Chain, Fresh(11), 1_000_000_000_000), TransactionStage.Finalized, Limit);
        }

        var finality = new FinalityClient(Chain, await VotersAsync());
        var latest = await finality.LatestAsync(Limit);

        var path = await finality.BackToAsync(1, latest.Block, Limit);

        Assert.Equal(Enumerable.Range(1, (int)latest.Block.Number).Select(number => (uint)number), path.Select(block => block.Number));
        Assert.Equal(await Chain.Node.BlockHashAsync(1, Limit), path[0].Hash);
    }

    [Fact]
    public async Task Justified_blocks_are_followed()
    {
        using var charlie = Dev("Charlie");
        var finality = new FinalityClient(Chain, await VotersAsync());
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var next = Task.Run(async () =>
        {
            await foreach (var block in finality.FollowAsync(stop.Token))
            {
                return block;
            }

            return null;
        });
        while (!next.IsCompleted)
        {
            await Chain.Transactions.SubmitAsync(charlie, Transfer(Chain, Fresh(12), 1_000_000_000_000), TransactionStage.InBlock, Limit);
        }

        Assert.NotNull(await next);
    }

    [Fact]
    public async Task Other_voters_than_those_that_are_trusted_prove_nothing()
    {
        using var dave = Dev("Dave");
        await Chain.Transactions.SubmitAsync(dave, Transfer(Chain, Fresh(13), 1_000_000_000_000), TransactionStage.Finalized, Limit);
        var voters = await VotersAsync();

        var later = new FinalityClient(Chain, AuthoritySet.Create(voters.SetId + 1, voters.Authorities));
        var others = new FinalityClient(Chain, AuthoritySet.Create(voters.SetId, [.. voters.Authorities.Select((_, i) => new GrandpaAuthority(Fresh((byte)(50 + i)).Bytes, 1))]));

        Assert.Equal("STEE-C0007", (await Assert.ThrowsAsync<ClientException>(() => later.LatestAsync(Limit))).Code);
        Assert.Equal("STEE-C0007", (await Assert.ThrowsAsync<ClientException>(() => others.LatestAsync(Limit))).Code);
    }

    [Fact]
    public async Task Headers_that_do_not_lead_to_the_final_block_are_refused()
    {
        using var eve = Dev("Eve");
        await Chain.Transactions.SubmitAsync(eve, Transfer(Chain, Fresh(14), 1_000_000_000_000), TransactionStage.Finalized, Limit);
        var finality = new FinalityClient(Chain, await VotersAsync());
        var latest = await finality.LatestAsync(Limit);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => finality.BackToAsync(latest.Block.Number + 1, latest.Block, Limit));
        Assert.Same(latest.Block, Assert.Single(await finality.BackToAsync(latest.Block.Number, latest.Block, Limit)));
    }

    private async Task<AuthoritySet> VotersAsync()
    {
        var voters = await Chain.Node.RuntimeCallAsync("GrandpaApi_grandpa_authorities", default, Limit);
        var set = await Chain.Node.RuntimeCallAsync("GrandpaApi_current_set_id", default, Limit);
        return AuthoritySet.Create(Scale.U64.Decode(set), AuthoritySet.ListCodec.Decode(voters));
    }
}
