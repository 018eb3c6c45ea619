using System.Collections.Immutable;
using System.Text.Json;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>A connection to a worker: it brings bytes, and is believed in nothing.</summary>
public sealed class WorkerClient : IAsyncDisposable
{
    /// <summary>What refusals by the enclave are numbered from (docs/protocol.md, section 8).</summary>
    public const int RefusalBase = 7000;

    private const int MaxPath = 32;
    private static readonly ScaleCodec<ImmutableArray<ReceiptSignature>> SignaturesCodec = Scale.Vec(ReceiptSignature.Codec, ProtocolLimits.MaxReceiptSigners);

    private readonly JsonRpcClient _rpc;

    private WorkerClient(JsonRpcClient rpc) => _rpc = rpc;

    /// <summary>The worker's address.</summary>
    public Uri Endpoint => _rpc.Endpoint;

    /// <summary>Connects.</summary>
    /// <exception cref="ClientException">The worker cannot be reached.</exception>
    public static async Task<WorkerClient> ConnectAsync(
        Uri endpoint, JsonRpcClientOptions? options = null, CancellationToken cancellationToken = default) => new(
        await RpcAccess.ConnectAsync(endpoint, "the worker", options ?? new JsonRpcClientOptions(), cancellationToken).ConfigureAwait(false));

    /// <summary>What the worker says of itself.</summary>
    public async Task<WorkerInfo> InfoAsync(CancellationToken cancellationToken)
    {
        const string Method = "shard_info";
        var answer = await RpcAccess.RunAsync(Method, () => _rpc.CallAsync(Method, [], cancellationToken)).ConfigureAwait(false);
        var asOf = JsonRead.Member(answer, "asOf", Method);
        return new WorkerInfo(
            new ShardId(Hash("shard").Bytes),
            JsonRead.Bytes(JsonRead.Member(answer, "descriptor", Method), Method, ProtocolLimits.MaxDescriptorBytes),
            Text("platform"),
            Text("measurement"),
            new AccountId(Hash("enclave").Bytes),
            new InstanceId(Hash("instance").Bytes),
            JsonRead.Number(JsonRead.Member(answer, "epoch", Method), Method),
            new ShieldingKey(Hash("shieldingKey").Bytes),
            OptionalHash("stfHash"),
            OptionalHash("codeHash"),
            Text("state"),
            JsonRead.Optional(answer, "reason") is { } reason ? JsonRead.Text(reason, Method) : null,
            new BlockRef(
                JsonRead.Number(JsonRead.Member(asOf, "number", Method), Method), JsonRead.Hash(JsonRead.Member(asOf, "hash", Method), Method)),
            JsonRead.Number(JsonRead.Member(answer, "pendingReceipts", Method), Method),
            JsonRead.Member(answer, "simulated", Method).ValueKind == JsonValueKind.True,
            JsonRead.Optional(answer, "evidence") is { } evidence ? JsonRead.Text(evidence, Method) : null,
            JsonRead.Optional(answer, "expiresAt") is { } expiry ? JsonRead.LongNumber(expiry, Method) : null,
            JsonRead.Optional(answer, "policyVersion") is { } version ? JsonRead.Number(version, Method) : null);

        Hash256 Hash(string name) => JsonRead.Hash(JsonRead.Member(answer, name, Method), Method);

        Hash256? OptionalHash(string name) => JsonRead.Optional(answer, name) is { } hash ? JsonRead.Hash(hash, Method) : null;

        string Text(string name) => JsonRead.Text(JsonRead.Member(answer, name, Method), Method);
    }

    /// <summary>The bytes of the STF's schema, as the worker says.</summary>
    public async Task<byte[]> SchemaAsync(CancellationToken cancellationToken) => JsonRead.Bytes(
        await RpcAccess.RunAsync("shard_schema", () => _rpc.CallAsync("shard_schema", [], cancellationToken)).ConfigureAwait(false),
        "shard_schema",
        StfSchema.MaxBytes);

    /// <summary>Hands an encrypted query to the enclave.</summary>
    /// <returns>The encrypted answer, or the enclave's refusal with its name.</returns>
    public async Task<(byte[]? Answer, RefusalCode Refusal, string Name)> QueryAsync(
        ReadOnlyMemory<byte> envelope, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _rpc.CallAsync("shard_query", [Hex.Encode(envelope.Span)], cancellationToken).ConfigureAwait(false);
            return (JsonRead.Bytes(answer, "shard_query", ProtocolLimits.MaxEnvelopeBytes), default, string.Empty);
        }
        catch (JsonRpcException refused) when (refused.Code is > RefusalBase and <= RefusalBase + byte.MaxValue)
        {
            return (null, (RefusalCode)(refused.Code - RefusalBase), refused.ServerMessage);
        }
        catch (JsonRpcException refused)
        {
            throw ClientErrors.Refused("shard_query", refused);
        }
        catch (ConnectionException lost)
        {
            throw ClientErrors.ConnectionLost("shard_query", lost);
        }
        catch (TimeoutException late)
        {
            throw ClientErrors.TooLate("shard_query", late.Message, late);
        }
    }

    /// <summary>What the worker has of requests' outcomes, in their order; null for those without a receipt.</summary>
    public async Task<IReadOnlyList<ServedReceipt?>> ReceiptsAsync(
        IReadOnlyList<Hash256> ciphertextHashes, CancellationToken cancellationToken)
    {
        const string Method = "shard_receipt";
        var replies = await RpcAccess.RunAsync(
            Method,
            () => _rpc.BatchAsync([.. ciphertextHashes.Select(hash => new JsonRpcRequest(Method, [hash.ToString()]))], cancellationToken))
            .ConfigureAwait(false);
        return [.. replies.Select(reply => reply.Error is { } error ? throw ClientErrors.Refused(Method, error) : Read(reply.Result))];
    }

    /// <summary>What the worker has of a request's outcome, or null.</summary>
    public async Task<ServedReceipt?> ReceiptAsync(Hash256 ciphertextHash, CancellationToken cancellationToken) =>
        (await ReceiptsAsync([ciphertextHash], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _rpc.DisposeAsync();

    private static ServedReceipt? Read(JsonElement answer)
    {
        const string Method = "shard_receipt";
        if (answer.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var path = JsonRead.Member(answer, "path", Method);
        if (path.ValueKind != JsonValueKind.Array || path.GetArrayLength() > MaxPath)
        {
            throw ClientErrors.BadAnswer(Method, $"the path is no list of at most {MaxPath} hashes");
        }

        return new ServedReceipt(
            Decode("receipt", Receipt.Codec),
            Decode("signatures", SignaturesCodec),
            Decode("leaf", Leaf.Codec),
            JsonRead.Number(JsonRead.Member(answer, "index", Method), Method),
            [.. path.EnumerateArray().Select(one => JsonRead.Hash(one, Method))],
            JsonRead.Bytes(JsonRead.Member(answer, "sealedOutcome", Method), Method, ProtocolLimits.MaxEnvelopeBytes));

        T Decode<T>(string name, ScaleCodec<T> codec) =>
            codec.TryDecode(JsonRead.Bytes(JsonRead.Member(answer, name, Method), Method), out var value, out var fault)
                ? value
                : throw ClientErrors.BadAnswer(Method, $"'{name}' does not decode: {fault}");
    }
}
