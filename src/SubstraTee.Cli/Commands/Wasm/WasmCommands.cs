namespace SubstraTee.Cli;

/// <summary><c>substratee wasm</c>.</summary>
internal static class WasmCommands
{
    /// <summary>The command with its sub-commands.</summary>
    public static CliCommand Build() => new(
        "wasm",
        "WebAssembly modules: run and check them, and make functions of shards out of them.",
        new Example("substratee wasm run fib.wasm --invoke fib 35", "calls an exported function, metered"),
        new Example("substratee wasm pack counter.wasm --schema counter.stf.json -o packed.wasm", "adds what can be called"),
        new Example("substratee wasm deploy packed.wasm --from //Alice", "puts it on the chain, where shards find it by its hash"))
    {
        new WasmRunCommand(),
        new WasmValidateCommand(),
        new WasmInspectCommand(),
        new WasmPackCommand(),
        new WasmDeployCommand(),
        new WasmListCommand(),
        new WasmSpecCommand(),
    };
}
