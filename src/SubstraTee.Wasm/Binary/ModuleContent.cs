namespace SubstraTee.Wasm;

/// <summary>A module as decoder and validator left it: nothing in here needs another check.</summary>
internal sealed class ModuleContent
{
    /// <summary>The module's bytes, a copy that never moves and that nobody else can change.</summary>
    public required byte[] Bytes { get; init; }

    public FunctionType[] Types { get; set; } = [];

    public List<ImportType> Imports { get; } = [];

    public List<ExportType> Exports { get; } = [];

    /// <summary>Type numbers of all functions, imported ones first.</summary>
    public List<int> FunctionTypeIndices { get; } = [];

    /// <summary>Types of all tables, imported ones first.</summary>
    public List<TableType> Tables { get; } = [];

    /// <summary>Type of the memory, or null.</summary>
    public MemoryType? Memory { get; set; }

    /// <summary>Types of all globals, imported ones first.</summary>
    public List<GlobalType> Globals { get; } = [];

    /// <summary>First values of the module's own globals.</summary>
    public List<ConstantExpression> GlobalValues { get; } = [];

    public int ImportedFunctions { get; set; }

    public int ImportedTables { get; set; }

    public int ImportedGlobals { get; set; }

    public bool ImportsMemory { get; set; }

    /// <summary>Number of the start function, or -1.</summary>
    public int Start { get; set; } = -1;

    public ElementSegment[] Elements { get; set; } = [];

    public DataSegment[] Data { get; set; } = [];

    /// <summary>The module's own functions, in order.</summary>
    public ValidatedFunction[] Functions { get; set; } = [];

    /// <summary>Where sections lie that mean nothing to execution.</summary>
    public List<CustomSectionRange> CustomSections { get; } = [];

    public FunctionType TypeOf(int function) => Types[FunctionTypeIndices[function]];
}

/// <summary>Where a custom section's content lies in the module's bytes.</summary>
internal readonly record struct CustomSectionRange(string Name, int Offset, int Length);
