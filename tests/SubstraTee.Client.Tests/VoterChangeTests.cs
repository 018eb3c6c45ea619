using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.LightClient;
using SubstraTee.Substrate;
using static SubstraTee.Client.Tests.ChainFixture;

namespace SubstraTee.Client.Tests;

/// <summary>The chain's voters hand over to others, on a real node: clients follow by proof.</summary>
public sealed class VoterChangeTests(ChainFixture fixture) : IClassFixture<ChainFixture>
{
    private static readonly IReadOnlyDictionary<string, string> One = new Dictionary<string, string>
    {
        ["by"] = "42",
        ["memo"] = $"0x{new string('1', 64)}",
    };

    [Fact]
    public async Task A_shard_outlives_the_voters_of_its_checkpoint_and_its_receipts_say_who_followed_them()
    {
        await using var shard = await LyingShard.StartAsync(fixture.Chain);
        await shard.JoinAsync();
        using var alice = Dev("Alice");
        await using var early = await shard.OpenAsync();
        var before = await early.CallAsync(alice, "increment", One, null, Limit);
        Assert.Empty(before.Receipt.Anchor.Changes);

        await HandOverAsync(["Dave", "Eve", "Ferdie"], inBlocks: 2);
        await HandOverAsync(["Alice", "Eve"], inBlocks: 0);

        // Whoever followed all the time and whoever comes later.
        await using var late = await shard.OpenAsync();
        foreach (var client in new[] { early, late })
        {
            var result = await client.CallAsync(alice, "increment", One, null, Limit);
            Assert.Equal(2, result.Receipt.Anchor.Changes.Length);
            Assert.Equal(2ul, client.Finality.Voters.SetId);
            Assert.True(ReceiptBundle.TryParse(result.Receipt.ToJson(), out var read, out var why), why);
            Assert.True(ReceiptVerifier.Verify(read, shard.Id).Holds);
            Assert.Equal(ReceiptFault.NotFinal, Fault(read with { Anchor = read.Anchor with { Changes = [] } }));
            Assert.Equal(ReceiptFault.NotFinal, Fault(read with { Anchor = read.Anchor with { Changes = read.Anchor.Changes[..1] } }));
        }

        Assert.True(ReceiptVerifier.Verify(before.Receipt, shard.Id).Holds);

        ReceiptFault Fault(ReceiptBundle bundle) => ReceiptVerifier.Verify(bundle, shard.Id).Fault;
    }

    private async Task HandOverAsync(ImmutableArray<string> names, uint inBlocks)
    {
        using var sudo = Dev("Alice");
        var arguments = new ScaleWriter();
        AuthoritySet.ListCodec.Write(arguments, [.. names.Select(Authority)]);
        arguments.WriteU32(inBlocks);
        var metadata = fixture.Chain.Metadata;
        var change = Calls.Encode(metadata, "Grandpa", "schedule_change", arguments.WrittenSpan);
        await fixture.Chain.Transactions.SubmitAsync(sudo, Calls.Encode(metadata, "Sudo", "sudo", change), TransactionStage.Finalized, Limit);
        for (var i = 0; i < inBlocks + 1; i++)
        {
            await fixture.Chain.Transactions.SubmitAsync(sudo, Transfer(fixture.Chain, Fresh(77), 1_000_000_000_000), TransactionStage.Finalized, Limit);
        }
    }

    private static GrandpaAuthority Authority(string name)
    {
        using var pair = Dev(name, KeyType.Ed25519);
        return new GrandpaAuthority(pair.AccountId.Bytes, 1);
    }
}
