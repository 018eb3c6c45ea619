using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;

namespace SubstraTee.Node.Tests;

public sealed class NewRpcTests
{
    [Fact]
    public async Task A_follower_is_told_of_blocks_and_may_ask_about_those_it_holds()
    {
        await using var node = await TestNode.StartAsync();
        await using var raw = await RawFollow.StartAsync(node);
        var first = await raw.NextAsync("initialized");
        var genesis = node.Node.GenesisHash.ToString();
        Assert.Equal(genesis, first.GetProperty("finalizedBlockHashes")[0].GetString());
        Assert.Equal("valid", first.GetProperty("finalizedBlockRuntime").GetProperty("type").GetString());
        Assert.Equal(genesis, (await raw.NextAsync("bestBlockChanged")).GetProperty("bestBlockHash").GetString());

        var block = (await node.FinalizeTransferAsync(TestNode.Alice, 0)).ToString();
        var announced = await raw.NextAsync("newBlock");
        Assert.Equal((block, genesis), (announced.GetProperty("blockHash").GetString(), announced.GetProperty("parentBlockHash").GetString()));
        await raw.NextAsync("bestBlockChanged");
        Assert.Equal(block, (await raw.NextAsync("finalized")).GetProperty("finalizedBlockHashes")[0].GetString());

        Assert.StartsWith(genesis, (await raw.AskAsync("chainHead_v1_header", block)).GetString(), StringComparison.Ordinal);
        Assert.Equal("started", (await raw.AskAsync("chainHead_v1_body", block)).GetProperty("result").GetString());
        Assert.Equal(2, (await raw.NextAsync("operationBodyDone")).GetProperty("value").GetArrayLength());
        await raw.AskAsync("chainHead_v1_call", block, "Metadata_metadata_versions", "");
        Assert.StartsWith("0x08", (await raw.NextAsync("operationCallDone")).GetProperty("output").GetString(), StringComparison.Ordinal);
        await raw.AskAsync("chainHead_v1_call", block, "Metadata_nothing", "");
        await raw.NextAsync("operationError");

        var accounts = node.Metadata.Storage("System", "Account").Prefix.ToString();
        var items = new JsonArray(
            new JsonObject { ["key"] = "0x3a636f6465", ["type"] = "hash" },
            new JsonObject { ["key"] = "0x00", ["type"] = "value" },
            new JsonObject { ["key"] = accounts, ["type"] = "descendantsValues" });
        var started = await raw.AskAsync("chainHead_v1_storage", block, items, null);
        Assert.Equal(0, started.GetProperty("discardedItems").GetInt32());
        var found = (await raw.NextAsync("operationStorageItems")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(started.GetProperty("operationId").GetString(), (await raw.NextAsync("operationStorageDone")).GetProperty("operationId").GetString());
        Assert.True(found[0].TryGetProperty("hash", out _));
        Assert.Equal(36, found.Count(item => item.GetProperty("key").GetString()!.StartsWith(accounts, StringComparison.Ordinal)));

        Assert.Equal(JsonValueKind.Null, (await raw.AskAsync("chainHead_v1_unpin", new JsonArray(genesis, block))).ValueKind);
        foreach (var method in new[] { "chainHead_v1_header", "chainHead_v1_body", "chainHead_v1_unpin" })
        {
            Assert.Equal(-32801, (await Assert.ThrowsAsync<JsonRpcException>(() => raw.AskAsync(method, block))).Code);
        }
    }

    [Fact]
    public async Task A_broadcast_gets_into_a_block_and_the_archive_has_it()
    {
        await using var node = await TestNode.StartAsync();
        var operation = await node.TextAsync("transaction_v1_broadcast", Hex.Encode(node.TransferBy(TestNode.Alice, 0)));
        while ((await node.AskAsync("archive_v1_finalizedHeight")).GetUInt32() == 0)
        {
            await Task.Yield();
        }

        await node.AskAsync("transaction_v1_stop", operation);
        Assert.Equal(-32602, (await node.FailAsync("transaction_v1_stop", operation)).Code);
        var hash = (await node.AskAsync("archive_v1_hashByHeight", 1))[0].GetString()!;
        Assert.Equal(await node.TextAsync("chain_getBlockHash", 1), hash);
        Assert.Equal(2, (await node.AskAsync("archive_v1_body", hash)).GetArrayLength());
        Assert.Equal(0, (await node.AskAsync("archive_v1_hashByHeight", 2)).GetArrayLength());
        Assert.True((await node.AskAsync("archive_v1_call", hash, "Core_version", "0x")).GetProperty("success").GetBoolean());
        Assert.False((await node.AskAsync("archive_v1_call", hash, "Core_nothing", "0x")).GetProperty("success").GetBoolean());
        await using var storage = await node.Client.SubscribeAsync(
            "archive_v1_storage",
            "archive_v1_stopStorage",
            [hash, new JsonArray(new JsonObject { ["key"] = "0x3a636f6465", ["type"] = "value" }), null],
            null,
            node.Cancellation);
        var events = new List<string>();
        await foreach (var message in storage.ReadAllAsync(node.Cancellation))
        {
            events.Add(message.GetProperty("event").GetString()!);
            if (events[^1] == "storageDone")
            {
                break;
            }
        }

        Assert.Equal(["storage", "storageDone"], events);
    }

    [Fact]
    public async Task A_watched_transaction_is_told_of_in_the_specifications_words()
    {
        await using var node = await TestNode.StartAsync();
        Assert.Equal(
            ["validated", "bestChainBlockIncluded", "finalized"], await EventsAsync(node.TransferBy(TestNode.Alice, 0)));
        Assert.Equal(["invalid"], await EventsAsync(node.TransferBy(TestNode.Alice, 0)));

        async Task<List<string>> EventsAsync(byte[] extrinsic)
        {
            await using var watch = await node.Client.SubscribeAsync(
                "transactionWatch_v1_submitAndWatch", "transactionWatch_v1_unwatch", [Hex.Encode(extrinsic)], null, node.Cancellation);
            var events = new List<string>();
            await foreach (var message in watch.ReadAllAsync(node.Cancellation))
            {
                events.Add(message.GetProperty("event").GetString()!);
                if (events[^1] is "finalized" or "invalid")
                {
                    break;
                }
            }

            return events;
        }
    }

    /// <summary>A follow whose id is known, which the client keeps to itself.</summary>
    private sealed class RawFollow(System.Net.WebSockets.ClientWebSocket socket, CancellationToken cancellation) : IAsyncDisposable
    {
        private readonly Queue<JsonElement> _events = new();
        private string _id = "";
        private int _lastId;

        public static async Task<RawFollow> StartAsync(TestNode node)
        {
            var socket = new System.Net.WebSockets.ClientWebSocket();
            await socket.ConnectAsync(node.Node.WebSocketAddress, node.Cancellation);
            var follow = new RawFollow(socket, node.Cancellation);
            follow._id = (await follow.SendAsync("chainHead_v1_follow", [true])).GetString()!;
            return follow;
        }

        public Task<JsonElement> AskAsync(string method, params JsonNode?[] parameters) => SendAsync(method, [_id, .. parameters]);

        public async Task<JsonElement> NextAsync(string name)
        {
            while (_events.Count == 0)
            {
                await ReceiveAsync();
            }

            var next = _events.Dequeue();
            Assert.Equal(name, next.GetProperty("event").GetString());
            return next;
        }

        public ValueTask DisposeAsync()
        {
            socket.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<JsonElement> SendAsync(string method, JsonArray parameters)
        {
            var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++_lastId, ["method"] = method, ["params"] = parameters };
            await socket.SendAsync(
                System.Text.Encoding.UTF8.GetBytes(request.ToJsonString()), System.Net.WebSockets.WebSocketMessageType.Text, true, cancellation);
            while (true)
            {
                var message = await ReceiveAsync();
                if (!message.TryGetProperty("id", out _))
                {
                    continue;
                }

                return message.TryGetProperty("error", out var error)
                    ? throw new JsonRpcException(method, error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!, null)
                    : message.GetProperty("result");
            }
        }

        private async Task<JsonElement> ReceiveAsync()
        {
            using var whole = new MemoryStream();
            var buffer = new byte[64 << 10];
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
                await whole.WriteAsync(buffer.AsMemory(0, received.Count), cancellation);
                if (received.EndOfMessage)
                {
                    break;
                }
            }

            using var document = JsonDocument.Parse(whole.ToArray());
            var message = document.RootElement.Clone();
            if (message.TryGetProperty("params", out var parameters))
            {
                _events.Enqueue(parameters.GetProperty("result"));
            }

            return message;
        }
    }
}
