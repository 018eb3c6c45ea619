using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.JsonRpc;
using SubstraTee.Runtime;

namespace SubstraTee.Node;

/// <summary>Starts an embedded development chain in this process.</summary>
public static class NodeHost
{
    /// <summary>Starts a node and returns when it answers.</summary>
    /// <exception cref="NodeException">It cannot start; the exception says why and what to try.</exception>
    public static async Task<RunningNode> StartAsync(NodeOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        var parts = new List<IDisposable>();
        try
        {
            return await StartAsync(options, parts, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Release(parts);
            throw;
        }
    }

    /// <summary>Gives back what was taken, the last first.</summary>
    internal static void Release(List<IDisposable> parts)
    {
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            parts[i].Dispose();
        }

        parts.Clear();
    }

    private static async Task<RunningNode> StartAsync(NodeOptions options, List<IDisposable> parts, CancellationToken cancellationToken)
    {
        if (options.DataDirectory is { } directory)
        {
            parts.Add(DirectoryLock.Take(directory));
        }

        var store = ChainStore.Open(options.DataDirectory, (uint)options.StateHistoryBlocks);
        parts.Add(store);
        var runtime = new ChainRuntime();
        var spec = Spec(options);
        var chain = Blockchain.Open(store, runtime, spec.Id, () => spec.Genesis with { Salt = options.GenesisSalt ?? RandomSalt() });
        var pool = new TransactionPool(new PoolLimits(), options.TimeProvider);
        var intake = new TransactionIntake(runtime, chain, pool, options.TimeProvider);
        var feed = new BlockFeed(options.Logger);
        feed.Begin(chain.Best);
        feed.Subscribe(_ => { }, _ => intake.Revalidate());
        var finality = new GrandpaFinality(runtime, options.Logger);
        parts.Add(finality);
        var service = new ChainService(runtime, chain, pool, feed, finality, options);

        var queries = new ChainQueries(chain, runtime);
        var methods = new RpcMethodTable();
        new ChainRpc(queries, feed).AddTo(methods);
        new StateRpc(queries, feed).AddTo(methods);
        new AuthorRpc(queries, pool, intake, options).AddTo(methods);
        new SystemRpc(queries, pool, spec).AddTo(methods);
        new PaymentRpc(queries).AddTo(methods);
        new GrandpaRpc(queries, feed, finality).AddTo(methods);
        new ChainHeadRpc(queries, feed, options).AddTo(methods);
        new TransactionRpc(pool, intake).AddTo(methods);
        new ArchiveRpc(queries).AddTo(methods);
        new SubstraTeeRpc(queries).AddTo(methods);

        var server = await ListenAsync(options, methods, cancellationToken).ConfigureAwait(false);
        NodeLog.Started(
            options.Logger,
            spec.Name,
            chain.Best.Number,
            chain.Genesis.Hash.ToString(),
            finality.AuthoritiesAfter(chain.StateAfter(chain.Best)!, chain.Best.Header).Count,
            options.BlockTime.ToString(),
            options.DataDirectory ?? "in memory");
        NodeLog.Listening(options.Logger, server.Port);
        return new RunningNode(server, chain, feed, intake, service, parts, options.Logger);
    }

    private static async Task<RpcServer> ListenAsync(NodeOptions options, RpcMethodTable methods, CancellationToken cancellationToken)
    {
        try
        {
            return await RpcServer.StartAsync(
                new RpcServerOptions { Port = options.RpcPort, AllowedOrigins = options.AllowedOrigins, Limits = options.RpcLimits },
                methods,
                options.Logger,
                cancellationToken).ConfigureAwait(false);
        }
        catch (RpcStartException exception)
        {
            throw exception.IsInUse
                ? NodeErrors.PortInUse(exception.Port, exception)
                : NodeErrors.PortRefused(exception.Port, exception);
        }
    }

    private static ChainSpec Spec(NodeOptions options)
    {
        var development = ChainSpec.Development(options.AuthorityCount);
        return options.Dev
            ? development
            : development with
            {
                Name = "substraTEE Local",
                Id = "substratee_local",
                ChainType = "Local",
                Genesis = development.Genesis with { IsDevelopment = false, AllowSkippingAttestation = false, AllowSgxDebugMode = false },
            };
    }

    private static ImmutableArray<byte> RandomSalt() => [.. RandomNumberGenerator.GetBytes(16)];
}
