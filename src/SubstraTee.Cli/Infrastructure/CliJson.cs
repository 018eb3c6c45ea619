using System.Text.Json.Serialization;

namespace SubstraTee.Cli;

/// <summary>JSON of results. Numbers that may pass 2^53 are texts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AccountDocument))]
[JsonSerializable(typeof(AccountListDocument))]
[JsonSerializable(typeof(BalanceDocument))]
[JsonSerializable(typeof(CallDocument))]
[JsonSerializable(typeof(ChainDocument))]
[JsonSerializable(typeof(CompletionDocument))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(DescribeDocument))]
[JsonSerializable(typeof(DevReady))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(InspectDocument))]
[JsonSerializable(typeof(MeasureDocument))]
[JsonSerializable(typeof(MetadataDocument))]
[JsonSerializable(typeof(NewAccountDocument))]
[JsonSerializable(typeof(NodeReady))]
[JsonSerializable(typeof(QueryDocument))]
[JsonSerializable(typeof(ReceiptDocument))]
[JsonSerializable(typeof(ShardCreatedDocument))]
[JsonSerializable(typeof(ShardDocument))]
[JsonSerializable(typeof(ShardListDocument))]
[JsonSerializable(typeof(TransferDocument))]
[JsonSerializable(typeof(WatchDocument))]
[JsonSerializable(typeof(WorkerDocument))]
[JsonSerializable(typeof(WorkerReady))]
internal sealed partial class CliJson : JsonSerializerContext;
