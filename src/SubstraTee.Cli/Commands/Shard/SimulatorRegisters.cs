using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>What <c>substratee-simulator registers</c> prints: who measures simulated enclaves, by kind of evidence.</summary>
internal static class SimulatorRegisters
{
    private const int MaxBytes = 64 << 10;
    private const int MaxRegisterBytes = 64;
    private const string Schema = "substratee.simulator.registers/1";

    /// <summary>Reads a file of it.</summary>
    /// <exception cref="CliException">The file cannot be read, or holds something else.</exception>
    public static async Task<ILookup<EvidenceKind, (string Name, ImmutableArray<byte> Value)>> ReadAsync(
        string path, CancellationToken cancellationToken)
    {
        var json = await EvidenceFiles.ReadAsync(path, MaxBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            var said = JsonSerializer.Deserialize(json, SimulatorJson.Default.SimulatorRegistersDocument);
            return said?.Schema == Schema
                ? said.Registers.Select(one => Register(path, one)).ToLookup(one => one.Kind, one => (one.Name, one.Value))
                : throw CliErrors.NoRegisters(path, $"its schema is not {Schema}");
        }
        catch (JsonException refused)
        {
            throw CliErrors.NoRegisters(path, refused.Message);
        }
    }

    private static (EvidenceKind Kind, string Name, ImmutableArray<byte> Value) Register(string path, RegisterRuleDocument one) =>
        EvidenceKinds.TryParse(one.Kind, out var kind) && Hex.TryDecode(one.Value, MaxRegisterBytes, out var value)
            ? (kind, one.Name, [.. value])
            : throw CliErrors.NoRegisters(
                path, $"'{one.Kind}' is no kind of evidence, or the value of '{one.Name}' is not up to {MaxRegisterBytes} bytes in hexadecimal");
}

/// <summary>What the simulator prints of who measures enclaves.</summary>
internal sealed record SimulatorRegistersDocument(string Schema, ImmutableArray<RegisterRuleDocument> Registers);

/// <summary>JSON that the simulator prints.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SimulatorRegistersDocument))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
