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
    /// Bytes of .NET's intermediate language that are compiled for one module, 16 MiB; functions beyond that are interpreted. A
    /// bound for the time and memory that compiling takes, without an influence on results.
    /// </summary>
    public long MaxCompiledBytes { get; init; } = 16L << 20;

    /// <summary>How large modules may be.</summary>
    public ModuleLimits ModuleLimits { get; init; } = ModuleLimits.Default;
}
