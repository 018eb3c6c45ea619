using System.Text.Json.Serialization;

namespace SubstraTee.Cli;

/// <summary>JSON of results. Numbers that may pass 2^53 are texts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeReady))]
[JsonSerializable(typeof(WorkerReady))]
internal sealed partial class CliJson : JsonSerializerContext;
