namespace SubstraTee.Wasm;

/// <summary>The types of blocks that the binary format writes in one byte.</summary>
internal static class BlockTypes
{
    public static readonly FunctionType Empty = new([], []);

    private static readonly FunctionType I32 = new([], [ValueKind.I32]);
    private static readonly FunctionType I64 = new([], [ValueKind.I64]);
    private static readonly FunctionType F32 = new([], [ValueKind.F32]);
    private static readonly FunctionType F64 = new([], [ValueKind.F64]);
    private static readonly FunctionType FuncRef = new([], [ValueKind.FuncRef]);
    private static readonly FunctionType ExternRef = new([], [ValueKind.ExternRef]);

    /// <summary>Reads a block type; types that a module lacks, and bytes that are no type, are refused.</summary>
    public static FunctionType Read(ref WasmReader reader, ReadOnlySpan<FunctionType> types)
    {
        var start = reader.Position;
        var code = reader.S33();
        if (code >= 0)
        {
            return code < types.Length
                ? types[(int)code]
                : throw new ModuleException(ModuleErrorKind.Invalid, start, $"unknown type {code}");
        }

        return code switch
        {
            -64 => Empty,
            -1 => I32,
            -2 => I64,
            -3 => F32,
            -4 => F64,
            -16 => FuncRef,
            -17 => ExternRef,
            _ => throw new ModuleException(ModuleErrorKind.Malformed, start, "malformed block type"),
        };
    }
}
