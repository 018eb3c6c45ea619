using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary>A command by which a shard's authority changes it.</summary>
internal abstract class AuthorityCommand : ChainCommand
{
    private readonly Option<string> _shard = Settings.Shard();
    private readonly Option<string> _from = Accounts.Signer("--from", "The shard's authority, who signs and pays");
    private readonly Option<string> _scheme = Accounts.Scheme();

    protected AuthorityCommand(string name, string description, params ImmutableArray<Example> examples)
        : base(name, description, examples)
    {
        _from.DefaultValueFactory = _ => "//Alice";
        Add(_shard);
        Add(_from);
        Add(_scheme);
    }

    protected override void Check(Invocation run) => _ = run.ShardOrNull(_shard);

    protected sealed override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        var id = run.ShardOrNull(_shard) ?? await ShardCommand.OnlyAsync(chain, _shard, cancellationToken).ConfigureAwait(false);
        using var authority = Secrets.Read(run.Console, run.Required(_from), Accounts.SchemeOf(run.Required(_scheme)));
        var shard = await ShardClient.OpenAsync(chain, id, null, cancellationToken).ConfigureAwait(false);
        await using (shard.ConfigureAwait(false))
        {
            return await WorkAsync(run, shard, authority, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> WorkAsync(Invocation run, ShardClient shard, KeyPair authority, CancellationToken cancellationToken);
}
