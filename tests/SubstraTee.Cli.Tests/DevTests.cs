using System.Text.Json;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>A development network by one command, kept in a folder.</summary>
public sealed class DevTests : IDisposable
{
    private static readonly string Module = Path.Combine(Repository.Root, "samples", "wasm-counter-assemblyscript", "counter.wasm");
    private static readonly string Endless = Path.Combine(Repository.Root, "samples", "wasm-endless-c", "endless.wasm");

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_module_is_deployed_served_and_the_same_again_at_the_next_start()
    {
        var dev = $"dev --enclave {DevNetwork.WasmEnclave} --data {_folder.Path} --rpc-port 0 --worker-port 0 --json";
        var first = await WithAsync($"{dev} --wasm {Module}", async (ready, variables) =>
        {
            Assert.Equal("counter", ready.GetProperty("function").GetString());
            (await CliRun.OfAsync(CliRun.Words($"call counter increment --by 42 --from //Alice --wasm {Module}"), environment: variables)).Ok();
        });
        var second = await WithAsync(dev, async (_, variables) => Assert.Equal(
            "42\n", (await CliRun.OfAsync(CliRun.Words("query counter value --as //Alice"), environment: variables)).Ok().Output));
        Assert.Equal(first, second);

        var refused = await CliRun.OfAsync($"{dev} --wasm {Endless}");
        Assert.Equal("STEE-A0013", refused.Document.GetProperty("code").GetString());
    }

    private static async Task<string> WithAsync(string line, Func<JsonElement, Dictionary<string, string>, Task> use)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var (ready, command) = await RunningCommand.StartAsync(line, new Dictionary<string, string>(StringComparer.Ordinal), stop.Token);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Settings.NodeVariable] = ready.GetProperty("node").GetString()!,
            [Settings.WorkerVariable] = ready.GetProperty("worker").GetString()!,
        };
        try
        {
            await use(ready, variables);
        }
        finally
        {
            await stop.CancelAsync();
            Assert.Equal(ExitCodes.Ok, await command);
        }

        return ready.GetProperty("shard").GetString()!;
    }
}
