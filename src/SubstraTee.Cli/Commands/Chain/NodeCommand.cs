using System.CommandLine;
using SubstraTee.Node;

namespace SubstraTee.Cli;

/// <summary><c>substratee node</c>: runs a development chain until it is told to stop.</summary>
internal sealed class NodeCommand : CliCommand
{
    private readonly Option<bool> _dev = new("--dev")
    {
        Description = "Make a development chain, on which enclaves may register without evidence, marked SIMULATED.",
    };

    private readonly Option<string> _blockTime = new("--block-time")
    {
        HelpName = "time",
        Description = "When blocks are made: instant (as soon as a transaction waits), or an interval such as 1s, 6s or 500ms.",
        DefaultValueFactory = _ => "instant",
    };

    private readonly Option<string> _data = new("--data")
    {
        HelpName = "folder",
        Description = "Keep the chain in this folder. [default: in memory, gone at the end]",
    };

    private readonly Option<int> _port = new("--rpc-port")
    {
        HelpName = "port",
        Description = "Port of JSON-RPC on 127.0.0.1; 0 lets the system choose.",
        DefaultValueFactory = _ => NodeOptions.DefaultRpcPort,
    };

    private readonly Option<int> _authorities = new("--authorities")
    {
        HelpName = "count",
        Description = "How many authorities make blocks of a new chain final, 1 to 6.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<string> _log = Logging.Option();

    public NodeCommand()
        : base(
            "node",
            "Run an embedded chain: blocks, GRANDPA finality, Substrate's JSON-RPC. Ends with Ctrl+C.",
            new Example("substratee node --dev", "a development chain in memory, a block for every transaction"),
            new Example("substratee node --dev --block-time 6s --data ./chain", "a chain that is kept, with a block every 6 seconds"),
            new Example("substratee node --dev --rpc-port 0 --json", "prints the port that was chosen as JSON, once it answers"))
    {
        Add(_dev);
        Add(_blockTime);
        Add(_data);
        Add(_port);
        Add(_authorities);
        Add(_log);
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (!BlockTime.TryParse(run.Required(_blockTime), out var blockTime))
        {
            throw CliErrors.BadValue(_blockTime.Name, run.Required(_blockTime), "instant, or a time from 50ms to 3600s");
        }

        using var logs = Logging.Of(run, _log);
        var node = await NodeHost.StartAsync(
            new NodeOptions
            {
                Dev = run.Value(_dev),
                BlockTime = blockTime,
                DataDirectory = run.Value(_data),
                RpcPort = run.Required(_port),
                AuthorityCount = run.Required(_authorities),
                Logger = logs,
            },
            cancellationToken).ConfigureAwait(false);
        await using (node.ConfigureAwait(false))
        {
            var ready = new NodeReady(
                "substratee.node/1",
                Ready: true,
                node.WebSocketAddress.OriginalString,
                node.HttpAddress.OriginalString,
                node.GenesisHash.ToString(),
                run.Value(_dev),
                blockTime.ToString(),
                node.BestNumber,
                run.Value(_data),
                Environment.ProcessId);
            run.Result(ready, CliJson.Default.NodeReady, static (output, node) => output.WriteLine(
                $"node ready: {node.Rpc}  genesis {node.Genesis}  blocks {node.BlockTime}  Ctrl+C stops it"));
            await node.Completion.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested)
            {
                await node.Completion.ConfigureAwait(false);
            }
        }

        return ExitCodes.Ok;
    }
}

/// <summary>What a node says when it answers.</summary>
internal sealed record NodeReady(
    string Schema,
    bool Ready,
    string Rpc,
    string Http,
    string Genesis,
    bool Dev,
    string BlockTime,
    uint Best,
    string? Data,
    int ProcessId);
