using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc;

namespace SubstraTee.Node;

/// <summary><c>transaction_v1_*</c> and <c>transactionWatch_v1_*</c> of the JSON-RPC specification.</summary>
internal sealed class TransactionRpc(TransactionPool pool, TransactionIntake intake)
{
    private const int MaxExtrinsicBytes = 5 << 20;

    /// <summary>Broadcasts that were not stopped; beyond that the answer is null, as the specification has it.</summary>
    private const int MaxBroadcasts = 65_536;

    private readonly ConcurrentDictionary<string, bool> _broadcasts = new(StringComparer.Ordinal);
    private long _lastBroadcast;

    public void AddTo(RpcMethodTable methods)
    {
        methods.AddAsync("transaction_v1_broadcast", NodeJson.Default.String, BroadcastAsync);
        methods.Add("transaction_v1_stop", NodeJson.Default.String, Stop);
        methods.AddAsyncSubscription(
            "transactionWatch_v1_submitAndWatch", "transactionWatch_v1_watchEvent", "transactionWatch_v1_unwatch", SubmitAndWatchAsync);
    }

    /// <summary>There are no peers: a transaction is broadcast once the pool has it, and nobody is told whether it has.</summary>
    private async ValueTask<string> BroadcastAsync(RpcCall call)
    {
        var extrinsic = call.Params.Bytes(0, "transaction", MaxExtrinsicBytes);
        if (_broadcasts.Count >= MaxBroadcasts)
        {
            return null!;
        }

        await intake.SubmitAsync(Blake2b.Hash256(extrinsic), extrinsic, null, call.CancellationToken).ConfigureAwait(false);
        var id = $"{Interlocked.Increment(ref _lastBroadcast)}";
        _broadcasts[id] = true;
        return id;
    }

    private string Stop(RpcCall call) => _broadcasts.TryRemove(call.Params.String(0, "operationId"), out _)
        ? null!
        : throw RpcException.InvalidParams("Invalid operation id");

    private async ValueTask<Action<RpcSubscription>> SubmitAndWatchAsync(RpcCall call)
    {
        var extrinsic = call.Params.Bytes(0, "transaction", MaxExtrinsicBytes);
        var hash = Blake2b.Hash256(extrinsic);
        var watcher = new TransactionWatcher(hash);
        var result = await intake.SubmitAsync(hash, extrinsic, watcher, call.CancellationToken).ConfigureAwait(false);
        if (!result.IsTaken)
        {
            var why = result.Undecodable ?? result.Invalid?.ToString() ?? NodeRpcError.Pool(result.Outcome, hash).Message;
            return subscription => End(subscription, new JsonObject { ["event"] = "invalid", ["error"] = why });
        }

        return subscription =>
        {
            subscription.OnEnded(() => pool.Unwatch(watcher));
            var validated = false;
            watcher.Start(status => Report(subscription, status, ref validated));
        };
    }

    private static void Report(RpcSubscription subscription, TransactionStatus status, ref bool validated)
    {
        JsonObject? message = status.Kind switch
        {
            TransactionStatusKind.Future or TransactionStatusKind.Ready => validated ? null : new JsonObject { ["event"] = "validated" },
            TransactionStatusKind.InBlock => InBlock("bestChainBlockIncluded", status),
            TransactionStatusKind.Finalized => InBlock("finalized", status),
            TransactionStatusKind.FinalityTimeout => Failed("dropped", "its block did not become final in time"),
            TransactionStatusKind.Usurped => Failed("invalid", $"another transaction took its place: {status.Hash}"),
            TransactionStatusKind.Dropped => Failed("dropped", "the pool was full, or it was asked to let go of it"),
            _ => Failed("invalid", "it is no longer valid"),
        };
        validated = true;
        if (message is not null && status.IsLast)
        {
            End(subscription, message);
        }
        else if (message is not null)
        {
            subscription.Notify(message, NodeJson.Default.JsonObject);
        }
    }

    private static void End(RpcSubscription subscription, JsonObject message)
    {
        subscription.Notify(message, NodeJson.Default.JsonObject);
        subscription.Complete();
    }

    private static JsonObject InBlock(string name, TransactionStatus status) => new()
    {
        ["event"] = name,
        ["block"] = new JsonObject { ["hash"] = status.Hash.ToString(), ["index"] = status.Index },
    };

    private static JsonObject Failed(string name, string error) => new() { ["event"] = name, ["error"] = error };
}
