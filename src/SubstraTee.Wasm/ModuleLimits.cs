namespace SubstraTee.Wasm;

/// <summary>How large a module may be; whatever is larger is refused with <see cref="ModuleErrorKind.LimitExceeded"/>.</summary>
/// <remarks>
/// Every count is also bounded by the bytes that remain, before anything is allocated for it. The defaults are those that
/// browsers agreed on, or smaller ones where an enclave has no use for more; valid modules of the specification's test suite
/// are all within them.
/// </remarks>
public sealed record ModuleLimits
{
    /// <summary>The defaults.</summary>
    public static ModuleLimits Default { get; } = new();

    /// <summary>Bytes of a module; 16 MiB.</summary>
    public int MaxModuleBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of one function's body; 1 MiB.</summary>
    public int MaxFunctionBytes { get; init; } = 1 << 20;

    /// <summary>Types; 100 000.</summary>
    public int MaxTypes { get; init; } = 100_000;

    /// <summary>Functions, imported ones included; 100 000.</summary>
    public int MaxFunctions { get; init; } = 100_000;

    /// <summary>Imports; 10 000.</summary>
    public int MaxImports { get; init; } = 10_000;

    /// <summary>Exports; 100 000.</summary>
    public int MaxExports { get; init; } = 100_000;

    /// <summary>Globals; 100 000.</summary>
    public int MaxGlobals { get; init; } = 100_000;

    /// <summary>Tables; 100.</summary>
    public int MaxTables { get; init; } = 100;

    /// <summary>Data segments, and element segments; 100 000 of each.</summary>
    public int MaxSegments { get; init; } = 100_000;

    /// <summary>Parameters of a function or block; 1000. At most 1000.</summary>
    public int MaxParameters { get; init; } = 1000;

    /// <summary>Results of a function or block; 1000. At most 1000.</summary>
    public int MaxResults { get; init; } = 1000;

    /// <summary>Locals of a function, parameters not counted; 50 000. At most 50 000.</summary>
    public int MaxLocals { get; init; } = 50_000;

    /// <summary>Values on the operand stack of a function; 10 000. At most 10 000.</summary>
    public int MaxOperands { get; init; } = 10_000;

    /// <summary>Blocks inside of each other; 10 000.</summary>
    public int MaxNesting { get; init; } = 10_000;

    /// <summary>Targets of a <c>br_table</c>; 65 520.</summary>
    public int MaxBranchTableTargets { get; init; } = 65_520;

    /// <summary>Bytes of a name; 10 000.</summary>
    public int MaxNameBytes { get; init; } = 10_000;

    /// <summary>Steps of validation for each byte of the module, beside a million: what many-valued blocks and calls cost; 16.</summary>
    public int MaxValidationStepsPerByte { get; init; } = 16;
}
