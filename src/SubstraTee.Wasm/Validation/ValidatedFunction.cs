namespace SubstraTee.Wasm;

/// <summary>
/// A function that passed validation: where its code lies in the module's bytes, and beside it what a tier would otherwise
/// have to look ahead for. Tiers walk the bytes once, from <see cref="CodeStart"/> on, and advance in the three side tables,
/// which are in the order of the code.
/// </summary>
internal sealed class ValidatedFunction
{
    /// <summary>Number in the module's function index space.</summary>
    public required int Index { get; init; }

    public required FunctionType Type { get; init; }

    /// <summary>Offset of the first instruction.</summary>
    public required int CodeStart { get; init; }

    /// <summary>Offset after the last <c>end</c>.</summary>
    public required int CodeEnd { get; init; }

    /// <summary>Declared locals, as runs of one type.</summary>
    public required LocalRun[] Locals { get; init; }

    /// <summary>Declared locals; parameters come before them and are not counted.</summary>
    public required int LocalCount { get; init; }

    /// <summary>The most operands on the stack, in code that can be reached.</summary>
    public required int MaxOperands { get; init; }

    /// <summary>Units of <see cref="FuelSchedule.CallStackUnits"/> that a call of the function takes until it returns.</summary>
    public int StackUnits => FuelSchedule.FrameStackUnits(Type, LocalCount, MaxOperands);

    /// <summary>Where fuel is charged, and how much; blocks that cost nothing are left out. The first is the function's entry.</summary>
    public required FuelBlock[] FuelBlocks { get; init; }

    /// <summary>Every <c>block</c>, <c>loop</c> and <c>if</c> that can be reached.</summary>
    public required ControlBlock[] Blocks { get; init; }

    /// <summary>Code that cannot be reached, which tiers skip.</summary>
    public required DeadRange[] DeadRanges { get; init; }

    /// <summary>What kinds of instructions there are.</summary>
    public required FunctionTraits Traits { get; init; }
}

/// <summary>Locals of one type.</summary>
internal readonly record struct LocalRun(int Count, ValueKind Type);

/// <summary>A basic block's cost, charged before its first instruction.</summary>
/// <param name="Offset">Offset of that instruction.</param>
/// <param name="Cost">Fuel.</param>
internal readonly record struct FuelBlock(int Offset, uint Cost);

/// <summary>Code that cannot be reached.</summary>
/// <param name="Start">Offset of its first instruction: after one that never goes on, or after an <c>end</c> that nothing reaches.</param>
/// <param name="End">Offset of the <c>else</c> or <c>end</c> of the block it lies in.</param>
internal readonly record struct DeadRange(int Start, int End);

/// <summary>A structured instruction.</summary>
internal struct ControlBlock
{
    public FunctionType Type;

    /// <summary>Offset of the opcode.</summary>
    public int Start;

    /// <summary>Offset of the <c>else</c>, or -1.</summary>
    public int Else;

    /// <summary>Offset of the <c>end</c>.</summary>
    public int End;

    /// <summary>Operands below the block's parameters.</summary>
    public int Height;

    /// <summary><c>block</c>, <c>loop</c> or <c>if</c>.</summary>
    public Opcode Opcode;

    /// <summary>Whether a branch that can be reached goes to the block's label.</summary>
    public bool IsTargeted;

    /// <summary>Whether the instruction after the <c>end</c> can be reached; if not, a <see cref="DeadRange"/> starts there.</summary>
    public bool EndIsReachable;

    /// <summary>Values that a branch to the label carries.</summary>
    public readonly int LabelArity => Opcode == Opcode.Loop ? Type.Parameters.Length : Type.Results.Length;
}

/// <summary>Kinds of instructions that matter to how a function is compiled.</summary>
[Flags]
internal enum FunctionTraits
{
    None = 0,

    /// <summary>It touches the memory.</summary>
    UsesMemory = 1,

    /// <summary>It may grow the memory by itself.</summary>
    GrowsMemory = 2,

    /// <summary>It calls functions.</summary>
    Calls = 4,

    /// <summary>It has a loop.</summary>
    Loops = 8,

    /// <summary>It rotates.</summary>
    Rotates = 16,

    /// <summary>It shifts to the left.</summary>
    ShiftsLeft = 32,

    /// <summary>It shifts to the right, filling with zeros.</summary>
    ShiftsRight = 64,

    /// <summary>It counts zeros before or behind a number.</summary>
    CountsZeros = 128,
}
