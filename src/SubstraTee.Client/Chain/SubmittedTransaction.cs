using System.Text.Json;
using SubstraTee.Crypto;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>A transaction on its way. Dispose it to stop watching; the transaction goes on.</summary>
public sealed class SubmittedTransaction : IAsyncDisposable
{
    private readonly JsonRpcSubscription _updates;

    internal SubmittedTransaction(string call, byte[] extrinsic, JsonRpcSubscription updates)
    {
        Call = call;
        Extrinsic = extrinsic;
        Hash = Blake2b.Hash256(extrinsic);
        _updates = updates;
    }

    /// <summary>The call's name.</summary>
    public string Call { get; }

    /// <summary>The extrinsic's bytes.</summary>
    public ReadOnlyMemory<byte> Extrinsic { get; }

    /// <summary>The extrinsic's hash.</summary>
    public Hash256 Hash { get; }

    /// <summary>Waits until it is in a block, or in a final one.</summary>
    /// <returns>The block's hash.</returns>
    /// <exception cref="ClientException">It left the pool, or the connection was lost.</exception>
    public async Task<Hash256> WaitAsync(TransactionStage stage, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in _updates.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                if (Reached(update, stage) is { } block)
                {
                    return block;
                }
            }
        }
        catch (ConnectionException lost)
        {
            throw ClientErrors.ConnectionLost($"watching {Call}", lost);
        }

        throw ClientErrors.TransactionLost(Call, "the node stopped reporting");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _updates.DisposeAsync();

    private Hash256? Reached(JsonElement update, TransactionStage stage)
    {
        if (update.ValueKind == JsonValueKind.String)
        {
            return update.GetString() is "dropped" or "invalid"
                ? throw ClientErrors.TransactionLost(Call, $"the pool calls it {update.GetString()}")
                : null;
        }

        if (JsonRead.Optional(update, "finalized") is { } final)
        {
            return JsonRead.Hash(final, "author_extrinsicUpdate");
        }

        if (stage == TransactionStage.InBlock && JsonRead.Optional(update, "inBlock") is { } block)
        {
            return JsonRead.Hash(block, "author_extrinsicUpdate");
        }

        if (JsonRead.Optional(update, "usurped") is { } other)
        {
            throw ClientErrors.TransactionLost(Call, $"another transaction of the same nonce took its place: {other}");
        }

        return JsonRead.Optional(update, "finalityTimeout") is { } late
            ? throw ClientErrors.TransactionLost(Call, $"its block {late} did not become final in time")
            : null;
    }
}
