using System.Text.Json;
using System.Text.Json.Serialization;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Program;

/// <summary>What an enclave executable says of itself: what a shard's descriptor needs, as one line of JSON.</summary>
/// <param name="Schema">Always <c>substratee.enclave/1</c>.</param>
/// <param name="Simulated">True where the measurement is a simulated platform's.</param>
/// <param name="Family">The measurement's family, by number.</param>
/// <param name="Measurement">The measurement, hexadecimal.</param>
/// <param name="StfKind">What its STF is written in, by number.</param>
/// <param name="StfName">The STF's name; null where it is loaded by hash.</param>
/// <param name="StfVersion">The STF's version.</param>
/// <param name="StfHash">The STF hash.</param>
/// <param name="StfSchema">The schema, hexadecimal.</param>
internal sealed record EnclaveDescription(
    string Schema,
    bool Simulated,
    int Family,
    string Measurement,
    int StfKind,
    string? StfName,
    uint? StfVersion,
    string? StfHash,
    string? StfSchema)
{
    /// <summary>Describes an executable.</summary>
    public static string Of(IStfSource source, Measurement measurement, bool isSimulated)
    {
        var stf = source.NeedsCode ? null : source.Load(default);
        var description = new EnclaveDescription(
            "substratee.enclave/1",
            isSimulated,
            (int)measurement.Family,
            Hex.Encode(measurement.Bytes.AsSpan()),
            (int)source.Kind,
            stf?.Identity.Name,
            stf?.Identity.Version,
            stf?.Identity.Hash.ToString(),
            stf is null ? null : Hex.Encode(stf.Schema.Span));
        return JsonSerializer.Serialize(description, EnclaveJson.Default.EnclaveDescription);
    }
}

/// <summary>JSON of the enclave's description.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnclaveDescription))]
internal sealed partial class EnclaveJson : JsonSerializerContext;
