namespace SubstraTee.Wasm.Compiled;

/// <summary>How large a function may be that is compiled; larger ones are interpreted, with the same results.</summary>
/// <remarks>
/// .NET's compiler gives up optimizing methods beyond 60 000 bytes, 20 000 instructions, 2 000 basic blocks, 2 000 local
/// variables or 8 000 references to them, and follows at most 1024 variables. Its time grows with the product of blocks and
/// loops, and of blocks and variables: what it takes at most is estimated, so that modules cannot make it work for long.
/// </remarks>
internal static class CompileLimits
{
    /// <summary>Arguments, and values that a block takes or gives: more would only be moved to and fro.</summary>
    public const int MaxArguments = 64;

    private const int MaxBytes = 60_000;
    private const int MaxInstructions = 20_000;
    private const int MaxBlocks = 2_000;
    private const int MaxLocals = 1_000;
    private const int MaxLocalReferences = 8_000;
    private const int MaxSwitchTargets = 1_024;
    private const int MaxWork = 250_000;

    // Every byte of a function becomes more than one in the end.
    private const int MaxFunctionBytes = 40_000;

    // What a frame holds at most beside variables and operands.
    private const int SpecialLocals = 8;
    private const int CommonExpressions = 64;
    private const int LocalsPerLoop = 4;
    private const int FrameBaseBytes = 128;

    /// <summary>Whether it is worth to begin.</summary>
    public static bool Allow(ValidatedFunction function) =>
        Allow(function.Type)
        && function.CodeEnd - function.CodeStart <= MaxFunctionBytes
        && function.Type.Parameters.Length + function.LocalCount <= MaxLocals
        && function.MaxOperands <= MaxLocals;

    /// <summary>Whether functions and blocks of the type have few enough arguments and results.</summary>
    public static bool Allow(FunctionType type) => type.SlotCount <= MaxArguments;

    /// <summary>Whether a table of branches is small enough.</summary>
    public static bool AllowSwitch(int targets) => targets <= MaxSwitchTargets;

    /// <summary>Whether what was written so far is small enough.</summary>
    public static bool Allow(in MethodSize size) =>
        size.Bytes <= MaxBytes && size.Instructions <= MaxInstructions && size.Blocks <= MaxBlocks && size.Locals <= MaxLocals
        && size.LocalReferences <= MaxLocalReferences && size.Work <= MaxWork;

    /// <summary>
    /// Whether a frame surely takes no more native stack than its units stand for: .NET's compiler keeps variables, and beside
    /// them at most 64 common expressions and a few variables for each loop.
    /// </summary>
    public static bool FrameIsBounded(ValidatedFunction function)
    {
        var places = SpecialLocals + function.Type.Parameters.Length + function.LocalCount + function.MaxOperands + CommonExpressions
            + (LocalsPerLoop * LoopsOf(function));
        return FrameBaseBytes + (sizeof(long) * places) <= NativeStack.CompiledBytesPerUnit * function.StackUnits;
    }

    public static int LoopsOf(ValidatedFunction function) => function.Blocks.Count(block => block.Opcode == Opcode.Loop);
}
