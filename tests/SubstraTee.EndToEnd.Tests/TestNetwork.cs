using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Node;
using SubstraTee.Primitives;
using SubstraTee.Testing;
using SubstraTee.Worker;

namespace SubstraTee.EndToEnd.Tests;

/// <summary>A node, a shard on it and a worker with its enclave process, on free ports and a folder of their own.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stee-e2e-");
    private readonly BlockTime _blockTime;

    private TestNetwork(BlockTime blockTime) => _blockTime = blockTime;

    public static KeyPair Alice { get; } = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);

    public static KeyPair Bob { get; } = KeyPair.FromSecretUri("//Bob", KeyType.Ed25519);

    public RunningNode Node { get; private set; } = null!;

    public ChainClient Chain { get; private set; } = null!;

    public ShardId Shard { get; private set; }

    public RunningWorker Worker { get; private set; } = null!;

    public string DataFolder => Path.Combine(_folder.FullName, "worker");

    private static string Enclave => Path.Combine(
        Repository.Root, "artifacts", "bin", "SubstraTee.Enclave.Counter", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')));

    public static Task<TestNetwork> StartAsync(CancellationToken cancellationToken) => StartAsync(BlockTime.Instant, cancellationToken);

    public static async Task<TestNetwork> StartAsync(BlockTime blockTime, CancellationToken cancellationToken)
    {
        var network = new TestNetwork(blockTime);
        try
        {
            await network.StartNodeAsync(port: 0, cancellationToken);
            network.Chain = await ChainClient.ConnectAsync(network.Node.WebSocketAddress, null, cancellationToken);
            var chain = network.Chain;
            using var described = JsonDocument.Parse(await DescribeAsync(cancellationToken));
            var enclave = described.RootElement;
            var plan = new ShardPlan
            {
                StfHash = Hash256.Parse(enclave.GetProperty("stfHash").GetString()!),
                Measurements = [new Measurement(MeasurementFamily.Simulated, Hex.Decode(enclave.GetProperty("measurement").GetString()!))],
                AllowSkippedAttestation = true,
            };
            var descriptor = await ShardCreator.DescribeAsync(chain, plan, cancellationToken);
            network.Shard = (await ShardCreator.CreateAsync(chain, Alice, descriptor, cancellationToken)).Shard;
            await network.StartWorkerAsync(cancellationToken);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the node, or starts it again with the chain that it had.</summary>
    public async Task StartNodeAsync(int port, CancellationToken cancellationToken) => Node = await NodeHost.StartAsync(
        new NodeOptions { RpcPort = port, BlockTime = _blockTime, DataDirectory = Path.Combine(_folder.FullName, "node") }, cancellationToken);

    public async Task StartWorkerAsync(CancellationToken cancellationToken, int port = 0)
    {
        Worker = await WorkerHost.StartAsync(
            new WorkerOptions
            {
                NodeUrl = Node.WebSocketAddress,
                Shard = Shard,
                EnclavePath = Enclave,
                DataFolder = DataFolder,
                RpcPort = port,
                Funder = Bob,
                Logs = NullLoggerFactory.Instance,
            },
            cancellationToken);
        var started = Stopwatch.GetTimestamp();
        while (Worker.State != EnclaveState.Serving)
        {
            Assert.True(
                Stopwatch.GetElapsedTime(started) < Patience && !Worker.Ended.IsFaulted,
                $"not serving: {Worker.Status}, {Worker.Ended.Exception?.InnerException}");
            await Task.WhenAny(Worker.Ended, Task.Delay(20, cancellationToken));
        }
    }

    public Task<ShardClient> OpenAsync(CancellationToken cancellationToken) => ShardClient.OpenAsync(
        Chain, Shard, new ShardOptions { Worker = new Uri($"ws://127.0.0.1:{Worker.RpcPort}"), AllowSimulated = true }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Worker is not null)
        {
            await Worker.DisposeAsync();
        }

        if (Chain is not null)
        {
            await Chain.DisposeAsync();
        }

        if (Node is not null)
        {
            await Node.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private static async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(Enclave, "substratee-enclave"), "--describe")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
