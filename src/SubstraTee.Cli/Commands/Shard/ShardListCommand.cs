using System.Collections.Immutable;
using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary><c>substratee shard list</c>.</summary>
internal sealed class ShardListCommand : ChainCommand
{
    public ShardListCommand()
        : base("list", "List the shards of the chain, as the node says.", new Example("substratee shard list", "one id a line"))
    {
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        var rows = ImmutableArray.CreateBuilder<ShardRow>();
        foreach (var id in await ShardClient.ListAsync(chain, cancellationToken).ConfigureAwait(false))
        {
            var shard = await ShardClient.OpenAsync(chain, id, null, cancellationToken).ConfigureAwait(false);
            await using (shard.ConfigureAwait(false))
            {
                rows.Add(new ShardRow(
                    id.ToString(), shard.Descriptor.StfHash.ToString(), await shard.IsSimulatedAsync(cancellationToken).ConfigureAwait(false)));
            }
        }

        run.Result(
            new ShardListDocument("substratee.shard.list/1", rows.ToImmutable()),
            CliJson.Default.ShardListDocument,
            static (output, list) => Table.Write(
                output, list.Shards.Select(one => (IReadOnlyList<string>)[one.Shard, one.Simulated ? "SIMULATED" : string.Empty])));
        return ExitCodes.Ok;
    }
}

/// <summary>The shards of a chain.</summary>
internal sealed record ShardListDocument(string Schema, ImmutableArray<ShardRow> Shards);

/// <summary>One of them.</summary>
internal sealed record ShardRow(string Shard, string StfHash, bool Simulated);
