using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>The worker's RPC: <c>shard_info</c>, <c>shard_schema</c>, <c>shard_query</c>, <c>shard_receipt</c>.</summary>
/// <remarks>docs/protocol.md, section 8. Everything served is public, encrypted to its reader, or checked by the client.</remarks>
internal sealed class WorkerRpc(WorkerSession session, ReceiptStore receipts, ShardId shard, byte[] descriptor)
{
    /// <summary>A refusal by the enclave is an error of this number plus the refusal's.</summary>
    private const int RefusalBase = 7000;

    private static readonly ScaleCodec<ImmutableArray<ReceiptSignature>> Signatures = Scale.Vec(ReceiptSignature.Codec);

    private readonly Hash256? _stfHash = ShardDescriptor.TryRead(descriptor, out var read, out _) ? read.StfHash : null;

    /// <summary>The methods.</summary>
    public RpcMethodTable Methods()
    {
        var table = new RpcMethodTable();
        table.Add("shard_info", WorkerJson.Default.ShardInfoJson, _ => Info());
        table.Add("shard_schema", WorkerJson.Default.String, _ => Hex.Encode(session.Schema));
        table.AddAsync("shard_query", WorkerJson.Default.String, QueryAsync);
        table.AddHeavy("shard_receipt", WorkerJson.Default.ShardReceiptJson, call => Receipt(call.Params.Hash(0, "ciphertextHash"))!);
        return table;
    }

    private async ValueTask<string> QueryAsync(RpcCall call)
    {
        var envelope = call.Params.Bytes(0, "envelope", ProtocolLimits.MaxEnvelopeBytes);
        var (answer, refusal) = await session.QueryAsync(envelope, call.CancellationToken).ConfigureAwait(false);
        return answer is not null
            ? Hex.Encode(answer)
            : throw Refusal(refusal ?? RefusalCode.NotServing);
    }

    private static RpcException Refusal(RefusalCode code) => new(RefusalBase + (int)code, BootRefusal.Snake(code));

    private ShardInfoJson Info()
    {
        var status = session.Status ?? throw Refusal(RefusalCode.NotBooted);
        return new ShardInfoJson(
            shard.ToString(),
            Hex.Encode(descriptor),
            status.Simulated ? "simulated" : status.Measurement.Family.ToString().ToLowerInvariant(),
            status.Measurement.ToString(),
            status.Account.ToString(),
            status.Instance.ToString(),
            status.Epoch,
            status.ShieldingKey.ToString(),
            _stfHash?.ToString(),
            session.CodeHash?.ToString(),
            SnakeCase.Of(status.State.ToString()),
            status.Reason is { } reason ? BootRefusal.Snake(reason) : null,
            new BlockRefJson(status.Finalized.Number, status.Finalized.Hash.ToString()),
            status.PendingReceipts,
            status.Simulated);
    }

    private ShardReceiptJson? Receipt(Hash256 ciphertextHash)
    {
        var found = receipts.Find(ciphertextHash);
        return found is null ? null : new ShardReceiptJson(
            Hex.Encode(SubstraTee.Enclave.Protocol.Receipt.Codec.Encode(found.Receipt)),
            Hex.Encode(Signatures.Encode([found.Signature])),
            Hex.Encode(Leaf.Codec.Encode(found.Leaf)),
            found.Index,
            [.. found.Path.Select(hash => hash.ToString())],
            Hex.Encode(found.SealedOutcome));
    }
}

/// <summary>What <c>shard_info</c> answers.</summary>
internal sealed record ShardInfoJson(
    string Shard,
    string Descriptor,
    string Platform,
    string Measurement,
    string Enclave,
    string Instance,
    uint Epoch,
    string ShieldingKey,
    string? StfHash,
    string? CodeHash,
    string State,
    string? Reason,
    BlockRefJson AsOf,
    uint PendingReceipts,
    bool Simulated);

/// <summary>A block by number and hash.</summary>
internal sealed record BlockRefJson(uint Number, string Hash);

/// <summary>What <c>shard_receipt</c> answers.</summary>
internal sealed record ShardReceiptJson(
    string Receipt, string Signatures, string Leaf, uint Index, string[] Path, string SealedOutcome);

/// <summary>JSON of the worker's RPC.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShardInfoJson))]
[JsonSerializable(typeof(ShardReceiptJson))]
[JsonSerializable(typeof(string))]
internal sealed partial class WorkerJson : JsonSerializerContext;
