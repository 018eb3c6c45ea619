namespace SubstraTee.Wasm;

/// <summary>What execution costs: one fixed schedule, defined on the WebAssembly source, so that every tier charges the same.</summary>
/// <remarks>
/// A change of any number here makes another version, and a shard's identity names the version that it runs by. Fuel is
/// charged for a basic block as a whole before its first effect; what a size decides (bulk instructions, growth) is charged
/// after the bounds are checked and before anything is done. The whole table: docs/wasm.md, which a test compares.
/// </remarks>
public static class FuelSchedule
{
    /// <summary>Version of these rules.</summary>
    public const int Version = 1;

    /// <summary>Units that nested calls may take together.</summary>
    public const int CallStackUnits = 131_072;

    /// <summary>Units of every call, beside those for its parameters or results, locals and operands.</summary>
    public const int CallBaseUnits = 16;

    /// <summary>Units of a call of a host function, which may call back.</summary>
    public const int HostCallUnits = 1024;

    /// <summary>Fuel for a call of a host function, unless it was defined with a cost of its own.</summary>
    public const int DefaultHostCallCost = 64;

    /// <summary>Bytes that bulk instructions and memory growth do for one unit of fuel.</summary>
    public const int BytesPerUnit = 8;

    private const int SlotsPerUnit = 8;

    private static readonly byte[] Costs = Build();

    /// <summary>Fuel of every instruction by its name in the text format, apart from what its size decides; in the order of the opcodes.</summary>
    public static IReadOnlyList<(string Instruction, int Cost)> Instructions { get; } =
        [.. Enum.GetValues<Opcode>().Select(opcode => (OpcodeNames.NameOf(opcode), (int)CostOf(opcode)))];

    /// <summary>Fuel for an instruction, apart from what its size decides.</summary>
    internal static uint CostOf(Opcode opcode) => Costs[(int)opcode];

    /// <summary>Fuel for values beyond the first eight that a branch, return or call carries.</summary>
    internal static uint CarriedCost(int values) => (uint)values / SlotsPerUnit;

    /// <summary>Fuel at a function's entry for the locals that have to become zero.</summary>
    internal static uint EntryCost(int locals) => (uint)locals / SlotsPerUnit;

    /// <summary>Fuel for moving, filling or growing by so many bytes.</summary>
    internal static long BytesCost(ulong bytes) => (long)(bytes / BytesPerUnit);

    /// <summary>Fuel for moving, filling or growing by so many table elements.</summary>
    internal static long ElementsCost(uint elements) => elements;

    /// <summary>Units that a call of such a function takes until it returns.</summary>
    internal static int FrameStackUnits(FunctionType type, int locals, int operands) =>
        CallBaseUnits + type.SlotCount + locals + operands;

    private static byte[] Build()
    {
        var costs = new byte[InstructionTable.Count];
        Array.Fill(costs, (byte)1);
        Set(costs, 0, Opcode.Nop, Opcode.Block, Opcode.Loop, Opcode.Else, Opcode.End, Opcode.Drop);
        Set(costs, 2, Opcode.BrTable, Opcode.TableGet, Opcode.TableSet, Opcode.RefFunc);
        Set(costs, 4, Opcode.Call);
        Set(costs, 8, Opcode.CallIndirect);
        Set(costs, 8, Opcode.I32DivS, Opcode.I32DivU, Opcode.I32RemS, Opcode.I32RemU);
        Set(costs, 8, Opcode.I64DivS, Opcode.I64DivU, Opcode.I64RemS, Opcode.I64RemU);
        Set(costs, 4, Opcode.F32Div, Opcode.F64Div, Opcode.F32Sqrt, Opcode.F64Sqrt);
        Set(costs, 2, Opcode.F32Min, Opcode.F32Max, Opcode.F64Min, Opcode.F64Max);
        Set(costs, 2, Opcode.F32Ceil, Opcode.F32Floor, Opcode.F32Trunc, Opcode.F32Nearest);
        Set(costs, 2, Opcode.F64Ceil, Opcode.F64Floor, Opcode.F64Trunc, Opcode.F64Nearest);
        SetRange(costs, 2, Opcode.I32TruncF32S, Opcode.I32TruncF64U);
        SetRange(costs, 2, Opcode.I64TruncF32S, Opcode.I64TruncF64U);
        SetRange(costs, 2, Opcode.I32TruncSatF32S, Opcode.I64TruncSatF64U);
        Set(costs, 16, Opcode.MemoryGrow, Opcode.TableGrow);
        Set(costs, 8, Opcode.MemoryInit, Opcode.MemoryCopy, Opcode.MemoryFill, Opcode.DataDrop);
        Set(costs, 8, Opcode.TableInit, Opcode.TableCopy, Opcode.TableFill, Opcode.ElemDrop);
        return costs;
    }

    private static void Set(byte[] costs, byte cost, params ReadOnlySpan<Opcode> opcodes)
    {
        foreach (var opcode in opcodes)
        {
            costs[(int)opcode] = cost;
        }
    }

    private static void SetRange(byte[] costs, byte cost, Opcode first, Opcode last)
    {
        for (var opcode = first; opcode <= last; opcode++)
        {
            costs[(int)opcode] = cost;
        }
    }
}
