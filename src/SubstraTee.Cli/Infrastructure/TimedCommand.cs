using System.Collections.Immutable;
using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary>A command that ends by itself, and is ended when it takes too long.</summary>
internal abstract class TimedCommand : CliCommand
{
    private readonly Option<string> _timeout;

    protected TimedCommand(string name, string description, params ImmutableArray<Example> examples)
        : base(name, description, examples)
    {
        _timeout = Settings.Timeout("60s");
        Add(_timeout);
    }

    public sealed override bool Runs => true;

    public sealed override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var time = run.Time(_timeout);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        try
        {
            return await WorkAsync(run, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CliErrors.TooLate(FullName, run.Required(_timeout));
        }
    }

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> WorkAsync(Invocation run, CancellationToken cancellationToken);
}
