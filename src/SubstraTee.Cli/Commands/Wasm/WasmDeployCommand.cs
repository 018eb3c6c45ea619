using System.CommandLine;
using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary><c>substratee wasm deploy</c>.</summary>
internal sealed class WasmDeployCommand : ChainCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The function, as substratee wasm pack wrote it." };
    private readonly Option<string> _from = Accounts.Signer("--from", "Who signs and pays the transaction");
    private readonly Option<string> _scheme = Accounts.Scheme();

    public WasmDeployCommand()
        : base(
            "deploy",
            "Put a function on the chain, where workers of shards that name its hash find it. What an enclave would refuse is not sent.",
            new Example("substratee wasm deploy packed.wasm", "prints the code hash and the STF hash"),
            new Example("substratee shard create --wasm packed.wasm", "makes a shard that runs it"))
    {
        _from.DefaultValueFactory = _ => "//Alice";
        Add(_file);
        Add(_from);
        Add(_scheme);
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        using var signer = Secrets.Read(run.Console, run.Required(_from), Accounts.SchemeOf(run.Required(_scheme)));
        var file = await WasmFile.ReadAsync(run.Required(_file), cancellationToken).ConfigureAwait(false);
        var identity = file.LoadFunction().Identity;
        var known = await StfRegistry.FindAsync(chain, identity.Hash, cancellationToken).ConfigureAwait(false);
        var transaction = known is null
            ? TransactionDocument.Of(await StfRegistry.UploadAsync(chain, signer, identity, file.Bytes, cancellationToken).ConfigureAwait(false))
            : null;
        run.Result(
            new WasmDeployDocument(
                "substratee.wasm.deploy/1",
                identity.Name,
                identity.Version,
                identity.CodeHash.ToString(),
                identity.Hash.ToString(),
                file.Bytes.Length,
                known is not null,
                transaction),
            CliJson.Default.WasmDeployDocument,
            static (output, one) => Table.Facts(
                output,
                ("function", $"{one.Name} {one.Version}, {one.Bytes} bytes, {(one.WasKnown ? "was on the chain already" : $"in final block {one.Transaction!.Block.Number}")}"),
                ("code hash", one.CodeHash),
                ("stf hash", one.StfHash)));
        return ExitCodes.Ok;
    }
}

/// <summary>A function on the chain.</summary>
internal sealed record WasmDeployDocument(
    string Schema,
    string Name,
    uint Version,
    string CodeHash,
    string StfHash,
    int Bytes,
    bool WasKnown,
    TransactionDocument? Transaction);
