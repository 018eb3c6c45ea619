using System.CommandLine;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf.Wasm;
using SubstraTee.Wasm;

namespace SubstraTee.Cli;

/// <summary><c>substratee wasm pack</c>.</summary>
internal sealed class WasmPackCommand : CliCommand
{
    private readonly Argument<string> _module = new("module") { Description = "The module, as the compiler made it." };

    private readonly Option<string> _schema = new("--schema")
    {
        HelpName = "file",
        Description = "What can be called and asked, as JSON (docs/stf.schema.json).",
        Required = true,
    };

    private readonly Option<string> _output = new("--output", "-o") { HelpName = "file", Description = "Where the function is written to.", Required = true };

    public WasmPackCommand()
        : base(
            "pack",
            "Make a function of a module: put its schema into the section substratee.schema, in place of an old one.",
            new Example("substratee wasm pack counter.wasm --schema counter.stf.json -o packed.wasm", "what deploy and shard create take"))
    {
        Add(_module);
        Add(_schema);
        Add(_output);
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var schema = await ReadSchemaAsync(run.Required(_schema), cancellationToken).ConfigureAwait(false);
        var module = await WasmFile.ReadAsync(run.Required(_module), cancellationToken).ConfigureAwait(false);
        var path = run.Required(_output);
        var packed = Pack(module, schema) with { Path = path };
        var stf = packed.LoadFunction();
        try
        {
            await File.WriteAllBytesAsync(path, packed.Bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }

        run.Result(
            new WasmPackDocument(
                "substratee.wasm.pack/1",
                path,
                packed.Bytes.Length,
                stf.Identity.Name,
                stf.Identity.Version,
                stf.Identity.CodeHash.ToString(),
                stf.Identity.Hash.ToString()),
            CliJson.Default.WasmPackDocument,
            static (output, one) => Table.Facts(
                output,
                ("function", $"{one.Name} {one.Version}, {one.Bytes} bytes in {one.File}"),
                ("code hash", one.CodeHash),
                ("stf hash", one.StfHash)));
        return ExitCodes.Ok;
    }

    /// <summary>The module with a schema in place of any that it has.</summary>
    /// <exception cref="CliException">It is no valid module.</exception>
    internal static WasmFile Pack(WasmFile module, StfSchema schema)
    {
        module.Load(new Engine());
        return module with { Bytes = WasmSections.Replace(module.Bytes, StfAbi.SchemaSection, StfSchema.Codec.Encode(schema)) };
    }

    /// <summary>Reads a schema in JSON.</summary>
    /// <exception cref="CliException">It cannot be read, or is none.</exception>
    internal static async Task<StfSchema> ReadSchemaAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return SchemaFile.Read(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (SchemaFault fault)
        {
            throw CliErrors.SchemaUnusable(path, fault);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }
}

/// <summary>A function in a file.</summary>
internal sealed record WasmPackDocument(
    string Schema, string File, int Bytes, string Name, uint Version, string CodeHash, string StfHash);
