using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Node;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Testing;
using SubstraTee.Worker;

namespace SubstraTee.EndToEnd.Tests;

/// <summary>A node, a shard on it and a worker with its enclave process, on free ports and a folder of their own.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stee-e2e-");
    private readonly BlockTime _blockTime;
    private readonly EvidenceKind? _kind;

    private TestNetwork(BlockTime blockTime, EvidenceKind? kind) => (_blockTime, _kind) = (blockTime, kind);

    public static KeyPair Alice { get; } = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);

    public static KeyPair Bob { get; } = KeyPair.FromSecretUri("//Bob", KeyType.Ed25519);

    public RunningNode Node { get; private set; } = null!;

    public ChainClient Chain { get; private set; } = null!;

    public ShardId Shard { get; private set; }

    public RunningWorker Worker { get; private set; } = null!;

    /// <summary>Where the worker's log lines go.</summary>
    public ILoggerFactory Logs { get; set; } = NullLoggerFactory.Instance;

    public string DataFolder => Path.Combine(_folder.FullName, "worker");

    public static string Simulator => Path.Combine(Built("SubstraTee.Simulator"), "substratee-simulator");

    private static string Enclave => Built("SubstraTee.Enclave.Counter");

    private string Platform => _kind is { } kind ? $"simulated:{kind.Text()}" : "simulated";

    public static Task<TestNetwork> StartAsync(CancellationToken cancellationToken) => StartAsync(BlockTime.Instant, cancellationToken);

    public static Task<TestNetwork> StartAsync(BlockTime blockTime, CancellationToken cancellationToken) =>
        StartAsync(blockTime, kind: null, lifetime: default, cancellationToken);

    /// <summary>A shard that takes evidence of a kind alone, whose registrations count for a time.</summary>
    public static async Task<TestNetwork> StartAsync(
        BlockTime blockTime, EvidenceKind? kind, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var network = new TestNetwork(blockTime, kind);
        try
        {
            await network.StartNodeAsync(port: 0, cancellationToken);
            network.Chain = await ChainClient.ConnectAsync(network.Node.WebSocketAddress, null, cancellationToken);
            var chain = network.Chain;
            using var described = JsonDocument.Parse(
                await AskAsync(Path.Combine(Enclave, "substratee-enclave"), cancellationToken, "--describe", "--platform", network.Platform));
            var enclave = described.RootElement;
            var plan = new ShardPlan
            {
                StfHash = Hash256.Parse(enclave.GetProperty("stfHash").GetString()!),
                Measurements =
                [
                    new Measurement(
                        (MeasurementFamily)enclave.GetProperty("family").GetInt32(), Hex.Decode(enclave.GetProperty("measurement").GetString()!)),
                ],
                AllowSkippedAttestation = kind is null,
                Evidence = kind is { } one ? await RulesAsync(one, lifetime, cancellationToken) : null,
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
        await LaunchWorkerAsync(cancellationToken, port);
        await UntilAsync(() => Worker.State == EnclaveState.Serving, cancellationToken);
    }

    /// <summary>Waits until something is so; a worker that ends first fails the test.</summary>
    public async Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(
                Stopwatch.GetElapsedTime(started) < Patience && !Worker.Ended.IsFaulted,
                $"still waiting: {Worker.Status}, {Worker.Ended.Exception?.InnerException}");
            await Task.WhenAny(Worker.Ended, Task.Delay(20, cancellationToken));
        }
    }

    /// <summary>Starts a worker; its enclave may do anything from then on.</summary>
    public async Task LaunchWorkerAsync(CancellationToken cancellationToken, int port = 0, params string[] evidenceArguments)
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
                Logs = Logs,
                Platform = Platform,
                EvidenceProgram = _kind is null ? null : Simulator,
                EvidenceArguments = evidenceArguments,
                Url = "ws://127.0.0.1:2000",
            },
            cancellationToken);
    }

    /// <summary>What the chain holds of the worker's enclave.</summary>
    public async Task<MemberRecord?> MemberAsync(CancellationToken cancellationToken)
    {
        var members = new StorageDoubleMap<ShardId, AccountId, MemberRecord>(
            Chain.Metadata, "EnclaveBridge", "Members", Scale.ShardId, Scale.AccountId, MemberRecord.Codec);
        var stored = await Chain.Rpc.CallAsync("state_getStorage", [members.Key(Shard, Worker.Status.Account).ToString()], cancellationToken);
        return stored.ValueKind == JsonValueKind.String ? members.Decode(Hex.Decode(stored.GetString()!)) : null;
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

    private static string Built(string project) =>
        Path.Combine(Repository.Root, "artifacts", "bin", project, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')));

    private static async Task<EvidenceRules> RulesAsync(EvidenceKind kind, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var file = await AskAsync(Simulator, cancellationToken, "roots");
        Assert.True(TrustAnchors.TryParse(Encoding.UTF8.GetBytes(file), out var anchors, out var error), error);
        return new EvidenceRules(
            [.. anchors.All.Where(anchor => kind.Roles().Contains(anchor.Role)).Select(TrustRoot.Of)],
            true,
            EvidenceRules.MaskOf([TcbStatus.UpToDate]),
            false,
            (ulong)lifetime.TotalMilliseconds,
            [],
            []);
    }

    private static async Task<string> AskAsync(string program, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
