using System.Text.Json;
using SubstraTee.JsonRpc;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary><c>chain_*</c>: blocks, headers, and subscriptions to new ones.</summary>
internal sealed class ChainRpc(ChainQueries queries, BlockFeed feed)
{
    private const int MaxHashes = 1024;

    public void AddTo(RpcMethodTable methods)
    {
        methods.Add("chain_getHeader", NodeJson.Default.HeaderJson, call => Find(call) is { } block ? ChainQueries.Header(block.Header) : null!);
        methods.Add("chain_getBlock", NodeJson.Default.SignedBlockJson, call => Find(call) is { } block ? SignedBlock(block) : null!);
        methods.Add("chain_getBlockHash", NodeJson.Default.OneOrMany, GetBlockHash);
        methods.Add("chain_getFinalizedHead", NodeJson.Default.String, _ => queries.Chain.Finalized.Hash.ToString());
        methods.AddSubscription("chain_subscribeAllHeads", "chain_allHead", "chain_unsubscribeAllHeads", _ => FollowBest);
        methods.AddSubscription("chain_subscribeNewHeads", "chain_newHead", "chain_unsubscribeNewHeads", _ => FollowBest);
        methods.AddSubscription(
            "chain_subscribeFinalizedHeads", "chain_finalizedHead", "chain_unsubscribeFinalizedHeads", _ => FollowFinalized);

        methods.AddAlias("chain_getHead", "chain_getBlockHash");
        methods.AddAlias("chain_getFinalisedHead", "chain_getFinalizedHead");
        methods.AddAlias("chain_subscribeNewHead", "chain_subscribeNewHeads");
        methods.AddAlias("chain_unsubscribeNewHead", "chain_unsubscribeNewHeads");
        methods.AddAlias("subscribe_newHead", "chain_subscribeNewHeads");
        methods.AddAlias("unsubscribe_newHead", "chain_unsubscribeNewHeads");
        methods.AddAlias("chain_subscribeFinalisedHeads", "chain_subscribeFinalizedHeads");
        methods.AddAlias("chain_unsubscribeFinalisedHeads", "chain_unsubscribeFinalizedHeads");
    }

    private static SignedBlockJson SignedBlock(StoredBlock block)
    {
        var json = new BlockJson(ChainQueries.Header(block.Header), ChainQueries.Hexes(block.Body));
        return new SignedBlockJson(json, block.Justification is { } justification
            ? [[Numbers(ConsensusEngineId.Grandpa.ToArray()), Numbers(justification)]]
            : null);
    }

    private static int[] Numbers(ReadOnlySpan<byte> bytes)
    {
        var numbers = new int[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            numbers[i] = bytes[i];
        }

        return numbers;
    }

    private static void Notify(RpcSubscription subscription, BlockHeader header) =>
        subscription.Notify(ChainQueries.Header(header), NodeJson.Default.HeaderJson);

    private StoredBlock? Find(RpcCall call) =>
        call.Params.OptionalHash(0, "hash") is { } hash ? queries.Chain.Block(hash) : queries.Chain.Best;

    private OneOrMany GetBlockHash(RpcCall call)
    {
        if (call.Params.Optional(0, "hash") is not { } asked)
        {
            return new OneOrMany(queries.Chain.Best.Hash.ToString(), null);
        }

        if (asked.ValueKind != JsonValueKind.Array)
        {
            return new OneOrMany(HashOf(asked), null);
        }

        return asked.GetArrayLength() <= MaxHashes
            ? new OneOrMany(null, [.. asked.EnumerateArray().Select(HashOf)])
            : throw NodeRpcError.Count(asked.GetArrayLength(), MaxHashes);
    }

    private string? HashOf(JsonElement asked) => RpcParams.TryReadUInt32(asked, out var number)
        ? queries.Chain.HashOf(number)?.ToString()
        : IsLargeNumber(asked) ? null : throw RpcParams.Wrong(0, "hash", "is no block number");

    private static bool IsLargeNumber(JsonElement asked) => asked.ValueKind == JsonValueKind.Number && asked.TryGetUInt64(out _);

    private void FollowBest(RpcSubscription subscription) => subscription.OnEnded(feed.Subscribe(
        best => Notify(subscription, best.Header),
        imported => Notify(subscription, imported.Block.Header)));

    private void FollowFinalized(RpcSubscription subscription)
    {
        var last = 0u;
        subscription.OnEnded(feed.Subscribe(
            _ =>
            {
                var finalized = queries.Chain.Finalized;
                last = finalized.Number;
                Notify(subscription, finalized.Header);
            },
            imported =>
            {
                // What an earlier message was ahead of, and what was final only together with a later block.
                while (imported.IsFinalized && last < imported.Block.Number && queries.Chain.Block(last + 1) is { } next)
                {
                    last++;
                    Notify(subscription, next.Header);
                }
            }));
    }
}
