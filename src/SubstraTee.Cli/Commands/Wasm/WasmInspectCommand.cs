using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography;
using SubstraTee.Client;
using SubstraTee.Primitives;
using SubstraTee.Stf.Wasm;
using SubstraTee.Wasm;

namespace SubstraTee.Cli;

/// <summary><c>substratee wasm inspect</c>.</summary>
internal sealed class WasmInspectCommand : CliCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The module." };

    public WasmInspectCommand()
        : base(
            "inspect",
            "Show what a module imports, exports and consists of, whether an enclave takes it as a function, and what can be called.",
            new Example("substratee wasm inspect counter.wasm", "hashes, imports, exports, sections, calls and getters")) => Add(_file);

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var file = await WasmFile.ReadAsync(run.Required(_file), cancellationToken).ConfigureAwait(false);
        var module = file.Load(new Engine());
        run.Result(
            new WasmInspectDocument(
                "substratee.wasm.inspect/1",
                file.Path,
                file.Bytes.Length,
                file.Hash.ToString(),
                Hex.Encode(SHA256.HashData(file.Bytes)),
                [.. module.Imports.Select(one => new WasmImportDocument(one.Module, one.Name, one.Type.ToString()))],
                [.. module.Exports.Select(one => new WasmExportDocument(one.Name, one.Type.ToString()))],
                [.. WasmSections.Of(file.Bytes).Select(one => new WasmSectionDocument(one.Name, one.Bytes))],
                Describe(file)),
            CliJson.Default.WasmInspectDocument,
            WriteText);
        return ExitCodes.Ok;
    }

    private static WasmFunctionDocument Describe(WasmFile file)
    {
        if (!WasmStf.TryLoad(new Engine(WasmStf.EngineOptions), file.Bytes, out var stf, out var why))
        {
            return new WasmFunctionDocument(Accepted: false, why, null, null, null, null, null, [], []);
        }

        var (identity, names) = (stf.Identity, StfInterface.Open(stf.Schema.Span, stf.Identity.Hash, stf.Identity.CodeHash));
        return new WasmFunctionDocument(
            Accepted: true,
            null,
            identity.Name,
            identity.Version,
            identity.Hash.ToString(),
            identity.SchemaHash.ToString(),
            stf.Schema.Length,
            [.. names.Calls.Select(StfMemberDocument.Of)],
            [.. names.Getters.Select(StfMemberDocument.Of)]);
    }

    private static void WriteText(TextWriter output, WasmInspectDocument module)
    {
        Table.Facts(
            output,
            ("module", $"{module.File}, {module.Bytes} bytes"),
            ("code hash", module.CodeHash),
            ("sha-256", module.Sha256),
            ("function", module.Stf.Accepted ? $"{module.Stf.Name} {module.Stf.Version}" : $"none: {module.Stf.Why}"),
            ("stf hash", module.Stf.StfHash),
            ("schema", module.Stf.SchemaBytes is { } bytes ? $"{bytes} bytes, hash {module.Stf.SchemaHash}" : null));
        foreach (var member in module.Stf.Calls)
        {
            output.WriteLine($"call        {member.Line(module.Stf.Name)}");
        }

        foreach (var member in module.Stf.Getters)
        {
            output.WriteLine($"query       {member.Line(module.Stf.Name)}");
        }

        Table.Write(
            output,
            [
                .. module.Imports.Select(one => (IReadOnlyList<string>)["import", $"{one.Module}.{one.Name}", one.Type]),
                .. module.Exports.Select(one => (IReadOnlyList<string>)["export", one.Name, one.Type]),
                .. module.Sections.Select(one => (IReadOnlyList<string>)["section", one.Name, $"{one.Bytes} bytes"]),
            ]);
    }
}

/// <summary>What a module is.</summary>
internal sealed record WasmInspectDocument(
    string Schema,
    string File,
    int Bytes,
    string CodeHash,
    string Sha256,
    ImmutableArray<WasmImportDocument> Imports,
    ImmutableArray<WasmExportDocument> Exports,
    ImmutableArray<WasmSectionDocument> Sections,
    WasmFunctionDocument Stf);

/// <summary>Something that it imports.</summary>
internal sealed record WasmImportDocument(string Module, string Name, string Type);

/// <summary>Something that it exports.</summary>
internal sealed record WasmExportDocument(string Name, string Type);

/// <summary>A section of it.</summary>
internal sealed record WasmSectionDocument(string Name, int Bytes);

/// <summary>The function that it is, or why it is none.</summary>
internal sealed record WasmFunctionDocument(
    bool Accepted,
    string? Why,
    string? Name,
    uint? Version,
    string? StfHash,
    string? SchemaHash,
    int? SchemaBytes,
    ImmutableArray<StfMemberDocument> Calls,
    ImmutableArray<StfMemberDocument> Getters);
