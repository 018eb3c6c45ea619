using System.Collections.Immutable;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Cli;

/// <summary><c>substratee wasm list</c>.</summary>
internal sealed class WasmListCommand : ChainCommand
{
    public WasmListCommand()
        : base(
            "list",
            "List the functions whose code is on the chain, as the node says; names are the uploaders' word.",
            new Example("substratee wasm list", "name, version, code hash and STF hash of each"))
    {
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        var functions = await StfRegistry.ListAsync(chain, cancellationToken).ConfigureAwait(false);
        run.Result(
            new WasmListDocument(
                "substratee.wasm.list/1",
                [
                    .. functions.Where(one => one.Identity.Kind == StfKind.WebAssembly).OrderBy(one => one.Block).Select(one => new WasmListRow(
                        one.Identity.Name,
                        one.Identity.Version,
                        one.Identity.CodeHash.ToString(),
                        one.Identity.Hash.ToString(),
                        one.CodeBytes,
                        Ss58.Encode(one.UploadedBy),
                        one.Block)),
                ]),
            CliJson.Default.WasmListDocument,
            static (output, list) => Table.Write(
                output,
                list.Functions.Select(one => (IReadOnlyList<string>)[$"{one.Name} {one.Version}", $"{one.Bytes} bytes", $"code {one.CodeHash}", $"stf {one.StfHash}"])));
        return ExitCodes.Ok;
    }
}

/// <summary>The functions of a chain.</summary>
internal sealed record WasmListDocument(string Schema, ImmutableArray<WasmListRow> Functions);

/// <summary>One of them.</summary>
internal sealed record WasmListRow(
    string Name, uint Version, string CodeHash, string StfHash, uint Bytes, string UploadedBy, uint Block);
