using System.Diagnostics;
using System.Text.Json;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>What an enclave says of itself: what a shard's descriptor needs to name it.</summary>
internal sealed record EnclaveDescription(Measurement Measurement, string StfName, uint StfVersion, Hash256 StfHash)
{
    /// <summary>Asks the enclave in a folder.</summary>
    /// <exception cref="CliException">It cannot be run, or says something else.</exception>
    public static async Task<EnclaveDescription> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, Enclaves.Program), "--describe")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start) ?? throw CliErrors.EnclaveUnusable(folder, "it does not start");
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(output);
            var said = document.RootElement;
            return new EnclaveDescription(
                new Measurement(
                    (MeasurementFamily)said.GetProperty("family").GetInt32(), Hex.Decode(said.GetProperty("measurement").GetString()!)),
                said.GetProperty("stfName").GetString()!,
                said.GetProperty("stfVersion").GetUInt32(),
                Hash256.Parse(said.GetProperty("stfHash").GetString()!));
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or JsonException or KeyNotFoundException
            or FormatException or ArgumentException)
        {
            throw CliErrors.EnclaveUnusable(folder, $"it does not describe itself: {fault.Message}");
        }
    }
}
