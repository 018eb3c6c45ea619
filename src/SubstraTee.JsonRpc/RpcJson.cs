using System.Text.Json.Serialization;

namespace SubstraTee.JsonRpc;

/// <summary>The answer of <c>rpc_methods</c>.</summary>
internal sealed record RpcMethodsJson(int Version, IReadOnlyList<string> Methods);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RpcMethodsJson))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
internal sealed partial class RpcJson : JsonSerializerContext;
