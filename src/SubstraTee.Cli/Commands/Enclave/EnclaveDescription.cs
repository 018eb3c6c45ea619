using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>What an enclave program says of itself, checked against its folder.</summary>
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
    private const string KnownSchema = "substratee.enclave/1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks the program in a folder.</summary>
    /// <exception cref="CliException">It does not answer, or claims a measurement that is not its folder's.</exception>
    public static async Task<EnclaveDescription> AskAsync(string folder, CancellationToken cancellationToken)
    {
        var said = Parse(folder, await RunAsync(folder, cancellationToken).ConfigureAwait(false));
        var measured = MeasuredFolder.Measure(folder);
        var known = Hash256.Parse(measured);
        return Bytes32.TryParse(said.Measurement, out var claimed) && claimed == known.Bytes
            ? said
            : throw CliErrors.MeasurementDiffers(folder, said.Measurement, measured);
    }

    /// <summary>The function that is compiled into the program.</summary>
    /// <exception cref="CliException">There is none: it loads functions by hash.</exception>
    public EnclaveFunction Compiled(string folder) => this is { StfName: { } name, StfVersion: { } version, StfHash: { } hash }
        ? new EnclaveFunction(name, version, Hash256.Parse(hash))
        : throw CliErrors.EnclaveUnusable(folder, "it has no function of its own, it loads WebAssembly modules: name one with --wasm");

    /// <summary>Makes sure that the program loads WebAssembly modules.</summary>
    /// <exception cref="CliException">It has a function of its own.</exception>
    public void RequireLoading(string folder)
    {
        if (StfKind != (int)SubstraTee.Enclave.Protocol.StfKind.WebAssembly)
        {
            throw CliErrors.EnclaveUnusable(folder, $"it loads no modules, it has a function of its own: {StfName}");
        }
    }

    /// <summary>The measurement with its family.</summary>
    public Measurement ToMeasurement() => new((MeasurementFamily)Family, Hex.Decode(Measurement));

    private static EnclaveDescription Parse(string folder, string output)
    {
        try
        {
            var said = JsonSerializer.Deserialize(output, EnclaveDescriptionJson.Default.EnclaveDescription);
            return said?.Schema == KnownSchema ? said : throw CliErrors.EnclaveUnusable(folder, $"what it says of itself is not {KnownSchema}");
        }
        catch (JsonException refused)
        {
            throw CliErrors.EnclaveUnusable(folder, $"what it says of itself is no JSON: {refused.Message}", refused);
        }
    }

    private static async Task<string> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, Enclaves.Program), "--describe")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        using var process = Start(folder, start);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var talk = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return process.ExitCode == 0
                ? await output.ConfigureAwait(false)
                : throw CliErrors.EnclaveUnusable(folder, $"it ended with code {process.ExitCode}: {(await talk.ConfigureAwait(false)).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(string folder, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw CliErrors.EnclaveUnusable(folder, "no process was started");
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw CliErrors.EnclaveUnusable(folder, refused.Message, refused);
        }
    }
}

/// <summary>The state transition function that an enclave program is to run: compiled in, or loaded.</summary>
internal sealed record EnclaveFunction(string Name, uint Version, Hash256 Hash);

/// <summary>JSON of an enclave's description.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EnclaveDescription))]
internal sealed partial class EnclaveDescriptionJson : JsonSerializerContext;
