using System.Text.Json.Nodes;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary><c>archive_v1_*</c> of the JSON-RPC specification: any block, by hash or height.</summary>
internal sealed class ArchiveRpc(ChainQueries queries)
{
    private const int MaxCallBytes = 8 << 20;

    public void AddTo(RpcMethodTable methods)
    {
        methods.Add("archive_v1_genesisHash", NodeJson.Default.String, _ => queries.Chain.Genesis.Hash.ToString());
        methods.Add("archive_v1_finalizedHeight", NodeJson.Default.UInt32, _ => queries.Chain.Finalized.Number);
        methods.Add("archive_v1_hashByHeight", NodeJson.Default.IReadOnlyListString, HashByHeight);
        methods.Add("archive_v1_header", NodeJson.Default.String, call => Find(call) is { } block ? Hex.Encode(BlockHeader.Codec.Encode(block.Header)) : null!);
        methods.Add("archive_v1_body", NodeJson.Default.IReadOnlyListString, call => Find(call) is { } block ? ChainQueries.Hexes(block.Body) : null!);
        methods.AddHeavy("archive_v1_call", NodeJson.Default.JsonObject, Call);
        methods.AddSubscription("archive_v1_storage", "archive_v1_storageEvent", "archive_v1_stopStorage", Storage);
    }

    private StoredBlock? Find(RpcCall call) => queries.Chain.Block(call.Params.Hash(0, "hash"));

    private IReadOnlyList<string> HashByHeight(RpcCall call) =>
        queries.Chain.HashOf(call.Params.UInt32(0, "height")) is { } hash ? [hash.ToString()] : [];

    private JsonObject Call(RpcCall call)
    {
        var name = call.Params.String(1, "function");
        var arguments = call.Params.Bytes(2, "callParameters", MaxCallBytes);
        if (Find(call) is not { } block)
        {
            return null!;
        }

        var answer = queries.Runtime.CallApi(queries.StateAfter(block), block.Header, name, arguments);
        return answer.IsOk
            ? new JsonObject { ["success"] = true, ["value"] = Hex.Encode(answer.Value) }
            : new JsonObject { ["success"] = false, ["error"] = $"{name}: {answer.Error}" };
    }

    private Action<RpcSubscription> Storage(RpcCall call)
    {
        var block = Find(call);
        var items = StorageItems.Parse(call, 1);
        var isChild = call.Params.Optional(2, "childTrie") is not null;
        return subscription =>
        {
            var last = new JsonObject { ["event"] = "storageDone" };
            if (block is null || queries.Chain.StateAfter(block) is not { } state)
            {
                last = new JsonObject { ["event"] = "storageError", ["error"] = "the block is not known, or its state is no longer kept" };
            }
            else
            {
                // There are no child tries: whatever is asked of one is not there.
                foreach (var item in isChild ? [] : items.Read(state))
                {
                    item.Insert(0, "event", "storage");
                    subscription.Notify(item, NodeJson.Default.JsonObject);
                }
            }

            subscription.Notify(last, NodeJson.Default.JsonObject);
        };
    }
}
