using System.CommandLine;
using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary><c>substratee chain watch</c>.</summary>
internal sealed class ChainWatchCommand : CliCommand
{
    private readonly Option<string> _node = Settings.Node();
    private readonly Option<bool> _finalized = new("--finalized") { Description = "Show blocks when they are final, not when they are made." };

    private readonly Option<uint> _count = new("--count")
    {
        HelpName = "number",
        Description = "Stop after so many blocks; 0 goes on until Ctrl+C.",
        DefaultValueFactory = _ => 0,
    };

    public ChainWatchCommand()
        : base(
            "watch",
            "Show new blocks as they come; with --json one document a line.",
            new Example("substratee chain watch", "until Ctrl+C"),
            new Example("substratee chain watch --finalized --count 1 --json", "waits for the next final block"))
    {
        Add(_node);
        Add(_finalized);
        Add(_count);
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var final = run.Value(_finalized);
        var left = run.Required(_count);
        var chain = await ChainClient.ConnectAsync(run.NodeUrl(_node), null, cancellationToken).ConfigureAwait(false);
        await using (chain.ConfigureAwait(false))
        {
            try
            {
                await foreach (var head in chain.WatchHeadsAsync(final, cancellationToken).ConfigureAwait(false))
                {
                    run.Result(
                        new WatchDocument("substratee.chain.watch/1", head.Number, head.Hash().ToString(), head.ParentHash.ToString(), final),
                        CliJson.Default.WatchDocument,
                        static (output, block) => output.WriteLine($"{(block.Finalized ? "final" : "new")} {block.Number}  {block.Hash}"));
                    if (left > 0 && --left == 0)
                    {
                        break;
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // To stop watching is how watching ends.
            }
        }

        return ExitCodes.Ok;
    }
}

/// <summary>A new block.</summary>
internal sealed record WatchDocument(string Schema, uint Number, string Hash, string Parent, bool Finalized);
