using System.Diagnostics;
using SubstraTee.Testing;

namespace SubstraTee.Docs.Tests;

/// <summary>Runs commands as a reader would: in an empty folder in which <c>./substratee</c> lies, one after the other.</summary>
internal static class CommandRunner
{
    // What the commands leave in the background belongs to the shell's process group and ends with it.
    private const string Prologue = """
        exec 2>&1
        set -euo pipefail
        trap 'code=$?; trap "" TERM; kill -- -$$; wait; exit $code' EXIT

        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Runs the lines and stops at the first command that fails; returns the exit code and all that was printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> lines)
    {
        var folder = Directory.CreateTempSubdirectory("substratee-docs-");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "substratee"), Path.Combine(Repository.Root, "substratee"));
        var start = new ProcessStartInfo("setsid", ["--wait", "bash", "-c", Prologue + string.Join('\n', lines)])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        try
        {
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            folder.Delete(recursive: true);
        }
    }
}
