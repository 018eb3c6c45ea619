using System.Text.Json;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>Node, worker and client of a demo: real processes and sockets, everything in one folder, the wire listened in on.</summary>
internal sealed class DemoNetwork(string folder, string enclaveFolder) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly ProcessHost _processes = new(Path.Combine(folder, "logs"));
    private readonly Stack<IAsyncDisposable> _parts = new();
    private TrafficTap? _nodeTap;
    private TrafficTap? _workerTap;
    private int _copies;

    /// <summary>The folder that holds everything that the demo writes.</summary>
    public string Folder => folder;

    /// <summary>What was on the wire.</summary>
    public string TrafficFolder => Path.Combine(folder, "traffic");

    /// <summary>The worker's data.</summary>
    public string WorkerFolder => Path.Combine(folder, "worker");

    /// <summary>The simulated machine that the enclave runs on.</summary>
    public string PlatformFolder => Path.Combine(folder, "platform");

    /// <summary>The enclave's folder.</summary>
    public string EnclaveFolder => enclaveFolder;

    /// <summary>The node's process.</summary>
    public ChildProcess Node { get; private set; } = null!;

    /// <summary>The client's connection to the node.</summary>
    public ChainClient Chain { get; private set; } = null!;

    /// <summary>The shard.</summary>
    public ShardId Shard { get; private set; }

    /// <summary>The client of the shard.</summary>
    public ShardClient Client { get; private set; } = null!;

    /// <summary>Starts the node and connects to it.</summary>
    public async Task StartNodeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(TrafficFolder);
        var (child, ready) = await _processes.StartReadyAsync(
            "node", ["node", "--dev", "--data", Path.Combine(folder, "node"), "--rpc-port", "0"], ReadyLimit, cancellationToken)
            .ConfigureAwait(false);
        Node = child;
        _nodeTap = Own(TrafficTap.Start(AddressIn(ready), Path.Combine(TrafficFolder, "node")));
        Chain = Own(await ChainClient.ConnectAsync(_nodeTap.Address, null, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Creates the shard that the story is about.</summary>
    /// <param name="creator">Who signs.</param>
    /// <param name="loaded">The function that it runs, when the enclave loads it; null for the one that the enclave has.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task CreateShardAsync(KeyPair creator, Hash256? loaded, CancellationToken cancellationToken) =>
        Shard = await SimulatedShards.CreateAsync(Chain, creator, enclaveFolder, loaded, cancellationToken).ConfigureAwait(false);

    /// <summary>Creates another shard for a function that is loaded, and starts a worker and a client for it.</summary>
    public async Task<ShardClient> ServeAnotherAsync(string name, KeyPair creator, Hash256 loaded, CancellationToken cancellationToken)
    {
        var shard = await SimulatedShards.CreateAsync(Chain, creator, enclaveFolder, loaded, cancellationToken).ConfigureAwait(false);
        var data = Path.Combine(folder, name);
        var (_, ready) = await StartWorkerAsync(name, shard, data, $"{data}-platform", cancellationToken).ConfigureAwait(false);
        var options = new ShardOptions { Worker = AddressIn(ready), AllowSimulated = true };
        return Own(await ShardClient.OpenAsync(Chain, shard, options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Starts a worker and waits until it serves the shard.</summary>
    /// <exception cref="CliException">It ended instead; the message has its error.</exception>
    public async Task<(ChildProcess Child, JsonElement Ready)> StartWorkerAsync(
        string name, string data, string platform, CancellationToken cancellationToken)
    {
        var (child, ready) = await StartWorkerAsync(name, Shard, data, platform, cancellationToken).ConfigureAwait(false);
        if (_workerTap is null)
        {
            _workerTap = Own(TrafficTap.Start(AddressIn(ready), Path.Combine(TrafficFolder, "worker")));
            var options = new ShardOptions { Worker = _workerTap.Address, AllowSimulated = true };
            Client = Own(await ShardClient.OpenAsync(Chain, Shard, options, cancellationToken).ConfigureAwait(false));
        }

        _workerTap.Target = AddressIn(ready).Port;
        return (child, ready);
    }

    /// <summary>Creates a shard.</summary>
    public async Task<ShardId> CreateAsync(KeyPair creator, ShardPlan plan, CancellationToken cancellationToken)
    {
        var descriptor = await ShardCreator.DescribeAsync(Chain, plan, cancellationToken).ConfigureAwait(false);
        return (await ShardCreator.CreateAsync(Chain, creator, descriptor, cancellationToken).ConfigureAwait(false)).Shard;
    }

    /// <summary>A client of a shard.</summary>
    public async Task<ShardClient> OpenAsync(ShardId shard, ShardOptions options, CancellationToken cancellationToken) =>
        Own(await ShardClient.OpenAsync(Chain, shard, options, cancellationToken).ConfigureAwait(false));

    /// <summary>Starts a worker in a folder of its own, and does not wait for it.</summary>
    /// <param name="name">What messages and its log file call it.</param>
    /// <param name="home">The folder of its data and machine; that of an earlier worker when it takes up what that one left.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="more">Further arguments.</param>
    public ChildProcess StartWorker(string name, string home, ShardId shard, params IReadOnlyList<string> more) =>
        _processes.Start(name, [.. WorkerArguments(shard, Path.Combine(folder, home), Path.Combine(folder, $"{home}-platform")), .. more]);

    /// <summary>Where a worker that was just started listens, as soon as it serves.</summary>
    /// <exception cref="CliException">It ended instead; the message has its error.</exception>
    public static async Task<Uri> ServingAsync(ChildProcess worker, CancellationToken cancellationToken) =>
        AddressIn(await worker.ReadyAsync(ReadyLimit, cancellationToken).ConfigureAwait(false));

    /// <summary>What a worker's log says so far.</summary>
    public string LogOf(ChildProcess child)
    {
        using var file = new FileStream(child.LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>Copies the worker's sealed files, as somebody with access to the disk can at any time.</summary>
    public string CopyData(string from, string name)
    {
        while (true)
        {
            var to = Path.Combine(folder, "copies", $"{++_copies:00}-{name}");
            Directory.CreateDirectory(Path.Combine(to, "sealed"));
            try
            {
                foreach (var file in SealedFiles(from))
                {
                    File.Copy(file, Path.Combine(to, "sealed", Path.GetFileName(file)));
                }

                return to;
            }
            catch (FileNotFoundException)
            {
                // The worker that is copied lives, and a snapshot of its has just replaced this log: a copy of what is there now.
            }
        }
    }

    /// <summary>The sealed files of a worker's data, in order of their names; what is just being written is none yet.</summary>
    public static string[] SealedFiles(string data) =>
    [
        .. Directory.GetFiles(Path.Combine(data, "sealed"))
            .Where(path => Path.GetExtension(path).Length == 0)
            .Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }

        await _processes.DisposeAsync().ConfigureAwait(false);
    }

    private Task<(ChildProcess Child, JsonElement Ready)> StartWorkerAsync(
        string name, ShardId shard, string data, string platform, CancellationToken cancellationToken) =>
        _processes.StartReadyAsync(name, WorkerArguments(shard, data, platform), ReadyLimit, cancellationToken);

    private string[] WorkerArguments(ShardId shard, string data, string platform) =>
    [
        "worker", "--shard", shard.ToString(), "--node", _nodeTap!.Address.OriginalString, "--enclave", enclaveFolder,
        "--platform-dir", platform, "--data", data, "--rpc-port", "0", "--funder", "//Ferdie",
    ];

    private static Uri AddressIn(JsonElement ready) => new(ready.GetProperty("rpc").GetString()!);

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
