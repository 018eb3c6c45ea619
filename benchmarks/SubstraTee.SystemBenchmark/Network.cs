using System.Diagnostics;
using System.Text.Json;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.SystemBenchmark;

/// <summary>A node, a worker with its enclave and a shard: published programs as processes of their own, real sockets, real disk.</summary>
internal sealed class Network : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Stack<IAsyncDisposable> _parts = new();

    private Network(DirectoryInfo folder) => _folder = folder;

    public ChainClient Chain { get; private set; } = null!;

    public ShardClient Shard { get; private set; } = null!;

    public Uri NodeAddress { get; private set; } = null!;

    public Uri WorkerAddress { get; private set; } = null!;

    /// <summary>What clients encrypt to.</summary>
    public ShardTarget Target { get; private set; }

    /// <summary>From the start of the node's process until the worker said that it serves the shard.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    public int NodeId { get; private set; }

    public int WorkerId { get; private set; }

    public int EnclaveId { get; private set; }

    /// <summary>The processes under measurement, by name.</summary>
    public IReadOnlyList<(string Name, int Id)> Processes => [("node", NodeId), ("worker", WorkerId), ("enclave", EnclaveId)];

    /// <summary>Starts everything from a published folder, with data in a new folder that is deleted at the end.</summary>
    public static async Task<Network> StartAsync(string published, string enclave, CancellationToken cancellationToken)
    {
        var network = new Network(Directory.CreateTempSubdirectory("stee-bench-"));
        try
        {
            await network.RunAsync(Path.Combine(published, "substratee"), enclave, cancellationToken);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task RunAsync(string program, string enclave, CancellationToken cancellationToken)
    {
        var measurement = await DescribeAsync(enclave, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var (node, nodeReady) = await ChildProcess.StartAsync(
            program, LogOf("node"), ["node", "--dev", "--data", DataOf("node"), "--rpc-port", "0", "--json"], cancellationToken);
        _parts.Push(node);
        NodeId = node.Id;
        NodeAddress = AddressIn(nodeReady);
        Chain = await ChainClient.ConnectAsync(NodeAddress, null, cancellationToken);
        _parts.Push(Chain);
        var descriptor = await ShardCreator.DescribeAsync(
            Chain,
            new ShardPlan { StfHash = measurement.Stf, Measurements = [measurement.Build], AllowSkippedAttestation = true },
            cancellationToken);
        using var creator = KeyPair.FromSecretUri("//Bob", KeyType.Sr25519);
        var shard = (await ShardCreator.CreateAsync(Chain, creator, descriptor, cancellationToken)).Shard;
        var (worker, workerReady) = await ChildProcess.StartAsync(
            program,
            LogOf("worker"),
            [
                "worker", "--shard", shard.ToString(), "--node", NodeAddress.OriginalString, "--enclave", enclave,
                "--data", DataOf("worker"), "--rpc-port", "0", "--funder", "//Ferdie", "--json",
            ],
            cancellationToken);
        ReadyAfter = Stopwatch.GetElapsedTime(started);
        _parts.Push(worker);
        WorkerId = worker.Id;
        EnclaveId = workerReady.GetProperty("enclaveProcess").GetInt32();
        WorkerAddress = AddressIn(workerReady);
        Shard = await ShardClient.OpenAsync(
            Chain, shard, new ShardOptions { Worker = WorkerAddress, AllowSimulated = true }, cancellationToken);
        _parts.Push(Shard);
        var verdict = await Shard.JudgeAsync(cancellationToken);
        Target = new ShardTarget(Chain.GenesisHash, shard, verdict.Epoch, verdict.ShieldingKey!.Value);
    }

    private string LogOf(string name) => Path.Combine(_folder.FullName, $"{name}.log");

    private string DataOf(string name) => Path.Combine(_folder.FullName, name);

    private static Uri AddressIn(JsonElement ready) => new(ready.GetProperty("rpc").GetString()!);

    private static async Task<(Hash256 Stf, Measurement Build)> DescribeAsync(string enclave, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path.Combine(enclave, "substratee-enclave"), "--describe")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = JsonElement.Parse(await process.StandardOutput.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (
            Hash256.Parse(said.GetProperty("stfHash").GetString()!),
            new Measurement(MeasurementFamily.Simulated, Hex.Decode(said.GetProperty("measurement").GetString()!)));
    }
}
