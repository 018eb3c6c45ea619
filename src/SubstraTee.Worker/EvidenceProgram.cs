using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>Runs the program that plays the hardware of a simulated platform: it is given report data and prints evidence.</summary>
/// <param name="path">The executable.</param>
/// <param name="more">Further arguments for it.</param>
/// <param name="platformFolder">The simulated machine.</param>
/// <param name="measured">Measurement of the enclave's folder.</param>
/// <param name="time">The clock.</param>
public sealed class EvidenceProgram(string path, IReadOnlyList<string> more, string platformFolder, byte[] measured, TimeProvider time)
{
    private const int MaxOutputCharacters = 2 * (MemberEvidence.MaxEvidenceBytes + CollateralBundle.MaxBytes) + 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks for evidence.</summary>
    /// <exception cref="EvidenceException">It did not give any.</exception>
    public async Task<MintedEvidence> QuoteAsync(EvidenceKind kind, byte[] reportData, CancellationToken cancellationToken)
    {
        var output = await RunAsync(
            [
                "quote", "--platform", kind.Text(), "--platform-dir", platformFolder, "--measurement", Hex.Encode(measured),
                "--report-data", Hex.Encode(reportData),
                "--at", time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), .. more,
            ],
            cancellationToken).ConfigureAwait(false);
        return Read(output);
    }

    private static MintedEvidence Read(string output)
    {
        try
        {
            var said = JsonSerializer.Deserialize(output, EvidenceJson.Default.EvidenceAnswer);
            if (said is null || !EvidenceKinds.TryParse(said.Kind, out var kind))
            {
                throw new EvidenceException("what it printed names no kind of evidence");
            }

            var items = (said.Collateral ?? []).Select(item => new CollateralItem(item.Key, Hex.Decode(item.Value))).ToList();
            return new MintedEvidence(
                kind, Hex.Decode(said.Evidence), items.Count == 0 ? [] : CollateralBundle.Codec.Encode(CollateralBundle.Of(kind, items)));
        }
        catch (Exception refused) when (refused is JsonException or FormatException)
        {
            throw new EvidenceException($"what it printed cannot be read: {refused.Message}", refused);
        }
    }

    private async Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var talk = ReadAsync(process.StandardError, either.Token);
            var output = await ReadAsync(process.StandardOutput, either.Token).ConfigureAwait(false);
            var words = await talk.ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? output : throw new EvidenceException($"it ended with code {process.ExitCode}: {words.Trim()}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EvidenceException($"it was not done within {Patience.TotalSeconds:0} seconds");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[MaxOutputCharacters];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return length < buffer.Length ? new string(buffer, 0, length) : throw new EvidenceException("it printed too much");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new EvidenceException("no process was started");
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            throw new EvidenceException(refused.Message, refused);
        }
    }
}
