using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Node.Tests;

public sealed class ChainAndStateTests
{
    private static readonly string Unknown = "0x" + new string('1', 64);

    [Fact]
    public async Task Blocks_and_headers_have_Substrates_form()
    {
        await using var node = await TestNode.StartAsync();
        var hash = (await node.FinalizeTransferAsync(TestNode.Alice, 0)).ToString();
        var header = await node.AskAsync("chain_getHeader", hash);
        Assert.Equal("0x1", header.GetProperty("number").GetString());
        Assert.Equal(node.Node.GenesisHash.ToString(), header.GetProperty("parentHash").GetString());
        var logs = header.GetProperty("digest").GetProperty("logs").EnumerateArray()
            .Select(log => DigestItem.Codec.Decode(Hex.Decode(log.GetString()!)));
        var rebuilt = new BlockHeader(
            Hash(header, "parentHash"), 1, Hash(header, "stateRoot"), Hash(header, "extrinsicsRoot"), [.. logs]);
        Assert.Equal(hash, rebuilt.Hash().ToString());

        var signed = await node.AskAsync("chain_getBlock", hash);
        Assert.Equal(header.GetRawText(), signed.GetProperty("block").GetProperty("header").GetRawText());
        Assert.Equal(2, signed.GetProperty("block").GetProperty("extrinsics").GetArrayLength());
        var justification = signed.GetProperty("justifications")[0];
        Assert.Equal("[70,82,78,75]", justification[0].GetRawText());
        Assert.Equal(JsonValueKind.Number, justification[1][0].ValueKind);

        Assert.Equal(JsonValueKind.Null, (await node.AskAsync("chain_getHeader", Unknown)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await node.AskAsync("chain_getBlock", Unknown)).ValueKind);
        Assert.Equal(hash, await node.TextAsync("chain_getBlockHash"));
        Assert.Equal(hash, await node.TextAsync("chain_getBlockHash", 1));
        Assert.Equal(hash, await node.TextAsync("chain_getHead", "0x1"));
        Assert.Equal(
            $"""["{node.Node.GenesisHash}","{hash}",null]""",
            (await node.AskAsync("chain_getBlockHash", new JsonArray(0, 1, 2))).GetRawText());
        Assert.Equal(JsonValueKind.Null, (await node.AskAsync("chain_getBlockHash", 5_000_000_000L)).ValueKind);
        Assert.Equal(-32602, (await node.FailAsync("chain_getBlockHash", "abc")).Code);
        Assert.Equal(hash, await node.TextAsync("chain_getFinalisedHead"));
    }

    [Fact]
    public async Task Storage_can_be_read_now_and_then()
    {
        await using var node = await TestNode.StartAsync();
        var first = (await node.FinalizeTransferAsync(TestNode.Alice, 0)).ToString();
        var second = (await node.FinalizeTransferAsync(TestNode.Alice, 1)).ToString();
        var key = AccountKey(node, TestNode.Bob.AccountId);
        var then = await node.TextAsync("state_getStorage", key, first);
        var now = await node.TextAsync("state_getStorage", key);
        Assert.NotEqual(then, now);
        Assert.Equal(now, await node.TextAsync("state_getStorageAt", key, second));
        Assert.Equal(Blake2b.Hash256(Hex.Decode(now)).ToString(), await node.TextAsync("state_getStorageHash", key));
        Assert.Equal(Hex.Decode(now).Length, (await node.AskAsync("state_getStorageSize", key)).GetInt32());
        Assert.Equal(JsonValueKind.Null, (await node.AskAsync("state_getStorage", "0x1234")).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await node.AskAsync("state_getStorageSize", "0x1234")).ValueKind);

        Assert.Equal(
            $$"""[{"block":"{{first}}","changes":[["{{key}}","{{then}}"],["0x1234",null]]}]""",
            (await node.AskAsync("state_queryStorageAt", new JsonArray(key, "0x1234"), first)).GetRawText());
        Assert.Equal(
            $$"""[{"block":"{{first}}","changes":[["{{key}}","{{then}}"]]},{"block":"{{second}}","changes":[["{{key}}","{{now}}"]]}]""",
            (await node.AskAsync("state_queryStorage", new JsonArray(key), first, second)).GetRawText());
        Assert.Equal(4001, (await node.FailAsync("state_queryStorage", new JsonArray(key), second, first)).Code);
        var error = await node.FailAsync("state_getStorage", key, Unknown);
        Assert.Equal(4003, error.Code);
        Assert.Contains("UnknownBlock", error.ServerMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_come_in_pages_and_counts_are_limited()
    {
        await using var node = await TestNode.StartAsync();
        var prefix = node.Metadata.Storage("System", "Account").Prefix.ToString();
        var all = (await node.AskAsync("state_getKeys", prefix)).EnumerateArray().Select(key => key.GetString()!).ToList();
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        var paged = new List<string>();
        while (true)
        {
            var page = await node.AskAsync("state_getKeysPaged", prefix, 7, paged.Count == 0 ? null : paged[^1], null);
            if (page.GetArrayLength() == 0)
            {
                break;
            }

            paged.AddRange(page.EnumerateArray().Select(key => key.GetString()!));
        }

        Assert.Equal(all, paged);
        var pairs = await node.AskAsync("state_getPairs", prefix);
        Assert.Equal(all, pairs.EnumerateArray().Select(pair => pair[0].GetString()!));
        var error = await node.FailAsync("state_getKeysPaged", prefix, 1001);
        Assert.Equal((4002, "count exceeds maximum value. value: 1001, max: 1000"), (error.Code, error.ServerMessage));
    }

    [Fact]
    public async Task A_read_proof_holds_against_the_header_for_what_is_there_and_what_is_not()
    {
        await using var node = await TestNode.StartAsync();
        var block = (await node.FinalizeTransferAsync(TestNode.Alice, 0)).ToString();
        await node.FinalizeTransferAsync(TestNode.Alice, 1);
        var key = AccountKey(node, TestNode.Bob.AccountId);
        var nobody = AccountKey(node, default);
        var answer = await node.AskAsync("state_getReadProof", new JsonArray(key, nobody), block);
        Assert.Equal(block, answer.GetProperty("at").GetString());
        var proof = answer.GetProperty("proof").EnumerateArray().Select(one => (ReadOnlyMemory<byte>)Hex.Decode(one.GetString()!)).ToList();
        var root = Hash(await node.AskAsync("chain_getHeader", block), "stateRoot");
        Assert.True(VerifiedState.TryOpen(root, proof, ProofLimits.Default, out var state, out var error), error.ToString());
        Assert.Equal(await node.TextAsync("state_getStorage", key, block), Hex.Encode(state!.Read(Hex.Decode(key)).Value.Span));
        Assert.Equal(ProvenReadKind.Absent, state.Read(Hex.Decode(nobody)).Kind);
    }

    [Fact]
    public async Task A_storage_subscription_tells_all_at_once_and_then_what_changes()
    {
        await using var node = await TestNode.StartAsync();
        var bob = AccountKey(node, TestNode.Bob.AccountId);
        var dave = AccountKey(node, KeyPair.FromSecretUri("//Dave", KeyType.Sr25519).AccountId);
        await using var subscription = await node.Client.SubscribeAsync(
            "state_subscribeStorage", "state_unsubscribeStorage", [new JsonArray(bob, dave)], null, node.Cancellation);
        string? block = null;
        await foreach (var message in subscription.ReadAllAsync(node.Cancellation))
        {
            var changes = message.GetProperty("changes").EnumerateArray().ToList();
            if (block is null)
            {
                Assert.Equal(node.Node.GenesisHash.ToString(), message.GetProperty("block").GetString());
                Assert.Equal([bob, dave], changes.Select(change => change[0].GetString()!));
                block = (await node.FinalizeTransferAsync(TestNode.Alice, 0)).ToString();
            }
            else
            {
                Assert.Equal(block, message.GetProperty("block").GetString());
                Assert.Equal(await node.TextAsync("state_getStorage", bob), Assert.Single(changes)[1].GetString());
                break;
            }
        }
    }

    [Fact]
    public async Task Runtime_calls_answer_or_say_why_not()
    {
        await using var node = await TestNode.StartAsync();
        Assert.StartsWith("0x08", await node.TextAsync("state_call", "Metadata_metadata_versions", ""), StringComparison.Ordinal);
        Assert.StartsWith("0x", await node.TextAsync("state_call", "Core_version", "0x"), StringComparison.Ordinal);
        var error = await node.FailAsync("state_call", "Core_nothing", "0x");
        Assert.Equal((4003, "Client error: Execution failed: Core_nothing: Exported method is not found"), (error.Code, error.ServerMessage));
        Assert.Equal(4003, (await node.FailAsync("state_call", "AccountNonceApi_account_nonce", "0x00")).Code);
        var version = await node.AskAsync("state_getRuntimeVersion", JsonValue.Create((string?)null));
        Assert.Equal("substratee-dev", version.GetProperty("specName").GetString());
        Assert.Equal(2, version.GetProperty("apis")[0].GetArrayLength());
        Assert.Equal(version.GetProperty("stateVersion").GetInt32(), version.GetProperty("systemVersion").GetInt32());
    }

    [Fact]
    public async Task A_pruned_state_is_refused_with_the_range_that_is_kept()
    {
        await using var node = await TestNode.StartAsync(
            new NodeOptions { StateHistoryBlocks = 256, FinalizedNotice = TimeSpan.Zero, BlockTime = BlockTime.Every(TimeSpan.FromMilliseconds(50)), TimeProvider = new FastTime() });
        while (node.Node.BestNumber < 300)
        {
            await Task.Yield();
        }

        var error = await node.FailAsync("state_getStorage", "0x3a636f6465", node.Node.GenesisHash.ToString());
        Assert.Equal(4003, error.Code);
        Assert.Contains("state pruned: block 0 is too old, the states after blocks", error.ErrorData!.Value.GetString(), StringComparison.Ordinal);
    }

    private static Hash256 Hash(JsonElement header, string name) => Hash256.Parse(header.GetProperty(name).GetString()!);

    private static string AccountKey(TestNode node, AccountId account) =>
        new StorageMap<AccountId, AccountInfo>(node.Metadata, "System", "Account", SubstraTee.Codec.Scale.AccountId, AccountInfo.Codec).Key(account).ToString();

    /// <summary>A clock on which every wait is over at once.</summary>
    private sealed class FastTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
