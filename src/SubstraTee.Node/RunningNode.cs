using Microsoft.Extensions.Logging;
using SubstraTee.JsonRpc;
using SubstraTee.Primitives;

namespace SubstraTee.Node;

/// <summary>A node that was started.</summary>
public sealed class RunningNode : IAsyncDisposable
{
    private readonly RpcServer _server;
    private readonly Blockchain _chain;
    private readonly List<IDisposable> _parts;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _production;
    private readonly Task _feeding;
    private readonly Task _judging;
    private readonly Lock _gate = new();
    private Task? _stop;

    internal RunningNode(
        RpcServer server,
        Blockchain chain,
        BlockFeed feed,
        TransactionIntake intake,
        ChainService service,
        List<IDisposable> parts,
        ILogger logger)
    {
        _server = server;
        _chain = chain;
        _parts = parts;
        _logger = logger;
        _feeding = feed.RunAsync();
        _judging = intake.RunAsync(_stopping.Token);
        _production = Task.Run(() => service.RunAsync(_stopping.Token));
        Completion = Task.WhenAll(_production, _feeding, _judging);
    }

    /// <summary>The address of JSON-RPC over WebSocket, with the port that is really listened on.</summary>
    public Uri WebSocketAddress => new($"ws://127.0.0.1:{_server.Port}");

    /// <summary>The address of JSON-RPC over HTTP POST.</summary>
    public Uri HttpAddress => new($"http://127.0.0.1:{_server.Port}");

    /// <summary>The hash of the first block.</summary>
    public Hash256 GenesisHash => _chain.Genesis.Hash;

    /// <summary>The newest block's number.</summary>
    public uint BestNumber => _chain.Best.Number;

    /// <summary>The newest final block's number.</summary>
    public uint FinalizedNumber => _chain.Finalized.Number;

    /// <summary>Ends when the node has stopped making blocks; with an exception when it could not go on.</summary>
    public Task Completion { get; }

    /// <summary>Ends connections, finishes the block under way, and closes the store. Safe to call twice.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            return _stop ??= StopOnceAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task StopOnceAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        NodeHost.Release(_parts);
        _stopping.Dispose();
        NodeLog.Stopped(_logger, _chain.Best.Number);
    }
}
