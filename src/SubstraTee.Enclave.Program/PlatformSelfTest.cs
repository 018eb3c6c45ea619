using System.Text.Json;
using System.Text.Json.Serialization;
using SubstraTee.Attestation;
using SubstraTee.Crypto;

namespace SubstraTee.Enclave.Program;

/// <summary>Shows what the platform gives, for whoever sets a machine up: evidence to verify, and whether there is a sealing key.</summary>
/// <remarks>
/// The evidence binds no key: the first half of the report data is zeros, which is nobody's key, the second the hash of a name that
/// nothing else uses. Report data is never taken from outside, or the host could have its own keys bound to the measurement.
/// </remarks>
/// <param name="Schema">Always <c>substratee.selftest/1</c>.</param>
/// <param name="Kind">The kind of evidence.</param>
/// <param name="ReportData">What it binds, hexadecimal.</param>
/// <param name="Evidence">The evidence, base64.</param>
/// <param name="Auxiliary">What came with it, base64.</param>
/// <param name="Measurement">The measurement as the platform says it; null where the enclave cannot run.</param>
/// <param name="Refusal">Why the enclave cannot run here, or null.</param>
internal sealed record PlatformSelfTest(
    string Schema, string Kind, string ReportData, string Evidence, string Auxiliary, string? Measurement, string? Refusal)
{
    /// <summary>What evidence of the self-test binds.</summary>
    public static byte[] BoundData => [.. new byte[32], .. Blake2b.Hash256("substratee/self-test/1"u8).Bytes.AsSpan()];

    /// <summary>Asks the platform.</summary>
    /// <param name="evidence">Where evidence comes from.</param>
    /// <param name="open">Opens the platform as for serving.</param>
    /// <exception cref="PlatformException">There is no evidence.</exception>
    public static PlatformSelfTest Run(IEvidenceSource evidence, Func<HardwarePlatform> open)
    {
        var bound = BoundData;
        var collected = evidence.Collect(bound);
        string? measurement = null;
        string? refusal = null;
        try
        {
            using var platform = open();
            measurement = platform.Measurement.ToString();
        }
        catch (PlatformException wrong)
        {
            refusal = wrong.Message;
        }

        return new PlatformSelfTest(
            "substratee.selftest/1",
            collected.Kind.Text(),
            Convert.ToHexStringLower(bound),
            Convert.ToBase64String(collected.Evidence),
            Convert.ToBase64String(collected.Auxiliary),
            measurement,
            refusal);
    }

    /// <summary>As one line of JSON.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, SelfTestJson.Default.PlatformSelfTest);
}

/// <summary>JSON of the self-test.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlatformSelfTest))]
internal sealed partial class SelfTestJson : JsonSerializerContext;
