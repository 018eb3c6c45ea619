using Microsoft.Extensions.Logging;
using SubstraTee.Enclave.Protocol;
using SubstraTee.JsonRpc;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Substrate;

namespace SubstraTee.Worker;

/// <summary>A worker: hosts one enclave for one shard.</summary>
public static class WorkerHost
{
    private const string EnclaveProgram = "substratee-enclave";

    /// <summary>Starts a worker: connects, boots the enclave, funds its account, serves the RPC, feeds blocks.</summary>
    /// <returns>The worker; it serves queries once <see cref="RunningWorker.State"/> is serving.</returns>
    /// <exception cref="WorkerException">It cannot start; nothing is left running.</exception>
    public static async Task<RunningWorker> StartAsync(WorkerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var parts = new Stack<IAsyncDisposable>();
        try
        {
            return await StartAsync(options, parts, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            while (parts.TryPop(out var part))
            {
                await part.DisposeAsync().ConfigureAwait(false);
            }

            if (Explain(options, fault) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    private static async Task<RunningWorker> StartAsync(
        WorkerOptions options, Stack<IAsyncDisposable> parts, CancellationToken cancellationToken)
    {
        var logger = options.Logs.CreateLogger("SubstraTee.Worker");
        var folder = DataFolder.Open(options.DataFolder);
        parts.Push(folder);
        var client = await JsonRpcClient.ConnectAsync(options.NodeUrl, null, cancellationToken).ConfigureAwait(false);
        parts.Push(client);
        var node = new NodeFeed(client);
        var genesis = await node.GenesisAsync(cancellationToken).ConfigureAwait(false);
        var metadata = await node.MetadataAsync(cancellationToken).ConfigureAwait(false);
        var chain = ChainMetadata.Decode(metadata);
        var descriptor = await node.DescriptorAsync(chain, options.Shard, cancellationToken).ConfigureAwait(false);

        var executable = ExecutableOf(options.EnclavePath);
        var platformFolder = options.PlatformFolder ?? folder.PlatformPath;
        var process = await EnclaveProcess.StartAsync(executable, options.Platform, platformFolder, options.Time, cancellationToken)
            .ConfigureAwait(false);
        parts.Push(process);
        var link = new EnclaveLink(process.Stream);
        parts.Push(link);
        var receipts = new ReceiptStore(folder.ReceiptsPath);
        parts.Push(receipts);
        var sender = new ExtrinsicSender(node, logger);
        var blobs = new BlobFolder(folder.SealedPath);
        parts.Push(blobs);
        var evidence = EvidenceOf(options, executable, platformFolder, logger);
        var session = new WorkerSession(link, blobs, receipts, sender, evidence, logger);
        var worker = new RunningWorker(options, parts, session, process.Id);
        worker.Own(token => link.RunAsync(token));
        await session.BootAsync(
            descriptor, metadata, options.Url, stf => node.CodeAsync(chain, stf, cancellationToken), cancellationToken).ConfigureAwait(false);
        var status = session.Status ?? throw BootRefusal.Explain(RefusalCode.NotBooted);
        WorkerLog.EnclaveStarted(logger, process.Id, status.Account, status.Simulated);
        if (options.Funder is { } funder)
        {
            await new Funding(node, chain, genesis, options.Time, logger)
                .TopUpAsync(funder, status.Account, options.FundingTarget, cancellationToken).ConfigureAwait(false);
        }

        var rpc = await RpcServer.StartAsync(
            new RpcServerOptions { Port = options.RpcPort },
            new WorkerRpc(session, receipts, options.Shard, descriptor).Methods(),
            logger,
            cancellationToken).ConfigureAwait(false);
        worker.Add(rpc);
        worker.RpcPort = rpc.Port;
        worker.Own(token => sender.RunAsync(hash => session.RejectAsync(hash, token), token));
        worker.Own(token => new FinalizedFeeder(node, session, options.Time, logger).RunAsync(token));
        worker.Own(token => evidence.RunAsync(session, token));
        worker.Own(token => TickAsync(session, options.Time, token));
        return worker;
    }

    private static async Task TickAsync(WorkerSession session, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (!session.Halted.IsCompleted && await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await session.TickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static EvidenceDesk EvidenceOf(WorkerOptions options, string executable, string platformFolder, ILogger logger)
    {
        var program = options.EvidenceProgram is { } path
            ? new EvidenceProgram(
                Path.GetFullPath(path), options.EvidenceArguments, Path.GetFullPath(platformFolder), EnclaveFolder.Measure(Path.GetDirectoryName(executable)!), options.Time)
            : null;
        return new EvidenceDesk(program, options.CollateralFolder is { } collateral ? new CollateralFolder(collateral) : null, logger);
    }

    private static string ExecutableOf(string path) => Path.GetFullPath(
        Directory.Exists(path) ? Path.Combine(path, EnclaveProgram) : path);

    private static WorkerException? Explain(WorkerOptions options, Exception fault) => fault switch
    {
        ConnectionException => new WorkerException(
            "STEE-N0101",
            $"the node {options.NodeUrl} cannot be reached",
            fault.Message,
            "start it (substratee node --dev) or name another with --node",
            fault),
        RpcStartException start => new WorkerException(
            start.IsInUse ? "STEE-N0001" : "STEE-N0002",
            $"port {start.Port} cannot be used",
            start.IsInUse ? "another program listens on it" : start.Message,
            "choose another with --rpc-port, or 0 for any free one",
            fault),
        ChainLacksException => new WorkerException(
            "STEE-C0004", "the chain cannot be used", fault.Message, "attach to a chain with these pallets", fault),
        WorkerException { Code: EnclaveLink.GoneCode } gone => new WorkerException(
            "STEE-E0002", "the enclave ended while it started", gone.Why, "see what it printed above", fault),
        _ => null,
    };
}
