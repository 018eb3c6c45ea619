using System.Diagnostics;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>The program that plays the hardware, as the build leaves it.</summary>
internal static class Simulator
{
    public static string Path { get; } = System.IO.Path.Combine(
        Repository.Root, "artifacts", "bin", "SubstraTee.Simulator", System.IO.Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "substratee-simulator");

    /// <summary>Keeps what it prints in a file.</summary>
    public static async Task<string> KeepAsync(string what, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(Path, what) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var file = System.IO.Path.Combine(folder, $"{what}-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return file;
    }
}
