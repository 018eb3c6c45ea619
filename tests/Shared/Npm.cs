using System.Diagnostics;

namespace SubstraTee.Testing;

/// <summary>Runs a script of one npm suite under <c>tests/npm</c>, an independent implementation to compare with.</summary>
internal static class Npm
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The folder of a suite.</summary>
    public static string FolderOf(string suite) => Path.Combine(Repository.Root, "tests", "npm", suite);

    /// <summary>Why tests of the suite are skipped, or null when it is installed.</summary>
    public static string? SkipReason(string suite) =>
        Directory.Exists(Path.Combine(FolderOf(suite), "node_modules"))
            ? null
            : $"npm suite '{suite}' is not installed: ./test installs it";

    /// <summary>Runs <c>node script arguments</c>, feeds it <paramref name="input"/> and returns what it printed.</summary>
    public static async Task<string> RunAsync(string suite, string script, string input, params string[] arguments)
    {
        using var timeout = new CancellationTokenSource(Limit);
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = FolderOf(suite),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0
                ? await output
                : throw new InvalidOperationException($"{script} ended with {process.ExitCode}: {await errors}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

/// <summary>A fact that needs an npm suite and is skipped, visibly, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NpmFactAttribute : FactAttribute
{
    public NpmFactAttribute(string suite) => Skip = Npm.SkipReason(suite);
}
