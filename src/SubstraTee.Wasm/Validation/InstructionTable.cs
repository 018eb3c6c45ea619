namespace SubstraTee.Wasm;

/// <summary>The table of instructions, from which validator and tiers read what they have in common.</summary>
internal static class InstructionTable
{
    public const int Count = 0x112;

    private static readonly InstructionInfo[] Infos = Build();

    /// <summary>What is known of an instruction.</summary>
    public static ref readonly InstructionInfo Of(Opcode opcode) => ref Infos[(int)opcode];

    private static InstructionInfo[] Build()
    {
        var table = new InstructionInfo[Count];
        Control(table);
        Memory(table);
        Numbers(table);
        Conversions(table);
        Bulk(table);
        Mark(table, FunctionTraits.Rotates, Opcode.I32Rotl, Opcode.I32Rotr, Opcode.I64Rotl, Opcode.I64Rotr);
        Mark(table, FunctionTraits.CountsZeros, Opcode.I32Clz, Opcode.I32Ctz, Opcode.I64Clz, Opcode.I64Ctz);
        Mark(table, FunctionTraits.ShiftsLeft, Opcode.I32Shl, Opcode.I64Shl);
        Mark(table, FunctionTraits.ShiftsRight, Opcode.I32ShrU, Opcode.I64ShrU);
        return table;
    }

    private static void Control(InstructionInfo[] table)
    {
        Special(table, Opcode.Unreachable, Immediate.None);
        Plain(table, Opcode.Nop, "");
        Special(table, Opcode.Block, Immediate.BlockType);
        Special(table, Opcode.Loop, Immediate.BlockType);
        Special(table, Opcode.If, Immediate.BlockType);
        Special(table, Opcode.Else, Immediate.None);
        Special(table, Opcode.End, Immediate.None);
        Special(table, Opcode.Br, Immediate.Index);
        Special(table, Opcode.BrIf, Immediate.Index);
        Special(table, Opcode.BrTable, Immediate.BranchTable);
        Special(table, Opcode.Return, Immediate.None);
        Special(table, Opcode.Call, Immediate.Index);
        Special(table, Opcode.CallIndirect, Immediate.TwoIndices);
        Special(table, Opcode.Drop, Immediate.None);
        Special(table, Opcode.Select, Immediate.None);
        Special(table, Opcode.SelectTyped, Immediate.SelectTypes);
        for (var code = Opcode.LocalGet; code <= Opcode.TableSet; code++)
        {
            Special(table, code, Immediate.Index);
        }

        Special(table, Opcode.RefNull, Immediate.ReferenceType);
        Special(table, Opcode.RefIsNull, Immediate.None);
        Special(table, Opcode.RefFunc, Immediate.Index);
        Plain(table, Opcode.I32Const, ":i", Immediate.I32);
        Plain(table, Opcode.I64Const, ":l", Immediate.I64);
        Plain(table, Opcode.F32Const, ":f", Immediate.F32);
        Plain(table, Opcode.F64Const, ":d", Immediate.F64);
    }

    private static void Memory(InstructionInfo[] table)
    {
        ReadOnlySpan<byte> loadSizes = [2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2];
        const string LoadTypes = "ilfdiiiillllll";
        for (var i = 0; i < loadSizes.Length; i++)
        {
            Plain(table, (Opcode)((int)Opcode.I32Load + i), $"i:{LoadTypes[i]}", Immediate.MemoryArgument, loadSizes[i]);
        }

        ReadOnlySpan<byte> storeSizes = [2, 3, 2, 3, 0, 1, 0, 1, 2];
        const string StoreTypes = "ilfdiilll";
        for (var i = 0; i < storeSizes.Length; i++)
        {
            Plain(table, (Opcode)((int)Opcode.I32Store + i), $"i{StoreTypes[i]}:", Immediate.MemoryArgument, storeSizes[i]);
        }

        Plain(table, Opcode.MemorySize, ":i", Immediate.ZeroByte);
        Plain(table, Opcode.MemoryGrow, "i:i", Immediate.ZeroByte);
    }

    private static void Numbers(InstructionInfo[] table)
    {
        Plain(table, Opcode.I32Eqz, "i:i");
        Range(table, Opcode.I32Eq, Opcode.I32GeU, "ii:i");
        Plain(table, Opcode.I64Eqz, "l:i");
        Range(table, Opcode.I64Eq, Opcode.I64GeU, "ll:i");
        Range(table, Opcode.F32Eq, Opcode.F32Ge, "ff:i");
        Range(table, Opcode.F64Eq, Opcode.F64Ge, "dd:i");
        Range(table, Opcode.I32Clz, Opcode.I32Popcnt, "i:i");
        Range(table, Opcode.I32Add, Opcode.I32Rotr, "ii:i");
        Range(table, Opcode.I64Clz, Opcode.I64Popcnt, "l:l");
        Range(table, Opcode.I64Add, Opcode.I64Rotr, "ll:l");
        Range(table, Opcode.F32Abs, Opcode.F32Sqrt, "f:f");
        Range(table, Opcode.F32Add, Opcode.F32Copysign, "ff:f");
        Range(table, Opcode.F64Abs, Opcode.F64Sqrt, "d:d");
        Range(table, Opcode.F64Add, Opcode.F64Copysign, "dd:d");
    }

    private static void Conversions(InstructionInfo[] table)
    {
        Plain(table, Opcode.I32WrapI64, "l:i");
        Range(table, Opcode.I32TruncF32S, Opcode.I32TruncF32U, "f:i");
        Range(table, Opcode.I32TruncF64S, Opcode.I32TruncF64U, "d:i");
        Range(table, Opcode.I64ExtendI32S, Opcode.I64ExtendI32U, "i:l");
        Range(table, Opcode.I64TruncF32S, Opcode.I64TruncF32U, "f:l");
        Range(table, Opcode.I64TruncF64S, Opcode.I64TruncF64U, "d:l");
        Range(table, Opcode.F32ConvertI32S, Opcode.F32ConvertI32U, "i:f");
        Range(table, Opcode.F32ConvertI64S, Opcode.F32ConvertI64U, "l:f");
        Plain(table, Opcode.F32DemoteF64, "d:f");
        Range(table, Opcode.F64ConvertI32S, Opcode.F64ConvertI32U, "i:d");
        Range(table, Opcode.F64ConvertI64S, Opcode.F64ConvertI64U, "l:d");
        Plain(table, Opcode.F64PromoteF32, "f:d");
        Plain(table, Opcode.I32ReinterpretF32, "f:i");
        Plain(table, Opcode.I64ReinterpretF64, "d:l");
        Plain(table, Opcode.F32ReinterpretI32, "i:f");
        Plain(table, Opcode.F64ReinterpretI64, "l:d");
        Range(table, Opcode.I32Extend8S, Opcode.I32Extend16S, "i:i");
        Range(table, Opcode.I64Extend8S, Opcode.I64Extend32S, "l:l");
        Range(table, Opcode.I32TruncSatF32S, Opcode.I32TruncSatF32U, "f:i");
        Range(table, Opcode.I32TruncSatF64S, Opcode.I32TruncSatF64U, "d:i");
        Range(table, Opcode.I64TruncSatF32S, Opcode.I64TruncSatF32U, "f:l");
        Range(table, Opcode.I64TruncSatF64S, Opcode.I64TruncSatF64U, "d:l");
    }

    private static void Bulk(InstructionInfo[] table)
    {
        Plain(table, Opcode.MemoryInit, "iii:", Immediate.IndexAndZeroByte);
        Plain(table, Opcode.DataDrop, "", Immediate.Index);
        Plain(table, Opcode.MemoryCopy, "iii:", Immediate.TwoZeroBytes);
        Plain(table, Opcode.MemoryFill, "iii:", Immediate.ZeroByte);
        Plain(table, Opcode.TableInit, "iii:", Immediate.TwoIndices);
        Plain(table, Opcode.ElemDrop, "", Immediate.Index);
        Plain(table, Opcode.TableCopy, "iii:", Immediate.TwoIndices);
        Special(table, Opcode.TableGrow, Immediate.Index);
        Plain(table, Opcode.TableSize, ":i", Immediate.Index);
        Special(table, Opcode.TableFill, Immediate.Index);
    }

    private static void Mark(InstructionInfo[] table, FunctionTraits traits, params ReadOnlySpan<Opcode> opcodes)
    {
        foreach (var opcode in opcodes)
        {
            table[(int)opcode] = table[(int)opcode] with { Traits = traits };
        }
    }

    private static void Range(InstructionInfo[] table, Opcode first, Opcode last, string signature)
    {
        for (var code = first; code <= last; code++)
        {
            Plain(table, code, signature);
        }
    }

    private static void Special(InstructionInfo[] table, Opcode code, Immediate immediate) =>
        table[(int)code] = new(true, immediate, false, [], default, 0);

    // A signature is the types taken, a colon, and the type given: i, l, f, d for the four number types.
    private static void Plain(InstructionInfo[] table, Opcode code, string signature, Immediate immediate = Immediate.None, byte accessLog2 = 0)
    {
        var parts = signature.Split(':');
        var push = parts.Length > 1 && parts[1].Length > 0 ? TypeOf(parts[1][0]) : default;
        table[(int)code] = new(true, immediate, true, [.. parts[0].Select(TypeOf)], push, accessLog2);
    }

    private static ValueKind TypeOf(char letter) => letter switch
    {
        'i' => ValueKind.I32,
        'l' => ValueKind.I64,
        'f' => ValueKind.F32,
        'd' => ValueKind.F64,
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "not a letter of a signature"),
    };
}
