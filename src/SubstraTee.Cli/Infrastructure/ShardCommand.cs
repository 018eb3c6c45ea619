using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>A command that uses a shard: by node and worker.</summary>
internal abstract class ShardCommand : ChainCommand
{
    private readonly Option<string> _shard = Settings.Shard();
    private readonly Option<string> _worker = Settings.Worker();

    private readonly Option<string> _wasm = WasmReference.Expected();
    private readonly TrustOptions _trust = new();

    private readonly Option<bool> _allowSimulated = new("--allow-simulated")
    {
        Description = "Use a SIMULATED shard, which gives no confidentiality; needless on a development chain of this computer.",
    };

    protected ShardCommand(string name, string description, params ImmutableArray<Example> examples)
        : base(name, description, examples)
    {
        Add(_shard);
        Add(_worker);
        Add(_wasm);
        Add(_allowSimulated);
        _trust.AddTo(this);
    }

    protected override void Check(Invocation run)
    {
        _ = run.ShardOrNull(_shard);
        _ = run.WorkerUrl(_worker);
    }

    protected sealed override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        var id = run.ShardOrNull(_shard) ?? await OnlyAsync(chain, _shard, cancellationToken).ConfigureAwait(false);
        var options = new ShardOptions
        {
            Worker = run.WorkerUrl(_worker),
            AllowSimulated = run.Value(_allowSimulated) ? true : null,
            ExpectedFunction = await WasmReference.HashOfAsync(run, _wasm, cancellationToken).ConfigureAwait(false),
        };
        options = await _trust.ApplyAsync(run, options, cancellationToken).ConfigureAwait(false);
        var shard = await ShardClient.OpenAsync(chain, id, options, cancellationToken).ConfigureAwait(false);
        await using (shard.ConfigureAwait(false))
        {
            return await WorkAsync(run, shard, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> WorkAsync(Invocation run, ShardClient shard, CancellationToken cancellationToken);

    /// <summary>The only shard of the chain.</summary>
    /// <exception cref="CliException">There is none, or there are several.</exception>
    internal static async Task<ShardId> OnlyAsync(ChainClient chain, Option<string> option, CancellationToken cancellationToken)
    {
        var all = await ShardClient.ListAsync(chain, cancellationToken).ConfigureAwait(false);
        return all switch
        {
            [var only] => only,
            [] => throw CliErrors.NoShard(chain.Endpoint),
            _ => throw CliErrors.SeveralShards(all.Length, option.Name),
        };
    }
}
