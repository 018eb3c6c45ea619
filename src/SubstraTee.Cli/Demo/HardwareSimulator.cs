using System.Collections.Immutable;
using System.Diagnostics;
using SubstraTee.Attestation;
using SubstraTee.Worker;

namespace SubstraTee.Cli;

/// <summary>The program that plays the hardware of all families, run by hand as whoever owns a machine can.</summary>
/// <param name="path">The program.</param>
internal sealed class HardwareSimulator(string path)
{
    /// <summary>The program.</summary>
    public string Program => path;

    /// <summary>The keys that its evidence ends in.</summary>
    public async Task<TrustAnchors> RootsAsync(CancellationToken cancellationToken) =>
        TrustAnchors.TryParse(await RunAsync(["roots"], cancellationToken).ConfigureAwait(false), out var roots, out var error)
            ? roots
            : throw new DemoFailure($"the simulator's roots cannot be read: {error}");

    /// <summary>Evidence that a machine gives of an enclave.</summary>
    /// <param name="kind">What the machine is.</param>
    /// <param name="machine">Its folder.</param>
    /// <param name="folder">Measurement of the enclave's folder.</param>
    /// <param name="reportData">What the evidence is bound to.</param>
    /// <param name="faults">What is wrong with it, as options of the simulator.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task<MintedEvidence> QuoteAsync(
        EvidenceKind kind, string machine, byte[] folder, byte[] reportData, ImmutableArray<string> faults, CancellationToken cancellationToken) =>
        new EvidenceProgram(path, faults, machine, folder, TimeProvider.System).QuoteAsync(kind, reportData, cancellationToken);

    private async Task<byte[]> RunAsync(ImmutableArray<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new DemoFailure($"{path} was not started");
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0 ? output.ToArray() : throw new DemoFailure($"{path} {arguments[0]} ended with code {process.ExitCode}");
    }
}
