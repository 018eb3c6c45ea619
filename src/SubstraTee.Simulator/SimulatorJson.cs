using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SubstraTee.Simulator;

/// <summary>Evidence and what vouches for it.</summary>
internal sealed record QuoteDocument(string Schema, bool Simulation, string Kind, string Evidence, IReadOnlyDictionary<string, string>? Collateral);

/// <summary>A set of trust anchors.</summary>
internal sealed record RootsDocument(int Version, string Class, RootDocument[] Anchors);

/// <summary>A trust anchor.</summary>
internal sealed record RootDocument(
    string Role,
    string Name,
    string Source,
    string Key,
    [property: JsonPropertyName("implementation_id")] string? ImplementationId,
    [property: JsonPropertyName("instance_id")] string? InstanceId);

/// <summary>What a policy names beside the roots.</summary>
internal sealed record RegistersDocument(string Schema, bool Simulation, RegisterDocument[] Registers);

/// <summary>What a register has to hold.</summary>
internal sealed record RegisterDocument(string Kind, string Name, string Value);

/// <summary>JSON of the simulator.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QuoteDocument))]
[JsonSerializable(typeof(RootsDocument))]
[JsonSerializable(typeof(RegistersDocument))]
internal sealed partial class SimulatorJson : JsonSerializerContext
{
    /// <summary>A document as one line.</summary>
    public static string Line<T>(T document) => JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!);
}
