using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary>A command that asks a node.</summary>
internal abstract class ChainCommand : TimedCommand
{
    private readonly Option<string> _node = Settings.Node();

    protected ChainCommand(string name, string description, params ImmutableArray<Example> examples)
        : base(name, description, examples) => Add(_node);

    protected sealed override async Task<int> WorkAsync(Invocation run, CancellationToken cancellationToken)
    {
        Check(run);
        var chain = await ChainClient.ConnectAsync(run.NodeUrl(_node), null, cancellationToken).ConfigureAwait(false);
        await using (chain.ConfigureAwait(false))
        {
            return await WorkAsync(run, chain, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses options that cannot be used before anybody is asked.</summary>
    protected virtual void Check(Invocation run)
    {
    }

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken);
}
