using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SubstraTee.Node;

// The answers' forms, member by member as Substrate's nodes write them.
internal sealed record HeaderJson(string ParentHash, string Number, string StateRoot, string ExtrinsicsRoot, DigestJson Digest);

internal sealed record DigestJson(IReadOnlyList<string> Logs);

internal sealed record BlockJson(HeaderJson Header, IReadOnlyList<string> Extrinsics);

internal sealed record SignedBlockJson(BlockJson Block, IReadOnlyList<IReadOnlyList<int[]>>? Justifications);

internal sealed record StorageChangesJson(string Block, IReadOnlyList<string?[]> Changes);

internal sealed record ReadProofJson(string At, IReadOnlyList<string> Proof);

internal sealed record HealthJson(int Peers, bool IsSyncing, bool ShouldHavePeers);

internal sealed record SyncStateJson(uint StartingBlock, uint CurrentBlock, uint HighestBlock);

internal sealed record PropertiesJson([property: JsonPropertyName("ss58Format")] ushort Ss58Format, byte TokenDecimals, string TokenSymbol);

internal sealed record WeightJson(
    [property: JsonPropertyName("ref_time")] ulong RefTime, [property: JsonPropertyName("proof_size")] ulong ProofSize);

internal sealed record DispatchInfoJson(WeightJson Weight, string Class, string PartialFee);

internal sealed record FeeDetailsJson(InclusionFeeJson? InclusionFee);

internal sealed record InclusionFeeJson(string BaseFee, string LenFee, string AdjustedWeightFee);

internal sealed record RoundStateJson(ulong SetId, RoundJson Best, IReadOnlyList<RoundJson> Background);

internal sealed record RoundJson(ulong Round, ulong TotalWeight, ulong ThresholdWeight, VotesJson Prevotes, VotesJson Precommits);

internal sealed record VotesJson(ulong CurrentWeight, IReadOnlyList<string> Missing);

internal sealed record RuntimeVersionJson(
    string SpecName,
    string ImplName,
    uint AuthoringVersion,
    uint SpecVersion,
    uint ImplVersion,
    IReadOnlyList<ApiJson> Apis,
    uint TransactionVersion,
    byte SystemVersion,
    byte StateVersion);

/// <summary>A runtime API: written as a pair of identifier and version.</summary>
[JsonConverter(typeof(ApiConverter))]
internal readonly record struct ApiJson(string Id, uint Version);

internal sealed record BundleJson(uint Finalized, IReadOnlyList<BundledBlockJson> Blocks, HexBytes? Justification);

internal sealed record BundledBlockJson(
    uint Number, string Hash, HexBytes Header, IReadOnlyList<HexBytes> Extrinsics, IReadOnlyList<HexBytes> Proof);

/// <summary>An answer that is one value or, to a list of questions, a list.</summary>
[JsonConverter(typeof(OneOrManyConverter))]
internal readonly record struct OneOrMany(string? One, IReadOnlyList<string?>? Many);

/// <summary>Writes a pair as JSON knows it: a list of two.</summary>
internal sealed class ApiConverter : JsonConverter<ApiJson>
{
    public override ApiJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("answers are only written");

    public override void Write(Utf8JsonWriter writer, ApiJson value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Id);
        writer.WriteNumberValue(value.Version);
        writer.WriteEndArray();
    }
}

internal sealed class OneOrManyConverter : JsonConverter<OneOrMany>
{
    public override OneOrMany Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("answers are only written");

    public override void Write(Utf8JsonWriter writer, OneOrMany value, JsonSerializerOptions options)
    {
        if (value.Many is not { } many)
        {
            writer.WriteStringValue(value.One);
            return;
        }

        writer.WriteStartArray();
        foreach (var one in many)
        {
            writer.WriteStringValue(one);
        }

        writer.WriteEndArray();
    }
}

/// <summary>A transaction's status as serde writes the enum: plain text, or an object of one member.</summary>
internal sealed class TransactionStatusConverter : JsonConverter<TransactionStatus>
{
    public override TransactionStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("answers are only written");

    public override void Write(Utf8JsonWriter writer, TransactionStatus value, JsonSerializerOptions options)
    {
        var name = value.Kind switch
        {
            TransactionStatusKind.Future => "future",
            TransactionStatusKind.Ready => "ready",
            TransactionStatusKind.InBlock => "inBlock",
            TransactionStatusKind.Finalized => "finalized",
            TransactionStatusKind.FinalityTimeout => "finalityTimeout",
            TransactionStatusKind.Usurped => "usurped",
            TransactionStatusKind.Dropped => "dropped",
            TransactionStatusKind.Invalid => "invalid",
            _ => throw new ArgumentOutOfRangeException(nameof(value)),
        };
        if (value.Kind is TransactionStatusKind.Future or TransactionStatusKind.Ready
            or TransactionStatusKind.Dropped or TransactionStatusKind.Invalid)
        {
            writer.WriteStringValue(name);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(name, value.Hash.ToString());
        writer.WriteEndObject();
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(TransactionStatusConverter)])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(uint))]
[JsonSerializable(typeof(uint?))]
[JsonSerializable(typeof(ulong?))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<string[]>))]
[JsonSerializable(typeof(IReadOnlyList<StorageChangesJson>))]
[JsonSerializable(typeof(HeaderJson))]
[JsonSerializable(typeof(SignedBlockJson))]
[JsonSerializable(typeof(StorageChangesJson))]
[JsonSerializable(typeof(ReadProofJson))]
[JsonSerializable(typeof(HealthJson))]
[JsonSerializable(typeof(SyncStateJson))]
[JsonSerializable(typeof(PropertiesJson))]
[JsonSerializable(typeof(DispatchInfoJson))]
[JsonSerializable(typeof(FeeDetailsJson))]
[JsonSerializable(typeof(RoundStateJson))]
[JsonSerializable(typeof(RuntimeVersionJson))]
[JsonSerializable(typeof(BundleJson))]
[JsonSerializable(typeof(OneOrMany))]
[JsonSerializable(typeof(TransactionStatus))]
internal sealed partial class NodeJson : JsonSerializerContext;
