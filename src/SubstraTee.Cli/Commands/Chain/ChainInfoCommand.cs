using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary><c>substratee chain info</c>.</summary>
internal sealed class ChainInfoCommand : ChainCommand
{
    public ChainInfoCommand()
        : base("info", "Show what chain a node has and how far it is.", new Example("substratee chain info", "of the local node"))
    {
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        var best = await chain.HeadAsync(finalized: false, cancellationToken).ConfigureAwait(false);
        var final = await chain.HeadAsync(finalized: true, cancellationToken).ConfigureAwait(false);
        var says = chain.Properties;
        var version = chain.Metadata.Version;
        var document = new ChainDocument(
            "substratee.chain.info/1",
            chain.Endpoint.OriginalString,
            says.Name,
            says.Type,
            chain.GenesisHash.ToString(),
            version?.SpecName,
            version?.SpecVersion,
            chain.Metadata.Hash.ToString(),
            says.TokenSymbol,
            says.TokenDecimals,
            says.Ss58Prefix,
            new BlockDocument(best.Number, best.Hash().ToString()),
            new BlockDocument(final.Number, final.Hash().ToString()));
        run.Result(document, CliJson.Default.ChainDocument, static (output, info) => Table.Facts(
            output,
            ("node", info.Node),
            ("chain", $"{info.Name} ({info.Type})"),
            ("genesis", info.Genesis),
            ("runtime", info.SpecName is null ? null : $"{info.SpecName} {info.SpecVersion}"),
            ("metadata hash", info.MetadataHash),
            ("unit", $"{info.Token}, {info.Decimals} decimals, address prefix {info.Ss58Prefix}"),
            ("best block", $"{info.Best.Number}  {info.Best.Hash}"),
            ("final block", $"{info.Finalized.Number}  {info.Finalized.Hash}")));
        return ExitCodes.Ok;
    }
}

/// <summary>A chain, as a node says.</summary>
internal sealed record ChainDocument(
    string Schema,
    string Node,
    string Name,
    string Type,
    string Genesis,
    string? SpecName,
    uint? SpecVersion,
    string MetadataHash,
    string Token,
    byte Decimals,
    ushort Ss58Prefix,
    BlockDocument Best,
    BlockDocument Finalized);
