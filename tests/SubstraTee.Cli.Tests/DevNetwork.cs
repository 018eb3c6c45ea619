using System.Text.Json;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>A node and, when a test asks for one, a worker, both run by their commands inside the test's process.</summary>
public sealed class DevNetwork : IAsyncLifetime, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(10));
    private readonly ScratchFolder _folder = new();
    private readonly SemaphoreSlim _serving = new(1, 1);
    private readonly List<Task<int>> _commands = [];

    /// <summary>The folder of the counter's enclave, as the build leaves it.</summary>
    public static string Enclave => EnclaveOf("SubstraTee.Enclave.Counter");

    /// <summary>The folder of the enclave that loads modules, as the build leaves it.</summary>
    public static string WasmEnclave => EnclaveOf("SubstraTee.Enclave.Wasm");

    /// <summary>What the node and worker are found by.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>A folder for files of tests.</summary>
    public string Folder => _folder.Path;

    public async Task InitializeAsync()
    {
        var ready = await StartAsync("node --dev --rpc-port 0 --json");
        Variables[Settings.NodeVariable] = ready.GetProperty("rpc").GetString()!;
    }

    /// <summary>Creates a shard and starts a worker for it, once.</summary>
    public Task ServeAsync() => ServeAsync($"shard create --enclave {Enclave} --json", Enclave);

    /// <summary>Deploys a module, creates a shard for it and starts a worker, once.</summary>
    public async Task ServeAsync(string module)
    {
        (await RunAsync($"wasm deploy {module}")).Ok();
        await ServeAsync($"shard create --wasm {module} --enclave {WasmEnclave} --json", WasmEnclave);
    }

    private async Task ServeAsync(string create, string enclave)
    {
        await _serving.WaitAsync(_stop.Token);
        try
        {
            if (!Variables.ContainsKey(Settings.WorkerVariable))
            {
                var shard = (await RunAsync(create)).Ok().Document;
                Variables[Settings.ShardVariable] = shard.GetProperty("shard").GetString()!;
                var ready = await StartAsync(
                    $"worker --enclave {enclave} --rpc-port 0 --funder //Bob --json --data {Path.Combine(Folder, "worker")}");
                Variables[Settings.WorkerVariable] = ready.GetProperty("rpc").GetString()!;
            }
        }
        finally
        {
            _serving.Release();
        }
    }

    private static string EnclaveOf(string project) =>
        Path.Combine(Repository.Root, "artifacts", "bin", project, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')));

    /// <summary>Runs a command against the network.</summary>
    internal Task<CliRun> RunAsync(string line) => CliRun.OfAsync(CliRun.Words(line), environment: Variables);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Assert.All(await Task.WhenAll(_commands), exitCode => Assert.Equal(ExitCodes.Ok, exitCode));
        _folder.Dispose();
        _stop.Dispose();
        _serving.Dispose();
    }

    private async Task<JsonElement> StartAsync(string line)
    {
        var (ready, command) = await RunningCommand.StartAsync(line, Variables, _stop.Token);
        _commands.Add(command);
        return ready;
    }
}
