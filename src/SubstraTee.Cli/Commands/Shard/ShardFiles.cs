using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>Reads the files that say what the evidence of a shard's members has to be.</summary>
internal static class ShardFiles
{
    private const int MaxBytes = 8 << 20;
    private const int MaxRegisterBytes = 64;
    private const string RegistersSchema = "substratee.simulator.registers/1";

    /// <summary>A policy in its file form.</summary>
    /// <exception cref="CliException">The file cannot be read, or holds none.</exception>
    public static AttestationPolicy Policy(string path) =>
        AttestationPolicy.TryParse(Read(path), out var policy, out var error) ? policy : throw CliErrors.NoPolicy(path, error);

    /// <summary>Trust anchors in their file form.</summary>
    /// <exception cref="CliException">The file cannot be read, or holds none.</exception>
    public static TrustAnchors Anchors(string path) =>
        TrustAnchors.TryParse(Read(path), out var anchors, out var error) ? anchors : throw CliErrors.NoAnchors(path, error);

    /// <summary>What <c>substratee-simulator registers</c> printed: who measures enclaves, by kind of evidence.</summary>
    /// <exception cref="CliException">The file cannot be read, or holds something else.</exception>
    public static ILookup<EvidenceKind, (string Name, ImmutableArray<byte> Value)> Registers(string path)
    {
        try
        {
            var said = JsonSerializer.Deserialize(Read(path), ShardFilesJson.Default.SimulatorRegisters);
            return said?.Schema == RegistersSchema
                ? said.Registers.Select(one => Register(path, one)).ToLookup(one => one.Kind, one => (one.Name, one.Value))
                : throw CliErrors.NoRegisters(path, $"its schema is not {RegistersSchema}");
        }
        catch (JsonException refused)
        {
            throw CliErrors.NoRegisters(path, refused.Message);
        }
    }

    private static (EvidenceKind Kind, string Name, ImmutableArray<byte> Value) Register(string path, SimulatorRegister one) =>
        EvidenceKinds.TryParse(one.Kind, out var kind) && Hex.TryDecode(one.Value, MaxRegisterBytes, out var value)
            ? (kind, one.Name, [.. value])
            : throw CliErrors.NoRegisters(path, $"'{one.Kind}' is no kind of evidence, or the value of '{one.Name}' is not up to {MaxRegisterBytes} bytes in hexadecimal");

    private static byte[] Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length > MaxBytes
                ? throw new IOException($"it has {file.Length} bytes, at most {MaxBytes} are read")
                : File.ReadAllBytes(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }
}

/// <summary>What the simulator prints of who measures enclaves.</summary>
internal sealed record SimulatorRegisters(string Schema, ImmutableArray<SimulatorRegister> Registers);

/// <summary>What one register has to hold.</summary>
internal sealed record SimulatorRegister(string Kind, string Name, string Value);

/// <summary>JSON of files about a shard's members.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SimulatorRegisters))]
internal sealed partial class ShardFilesJson : JsonSerializerContext;
