using System.Diagnostics;
using SubstraTee.Cli;
using SubstraTee.Testing;

namespace SubstraTee.Samples.Tests;

/// <summary>A sample: its source, its schema, and the module that is kept with it.</summary>
/// <param name="Name">Its folder under <c>samples</c>.</param>
/// <param name="Module">The module's name, without an ending.</param>
public sealed record Sample(string Name, string Module)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Sample CounterInC { get; } = new("wasm-counter-c", "counter");

    public static Sample CounterInAssemblyScript { get; } = new("wasm-counter-assemblyscript", "counter");

    public static Sample EndlessInC { get; } = new("wasm-endless-c", "endless");

    public string Folder => Path.Combine(Repository.Root, "samples", Name);

    /// <summary>The module that is kept with the sources.</summary>
    public byte[] Kept => File.ReadAllBytes(Path.Combine(Folder, $"{Module}.wasm"));

    public string SchemaPath => Path.Combine(Folder, $"{Module}.stf.json");

    /// <summary>Builds the module from its source, as its README says, and packs it.</summary>
    public async Task<byte[]> BuildAsync()
    {
        var output = Path.Combine(Path.GetTempPath(), $"substratee-sample-{Guid.NewGuid():N}.wasm");
        try
        {
            await RunAsync(Path.Combine(Folder, "build.sh"), output);
            var schema = await WasmPackCommand.ReadSchemaAsync(SchemaPath, CancellationToken.None);
            return WasmPackCommand.Pack(await WasmFile.ReadAsync(output, CancellationToken.None), schema).Bytes;
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>Runs a program and gives what it printed; null when there is no such program.</summary>
    public static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await error}");
            return await output;
        }
    }
}
