using System.CommandLine;
using SubstraTee.Wasm;

namespace SubstraTee.Cli;

/// <summary>How modules are run: <c>--engine</c> and the engines behind it.</summary>
internal static class WasmEngines
{
    /// <summary>The default of <c>--engine</c>.</summary>
    public const string Automatic = "automatic";

    /// <summary><c>--engine</c>.</summary>
    public static Option<string> Option() => new Option<string>("--engine")
    {
        HelpName = "name",
        Description = "How functions are run: compiled, interpreted, or automatic (interpreted first, compiled when called often).",
        DefaultValueFactory = _ => Automatic,
    }.AcceptOnlyFromAmong(Automatic, "compiled", "interpreted");

    /// <summary>The tier of a name.</summary>
    public static ExecutionTier TierOf(string name) => name switch
    {
        "compiled" => ExecutionTier.Compiled,
        "interpreted" => ExecutionTier.Interpreted,
        _ => ExecutionTier.Automatic,
    };
}
