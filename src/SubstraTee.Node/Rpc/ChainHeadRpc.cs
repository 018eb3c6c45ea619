using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary><c>chainHead_v1_*</c> of the JSON-RPC specification: following the chain, and asking about the blocks told of.</summary>
internal sealed class ChainHeadRpc(ChainQueries queries, BlockFeed feed, NodeOptions options)
{
    private const int LimitReached = -32800;
    private const int NotPinned = -32801;
    private const int InvalidContinue = -32803;
    private const int Duplicate = -32804;

    private const int MaxFollowsPerConnection = 4;
    private const int MaxCallBytes = 8 << 20;
    private const int ItemsPerEvent = 256;

    private readonly ConcurrentDictionary<(long Connection, string Id), ChainHeadFollow> _follows = new();

    public void AddTo(RpcMethodTable methods)
    {
        methods.AddSubscription("chainHead_v1_follow", "chainHead_v1_followEvent", "chainHead_v1_unfollow", Follow);
        methods.Add("chainHead_v1_header", NodeJson.Default.String, Header);
        methods.AddHeavy("chainHead_v1_body", NodeJson.Default.JsonObject, Body);
        methods.AddHeavy("chainHead_v1_call", NodeJson.Default.JsonObject, Call);
        methods.AddHeavy("chainHead_v1_storage", NodeJson.Default.JsonObject, Storage);
        methods.Add("chainHead_v1_unpin", NodeJson.Default.JsonObject, Unpin);
        methods.Add("chainHead_v1_continue", NodeJson.Default.JsonObject, _ => throw new RpcException(InvalidContinue, "No operation waits to be continued"));

        // Operations are over before a client can ask to stop them.
        methods.Add("chainHead_v1_stopOperation", NodeJson.Default.JsonObject, _ => null!);
    }

    private Action<RpcSubscription> Follow(RpcCall call)
    {
        var withRuntime = call.Params.OptionalBool(0, "withRuntime") ?? throw RpcParams.Wrong(0, "withRuntime", "is missing");
        if (call.Connection is { } connection && _follows.Keys.Count(key => key.Connection == connection.Id) >= MaxFollowsPerConnection)
        {
            throw new RpcException(LimitReached, "Maximum number of chainHead_follow has been reached");
        }

        return subscription =>
        {
            var follow = new ChainHeadFollow(queries, subscription, withRuntime, options);
            var key = (call.Connection!.Id, subscription.Id);
            _follows[key] = follow;
            subscription.OnEnded(() => _follows.TryRemove(key, out _));
            subscription.OnEnded(feed.Subscribe(follow.Start, follow.Next));
        };
    }

    private string Header(RpcCall call) => Pinned(call, out var block) is null ? null! : Hex.Encode(BlockHeader.Codec.Encode(block.Header));

    private JsonObject Body(RpcCall call) => Operate(call, (follow, block, operation) =>
    {
        var done = Answer("operationBodyDone", operation);
        done["value"] = new JsonArray([.. block.Body.Select(one => (JsonNode?)Hex.Encode(one.Span))]);
        follow.Send(done);
    });

    private JsonObject Call(RpcCall call)
    {
        var name = call.Params.String(2, "function");
        var arguments = call.Params.Bytes(3, "callParameters", MaxCallBytes);
        return Operate(call, (follow, block, operation) =>
        {
            var answer = queries.Runtime.CallApi(queries.StateAfter(block), block.Header, name, arguments);
            var done = Answer(answer.IsOk ? "operationCallDone" : "operationError", operation);
            done[answer.IsOk ? "output" : "error"] = answer.IsOk ? Hex.Encode(answer.Value) : $"{name}: {answer.Error}";
            follow.Send(done);
        });
    }

    private JsonObject Storage(RpcCall call)
    {
        var items = StorageItems.Parse(call, 2);
        var isChild = call.Params.Optional(3, "childTrie") is not null;
        var started = Operate(call, (follow, block, operation) =>
        {
            // There are no child tries: whatever is asked of one is not there.
            foreach (var part in (isChild ? [] : items.Read(queries.StateAfter(block))).Chunk(ItemsPerEvent))
            {
                var message = Answer("operationStorageItems", operation);
                message["items"] = new JsonArray([.. part]);
                follow.Send(message);
            }

            follow.Send(Answer("operationStorageDone", operation));
        });
        if (started.ContainsKey("operationId"))
        {
            started["discardedItems"] = 0;
        }

        return started;
    }

    private JsonObject Unpin(RpcCall call)
    {
        var asked = call.Params.Required(1, "hashOrHashes");
        var hashes = new List<Hash256>();
        foreach (var item in asked.ValueKind == JsonValueKind.Array ? asked.EnumerateArray().ToList() : [asked])
        {
            hashes.Add(Bytes32.TryParse(item.ToString(), out var bytes) ? new Hash256(bytes) : throw RpcParams.Wrong(1, "hashOrHashes", "is no hash"));
        }

        if (hashes.Distinct().Count() != hashes.Count)
        {
            throw new RpcException(Duplicate, "Received duplicate hashes");
        }

        return Find(call) is not { } follow || follow.TryUnpin(hashes) ? null! : throw new RpcException(NotPinned, "Invalid block hash");
    }

    private static JsonObject Answer(string name, string operation)
    {
        var message = ChainHeadFollow.Event(name);
        message["operationId"] = operation;
        return message;
    }

    /// <summary>Begins an operation; what it finds is sent after the answer that names it.</summary>
    private JsonObject Operate(RpcCall call, Action<ChainHeadFollow, StoredBlock, string> operate)
    {
        if (Pinned(call, out var block) is not { } follow)
        {
            return new JsonObject { ["result"] = "limitReached" };
        }

        var operation = follow.NextOperation();
        call.RunAfterResponse(() =>
        {
            try
            {
                operate(follow, block, operation);
            }
            catch (RpcException)
            {
                follow.Send(Answer("operationInaccessible", operation));
            }
        });
        return new JsonObject { ["result"] = "started", ["operationId"] = operation };
    }

    private ChainHeadFollow? Find(RpcCall call) =>
        _follows.GetValueOrDefault((call.Connection?.Id ?? 0, call.Params.String(0, "followSubscription")));

    /// <summary>The follow that a call names, or null when there is none (any more), and the block it still holds.</summary>
    private ChainHeadFollow? Pinned(RpcCall call, out StoredBlock block)
    {
        block = queries.Chain.Genesis;
        var hash = call.Params.Hash(1, "hash");
        if (Find(call) is not { } follow)
        {
            return null;
        }

        block = follow.IsPinned(hash) && queries.Chain.Block(hash) is { } found ? found : throw new RpcException(NotPinned, "Invalid block hash");
        return follow;
    }
}
