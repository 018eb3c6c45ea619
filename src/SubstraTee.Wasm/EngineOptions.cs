namespace SubstraTee.Wasm;

/// <summary>How an engine loads and runs modules.</summary>
public sealed record EngineOptions
{
    /// <summary>The defaults.</summary>
    public static EngineOptions Default { get; } = new();

    /// <summary>How functions are run.</summary>
    public ExecutionTier Tier { get; init; }

    /// <summary>
    /// Whether fuel is counted; true. Without it compiled code is quicker and can run for ever; the interpreter counts anyway.
    /// </summary>
    public bool Metered { get; init; } = true;

    /// <summary>
    /// How much of a module is compiled, in about microseconds; 20 000 000. Functions beyond that are interpreted, with the same
    /// results: it bounds the time that a module can make the compiler work.
    /// </summary>
    public long MaxCompileWork { get; init; } = 20_000_000;

    /// <summary>How large modules may be.</summary>
    public ModuleLimits ModuleLimits { get; init; } = ModuleLimits.Default;
}
