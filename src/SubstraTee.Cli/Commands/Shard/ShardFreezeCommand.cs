using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary><c>substratee shard freeze</c>.</summary>
internal sealed class ShardFreezeCommand : AuthorityCommand
{
    private readonly Option<bool> _lift = new("--lift") { Description = "Admit new members again." };

    public ShardFreezeCommand()
        : base(
            "freeze",
            "Freeze a shard's admission: nobody new becomes a member; those who are may renew.",
            new Example("substratee shard freeze", "at once, for example when a vendor's key is in doubt"),
            new Example("substratee shard freeze --lift", "new members are admitted again")) => Add(_lift);

    protected override async Task<int> WorkAsync(Invocation run, ShardClient shard, KeyPair authority, CancellationToken cancellationToken)
    {
        var frozen = !run.Value(_lift);
        var transaction = await ShardAuthority.FreezeAsync(shard, authority, frozen, cancellationToken).ConfigureAwait(false);
        run.Result(
            new ShardFrozenDocument("substratee.shard.freeze/1", shard.Id.ToString(), frozen, TransactionDocument.Of(transaction)),
            CliJson.Default.ShardFrozenDocument,
            static (output, one) => output.WriteLine(one.Frozen ? "admission is frozen: nobody new becomes a member" : "new members are admitted"));
        return ExitCodes.Ok;
    }
}

/// <summary>Whether a shard's admission is frozen.</summary>
internal sealed record ShardFrozenDocument(string Schema, string Shard, bool Frozen, TransactionDocument Transaction);
