using System.Text.Json.Serialization;
using SubstraTee.Attestation;

namespace SubstraTee.Worker;

/// <summary>Evidence from outside the enclave, with its collateral.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Evidence">The evidence.</param>
/// <param name="Bundle">The encoded collateral; empty where there is none.</param>
public sealed record MintedEvidence(EvidenceKind Kind, byte[] Evidence, byte[] Bundle);

/// <summary>What an evidence program prints: one line of JSON.</summary>
internal sealed record EvidenceAnswer(string Kind, string Evidence, Dictionary<string, string>? Collateral = null);

/// <summary>JSON of evidence programs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EvidenceAnswer))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
