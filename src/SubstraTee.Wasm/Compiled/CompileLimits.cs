namespace SubstraTee.Wasm.Compiled;

/// <summary>How large a function may be that is compiled; larger ones are interpreted, with the same results.</summary>
/// <remarks>
/// .NET's compiler gives up optimizing methods beyond 60 000 bytes, 20 000 instructions, 2 000 basic blocks, 2 000 local
/// variables or 8 000 references to them, and then needs several times the stack; its time grows faster than the size.
/// </remarks>
internal static class CompileLimits
{
    private const int MaxBytes = 60_000;
    private const int MaxInstructions = 20_000;
    private const int MaxBlocks = 2_000;
    private const int MaxLocals = 1_000;
    private const int MaxLocalReferences = 8_000;
    private const int MaxSwitchTargets = 1_024;

    // What a frame holds at most beside variables and operands.
    private const int SpecialLocals = 8;
    private const int CommonExpressions = 64;
    private const int LocalsPerLoop = 4;
    private const int FrameBaseBytes = 128;

    // Every byte of a function becomes more than one in the end.
    private const int MaxFunctionBytes = 40_000;

    /// <summary>Arguments, and values that a block takes or gives.</summary>
    public const int MaxArguments = 64;

    public static bool Allow(ValidatedFunction function) =>
        Allow(function.Type)
        && function.CodeEnd - function.CodeStart <= MaxFunctionBytes
        && function.Type.Parameters.Length + function.LocalCount <= MaxLocals
        && function.MaxOperands <= MaxLocals;

    public static bool Allow(int bytes, int instructions, int blocks, int locals, int localReferences) =>
        bytes <= MaxBytes && instructions <= MaxInstructions && blocks <= MaxBlocks && locals <= MaxLocals && localReferences <= MaxLocalReferences;

    public static bool Allow(FunctionType type) => type.SlotCount <= MaxArguments;

    public static bool AllowSwitch(int targets) => targets <= MaxSwitchTargets;

    /// <summary>
    /// Whether a frame surely takes no more native stack than its units stand for: .NET's compiler keeps variables, and beside
    /// them at most 64 common expressions and a few variables for each loop.
    /// </summary>
    public static bool FrameIsBounded(ValidatedFunction function)
    {
        var loops = function.Blocks.Count(block => block.Opcode == Opcode.Loop);
        var places = SpecialLocals + function.Type.Parameters.Length + function.LocalCount + function.MaxOperands + CommonExpressions + (LocalsPerLoop * loops);
        return FrameBaseBytes + (sizeof(long) * places) <= NativeStack.CompiledBytesPerUnit * function.StackUnits;
    }
}
