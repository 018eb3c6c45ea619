using System.Text.Json.Nodes;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Node.Tests;

public sealed class AuthorTests
{
    [Fact]
    public async Task A_watched_transfer_goes_from_ready_to_final_in_serdes_form()
    {
        await using var node = await TestNode.StartAsync();
        foreach (var pair in new[] { TestNode.Alice, TestNode.Bob, TestNode.Charlie })
        {
            var statuses = await node.WatchAsync(node.TransferBy(pair, 0));
            var block = await node.TextAsync("chain_getBlockHash");
            Assert.Equal(["\"ready\"", $$"""{"inBlock":"{{block}}"}""", $$"""{"finalized":"{{block}}"}"""], statuses);
        }

        Assert.Equal(3u, node.Node.FinalizedNumber);
    }

    [Fact]
    public async Task A_transfer_that_waits_for_another_is_future_first()
    {
        await using var node = await TestNode.StartAsync();
        var second = node.WatchAsync(node.TransferBy(TestNode.Alice, 1));
        while ((await node.AskAsync("author_pendingExtrinsics")).GetArrayLength() != 0 || second.IsCompleted)
        {
            Assert.Fail("a future transaction is not pending");
        }

        await Until(async () => (await node.FailAsync("author_submitExtrinsic", Hex.Encode(node.TransferBy(TestNode.Alice, 1)))).Code == 1013);
        await node.AskAsync("author_submitExtrinsic", Hex.Encode(node.TransferBy(TestNode.Alice, 0)));
        Assert.Equal(["\"future\"", "\"ready\""], (await second).Take(2));
    }

    [Fact]
    public async Task Every_refusal_has_the_code_and_words_of_a_Substrate_node()
    {
        await using var node = await TestNode.StartAsync();
        var poor = KeyPair.FromSecretUri("//nobody", KeyType.Sr25519);
        var first = node.TransferBy(TestNode.Alice, 0);
        await node.WatchAsync(first);

        await Refused(1001, "0x01020304");
        await Refused(1002, "0x0c010203");
        await Refused(1010, Hex.Encode(node.TransferBy(poor, 0)), "Inability to pay some fees (e.g. account balance too low)");
        await Refused(1010, Hex.Encode(node.TransferBy(TestNode.Alice, 0, tip: 1)), "Transaction is outdated");
        var forged = node.TransferBy(TestNode.Alice, 1);
        forged[^1] ^= 1;
        await Refused(1010, Hex.Encode(forged), "Transaction has a bad signature");
        await Refused(1012, Hex.Encode(forged));
        await Refused(-32602, "0xzz");

        async Task Refused(int code, string extrinsic, string? reason = null)
        {
            var error = await node.FailAsync("author_submitExtrinsic", extrinsic);
            Assert.True(code == error.Code, $"{error.Code} {error.ServerMessage}");
            if (reason is not null)
            {
                Assert.Equal("Invalid Transaction", error.ServerMessage);
                Assert.Equal(reason, error.ErrorData!.Value.GetString());
            }
        }
    }

    [Fact]
    public async Task A_pending_transaction_is_replaced_by_one_with_a_higher_tip_only()
    {
        await using var node = await TestNode.StartAsync(new NodeOptions { BlockTime = BlockTime.Every(TimeSpan.FromMinutes(10)) });
        var first = node.WatchAsync(node.TransferBy(TestNode.Alice, 0, tip: 1000));
        await Until(async () => (await node.AskAsync("author_pendingExtrinsics")).GetArrayLength() == 1);
        Assert.Equal(1u, (await node.AskAsync("system_accountNextIndex", Ss58.Encode(TestNode.Alice.AccountId))).GetUInt32());

        var error = await node.FailAsync("author_submitExtrinsic", Hex.Encode(node.TransferBy(TestNode.Alice, 0, tip: 999)));
        Assert.Equal(1014, error.Code);
        var hash = await node.TextAsync("author_submitExtrinsic", Hex.Encode(node.TransferBy(TestNode.Alice, 0, tip: 1_000_000)));
        Assert.Equal(["\"ready\"", $$"""{"usurped":"{{hash}}"}"""], await first);

        var removed = await node.AskAsync("author_removeExtrinsic", new JsonArray(new JsonObject { ["hash"] = hash }));
        Assert.Equal(hash, removed[0].GetString());
        Assert.Equal(0, (await node.AskAsync("author_pendingExtrinsics")).GetArrayLength());
    }

    [Fact]
    public async Task Many_transactions_sent_at_once_all_become_final()
    {
        await using var node = await TestNode.StartAsync();
        var submissions = Enumerable.Range(0, 200)
            .Select(nonce => node.AskAsync("author_submitExtrinsic", Hex.Encode(node.TransferBy(TestNode.Alice, (uint)nonce))))
            .ToList();
        await Task.WhenAll(submissions);
        await Until(async () => (await node.AskAsync("system_accountNextIndex", TestNode.Alice.AccountId.ToString())).GetUInt32() == 200
            && (await node.AskAsync("author_pendingExtrinsics")).GetArrayLength() == 0);
        Assert.InRange(node.Node.FinalizedNumber, 1u, 200u);
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
