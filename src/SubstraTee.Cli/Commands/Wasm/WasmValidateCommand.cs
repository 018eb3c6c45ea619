using System.CommandLine;
using SubstraTee.Wasm;

namespace SubstraTee.Cli;

/// <summary><c>substratee wasm validate</c>.</summary>
internal sealed class WasmValidateCommand : CliCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The module." };

    private readonly Option<bool> _stf = new("--stf")
    {
        Description = "Check also that an enclave takes it as a state transition function: imports, exports, memory, size, schema.",
    };

    public WasmValidateCommand()
        : base(
            "validate",
            "Check that a module is valid (WebAssembly 2.0 without vectors); what is wrong is told with its offset, exit code 5.",
            new Example("substratee wasm validate fib.wasm", "says that it is valid, or where it is not"),
            new Example("substratee wasm validate counter.wasm --stf", "whether an enclave would run it for a shard"))
    {
        Add(_file);
        Add(_stf);
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var file = await WasmFile.ReadAsync(run.Required(_file), cancellationToken).ConfigureAwait(false);
        file.Load(new Engine());
        var stf = run.Value(_stf) ? file.LoadFunction() : null;
        run.Result(
            new WasmValidDocument(
                "substratee.wasm.validate/1", Valid: true, file.Path, file.Bytes.Length, file.Hash.ToString(), stf?.Identity.Hash.ToString()),
            CliJson.Default.WasmValidDocument,
            static (output, one) => output.WriteLine($"{one.File} is {(one.StfHash is null ? "a valid module" : "a state transition function")}"));
        return ExitCodes.Ok;
    }
}

/// <summary>A module that is valid.</summary>
internal sealed record WasmValidDocument(string Schema, bool Valid, string File, int Bytes, string CodeHash, string? StfHash);
