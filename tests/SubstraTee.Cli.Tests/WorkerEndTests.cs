using System.Diagnostics;
using SubstraTee.Crypto;

namespace SubstraTee.Cli.Tests;

/// <summary>How a worker ends, seen from outside: its own error and exit code for each reason.</summary>
public sealed class WorkerEndTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2));
    private readonly DemoNetwork _network;

    public WorkerEndTests() => _network = new DemoNetwork(_folder.Path, DevNetwork.Enclave);

    public async Task InitializeAsync()
    {
        await _network.StartNodeAsync(_limit.Token);
        using var alice = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        await _network.CreateShardAsync(alice, null, _limit.Token);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _folder.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task A_worker_whose_enclave_is_killed_says_so_and_exits_with_1()
    {
        var (worker, ready) = await StartAsync("worker", _network.WorkerFolder, _network.PlatformFolder);
        using (var enclave = Process.GetProcessById(ready.GetProperty("enclaveProcess").GetInt32()))
        {
            enclave.Kill();
        }

        await EndsWithAsync(worker, "STEE-E0205", ExitCodes.Refused);
    }

    [Fact]
    public async Task A_worker_whose_enclave_was_started_elsewhere_says_superseded_and_exits_with_1()
    {
        var (first, _) = await StartAsync("first", _network.WorkerFolder, _network.PlatformFolder);
        await StartAsync("clone", _network.CopyData(_network.WorkerFolder, "clone"), _network.PlatformFolder);

        await EndsWithAsync(first, "STEE-E0201", ExitCodes.Refused);
    }

    [Fact]
    public async Task A_worker_without_the_shards_keys_says_whose_they_are()
    {
        await StartAsync("first", _network.WorkerFolder, _network.PlatformFolder);

        var refused = await Assert.ThrowsAsync<CliException>(() => StartAsync(
            "stranger", Path.Combine(_folder.Path, "stranger"), Path.Combine(_folder.Path, "another-machine")));
        Assert.Contains("STEE-E0206", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_serves_the_only_shard_without_being_told_which()
    {
        await using var host = new ProcessHost(Path.Combine(_folder.Path, "logs"));
        var (_, ready) = await host.StartReadyAsync(
            "worker",
            [
                "worker", "--node", _network.Chain.Endpoint.OriginalString, "--enclave", DevNetwork.Enclave, "--data", _network.WorkerFolder,
                "--rpc-port", "0", "--funder", "//Ferdie",
            ],
            TimeSpan.FromSeconds(60),
            _limit.Token);
        Assert.Equal(_network.Shard.ToString(), ready.GetProperty("shard").GetString());
    }

    private Task<(ChildProcess Child, System.Text.Json.JsonElement Ready)> StartAsync(string name, string data, string platform) =>
        _network.StartWorkerAsync(name, data, platform, _limit.Token);

    private async Task EndsWithAsync(ChildProcess worker, string code, int exitCode)
    {
        var (exit, output) = await worker.ExitAsync(_limit.Token);
        Assert.Equal(code, Assert.Single(output).GetProperty("code").GetString());
        Assert.Equal(exitCode, exit);
    }
}
