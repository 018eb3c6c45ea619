using System.Text.Json;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary><c>author_*</c>: submitting transactions and watching what becomes of them.</summary>
internal sealed class AuthorRpc(ChainQueries queries, TransactionPool pool, TransactionIntake intake, NodeOptions options)
{
    private const int MaxExtrinsicBytes = 5 << 20;
    private const int MaxRemoved = 1024;

    public void AddTo(RpcMethodTable methods)
    {
        methods.AddAsync("author_submitExtrinsic", NodeJson.Default.String, SubmitAsync);
        methods.AddAsyncSubscription(
            "author_submitAndWatchExtrinsic", "author_extrinsicUpdate", "author_unwatchExtrinsic", SubmitAndWatchAsync);
        methods.Add("author_pendingExtrinsics", NodeJson.Default.IReadOnlyListString, _ => ChainQueries.Hexes(pool.Ready().Select(one => one.Bytes)));
        methods.Add("author_removeExtrinsic", NodeJson.Default.IReadOnlyListString, Remove);
    }

    private async ValueTask<string> SubmitAsync(RpcCall call)
    {
        var extrinsic = call.Params.Bytes(0, "extrinsic", MaxExtrinsicBytes);
        var hash = Blake2b.Hash256(extrinsic);
        Check(await intake.SubmitAsync(hash, extrinsic, null, call.CancellationToken).ConfigureAwait(false), hash, extrinsic);
        return hash.ToString();
    }

    private async ValueTask<Action<RpcSubscription>> SubmitAndWatchAsync(RpcCall call)
    {
        var extrinsic = call.Params.Bytes(0, "extrinsic", MaxExtrinsicBytes);
        var hash = Blake2b.Hash256(extrinsic);
        var watcher = new TransactionWatcher(hash);
        Check(await intake.SubmitAsync(hash, extrinsic, watcher, call.CancellationToken).ConfigureAwait(false), hash, extrinsic);
        return subscription =>
        {
            subscription.OnEnded(() => pool.Unwatch(watcher));
            watcher.Start(status => Report(subscription, status));
        };
    }

    private void Report(RpcSubscription subscription, TransactionStatus status)
    {
        if (status.Kind == TransactionStatusKind.Finalized && options.FinalizedNotice > TimeSpan.Zero)
        {
            var timer = options.TimeProvider.CreateTimer(
                _ => Send(subscription, status), null, options.FinalizedNotice, Timeout.InfiniteTimeSpan);
            subscription.OnEnded(timer.Dispose);
        }
        else
        {
            Send(subscription, status);
        }
    }

    private static void Send(RpcSubscription subscription, TransactionStatus status)
    {
        subscription.Notify(status, NodeJson.Default.TransactionStatus);
        if (status.IsLast)
        {
            subscription.Complete();
        }
    }

    private void Check(SubmissionResult result, Hash256 hash, byte[] extrinsic)
    {
        if (result.IsTaken)
        {
            return;
        }

        if (result.Undecodable is { } why)
        {
            throw NodeRpcError.NotDecodable(why);
        }

        if (result.Invalid is not { } invalid)
        {
            throw NodeRpcError.Pool(result.Outcome, hash);
        }

        // The runtime says only that there is no such call; whether the bytes mean anything is told apart here.
        throw invalid == TransactionValidityError.Of(InvalidTransaction.Call) && !Decodes(extrinsic)
            ? NodeRpcError.NotVerifiable("Runtime error: could not decode the extrinsic")
            : NodeRpcError.Invalid(invalid);
    }

    private bool Decodes(byte[] extrinsic)
    {
        var best = queries.Chain.Best;
        byte[] arguments = [.. extrinsic, 0, 0, 0, 0];
        return queries.Runtime.CallApi(queries.StateAfter(best), best.Header, "TransactionPaymentApi_query_info", arguments).IsOk;
    }

    private IReadOnlyList<string> Remove(RpcCall call)
    {
        var list = call.Params.Required(0, "bytes_or_hash");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxRemoved)
        {
            throw RpcParams.Wrong(0, "bytes_or_hash", $"is no list of at most {MaxRemoved} items");
        }

        return [.. list.EnumerateArray().SelectMany(item => pool.Remove(HashOf(item))).Select(hash => hash.ToString())];
    }

    private static Hash256 HashOf(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Object)
        {
            if (item.TryGetProperty("hash"u8, out var hash) && Bytes32.TryParse(hash.ToString(), out var bytes))
            {
                return new Hash256(bytes);
            }

            if (item.TryGetProperty("extrinsic"u8, out var extrinsic) && Hex.TryDecode(extrinsic.ToString(), MaxExtrinsicBytes, out var encoded))
            {
                return Blake2b.Hash256(encoded);
            }
        }

        throw RpcParams.Wrong(0, "bytes_or_hash", "has an item that is neither {\"hash\":..} nor {\"extrinsic\":..}");
    }
}
