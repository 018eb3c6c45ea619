namespace SubstraTee.Wasm;

/// <summary>Kind of an import or export, by the byte that stands for it in a module.</summary>
public enum ExternKind : byte
{
    /// <summary>A function.</summary>
    Function = 0,

    /// <summary>A table of references.</summary>
    Table = 1,

    /// <summary>A linear memory.</summary>
    Memory = 2,

    /// <summary>A global variable or constant.</summary>
    Global = 3,
}
