using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Fuzz;

/// <summary>Makes a function's body by chance: statements, which leave the stack as it was, of expressions, which leave one value more.</summary>
internal sealed partial class BodyGenerator(
    Random random, WasmShape shape, WasmBuilder builder, List<FunctionType> functions, List<GlobalType> globals, ValueKind[] locals, FunctionType type)
{
    private const int MaxDepth = 5;

    // Plain instructions by what they give; those that give nothing are statements.
    private static readonly Dictionary<ValueKind, Opcode[]> Plain = Enum.GetValues<Opcode>()
        .Where(opcode => InstructionTable.Of(opcode).IsPlain && opcode != Opcode.Nop)
        .GroupBy(opcode => InstructionTable.Of(opcode).Push).ToDictionary(group => group.Key, group => group.ToArray());

    private static readonly ValueKind[] AllKinds =
        [ValueKind.I32, ValueKind.I32, ValueKind.I64, ValueKind.I64, ValueKind.F32, ValueKind.F64, ValueKind.FuncRef, ValueKind.ExternRef];

    private readonly WasmCode _code = new();
    private readonly List<LabelTypes> _labels = [];
    private int _statementsLeft = (shape.Size / 2) + random.Next(shape.Size);

    public WasmCode Generate()
    {
        _labels.Add(new LabelTypes([.. type.Results]));
        CountDown();
        while (_statementsLeft > 0)
        {
            Statement(0);
        }

        foreach (var result in type.Results)
        {
            Expression(result, 0);
        }

        return _code;
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    // Leaves the function when the module has run for long enough.
    private void CountDown()
    {
        if (!shape.BoundedByItself)
        {
            return;
        }

        _code.Add(Opcode.GlobalGet, WasmGenerator.BudgetGlobal).Add(Opcode.I32Eqz).Add(Opcode.If, WasmCode.NoResult).Add(Opcode.Unreachable).Add(Opcode.End);
        _code.Add(Opcode.GlobalGet, WasmGenerator.BudgetGlobal).Add(Opcode.I32Const, 1).Add(Opcode.I32Sub).Add(Opcode.GlobalSet, WasmGenerator.BudgetGlobal);
    }

    private void Expression(ValueKind kind, int depth)
    {
        if (depth >= MaxDepth)
        {
            Leaf(kind);
            return;
        }

        switch (random.Next(20))
        {
            case < 4:
                Leaf(kind);
                break;
            case < 13:
                Operation(kind, depth);
                break;
            case 13:
                BlockExpression(kind, depth);
                break;
            case 14:
                Select(kind, depth);
                break;
            case 15:
                if (!TryCall(kind, depth))
                {
                    Leaf(kind);
                }

                break;
            case 16 when LocalOf(kind) is { } local:
                Expression(kind, depth + 1);
                _code.Add(Opcode.LocalTee, local);
                break;
            case 17:
                IfExpression(kind, depth);
                break;
            default:
                Expression(kind, depth + 1);
                break;
        }
    }

    private void Leaf(ValueKind kind)
    {
        if (Chance(50) && LocalOf(kind) is { } local)
        {
            _code.Add(Opcode.LocalGet, local);
        }
        else if (Chance(25))
        {
            _code.Add(Opcode.GlobalGet, GlobalOf(kind, mutable: false));
        }
        else
        {
            Constant(kind);
        }
    }

    private void Constant(ValueKind kind)
    {
        switch (kind)
        {
            case ValueKind.I32:
                _code.Add(Opcode.I32Const, Chance(40) ? random.Next(40) : InterestingNumbers.Int32(random));
                break;
            case ValueKind.I64:
                _code.Add(Opcode.I64Const, InterestingNumbers.Int64(random));
                break;
            case ValueKind.F32:
                _code.Add(Opcode.F32Const, InterestingNumbers.SingleBits(random, shape.ShowsNaNs));
                break;
            case ValueKind.F64:
                _code.Add(Opcode.F64Const, InterestingNumbers.DoubleBits(random, shape.ShowsNaNs));
                break;
            case ValueKind.FuncRef when Chance(70):
                _code.Add(Opcode.RefFunc, random.Next(functions.Count));
                break;
            default:
                _code.Add(Opcode.RefNull, (long)kind);
                break;
        }
    }

    private void Operation(ValueKind kind, int depth)
    {
        if (kind is ValueKind.FuncRef or ValueKind.ExternRef)
        {
            Index(4);
            _code.Add(Opcode.TableGet, kind == ValueKind.ExternRef ? 1 : random.Next(2) * 2);
            return;
        }

        if (kind == ValueKind.I32 && Chance(6))
        {
            ReferenceTest(depth);
            return;
        }

        var opcode = Plain[kind][random.Next(Plain[kind].Length)];
        if (opcode is >= Opcode.I32Const and <= Opcode.F64Const
            || (!shape.ShowsNaNs && opcode is Opcode.I32ReinterpretF32 or Opcode.I64ReinterpretF64 or Opcode.F32Copysign or Opcode.F64Copysign)
            || (opcode == Opcode.MemoryGrow && Chance(80)))
        {
            Constant(kind);
            return;
        }

        Emit(opcode, depth);
    }

    // A plain instruction with its operands, most of which are such that it does not trap.
    private void Emit(Opcode opcode, int depth)
    {
        var info = InstructionTable.Of(opcode);
        for (var i = 0; i < info.Pops.Length; i++)
        {
            if (info.Immediate == Immediate.MemoryArgument && i == 0)
            {
                Address(depth);
                continue;
            }

            Expression(info.Pops[i], depth + 1);
            Tame(opcode, info.Pops[i], i);
        }

        switch (info.Immediate)
        {
            case Immediate.MemoryArgument:
                _code.Add(opcode, random.Next(info.AccessLog2 + 1), Chance(95) ? random.Next(300) : InterestingNumbers.Int32(random) & uint.MaxValue);
                break;
            case Immediate.Index:
                _code.Add(opcode, opcode == Opcode.TableSize ? random.Next(3) : random.Next(2));
                break;
            case Immediate.IndexAndZeroByte:
                _code.Add(opcode, random.Next(2));
                break;
            case Immediate.TwoIndices:
                _code.Add(opcode, opcode == Opcode.TableInit ? random.Next(2) : random.Next(2) * 2, random.Next(2) * 2);
                break;
            default:
                _code.Add(opcode);
                break;
        }
    }

    private void Address(int depth)
    {
        Expression(ValueKind.I32, depth + 1);
        if (Chance(97))
        {
            _code.Add(Opcode.I32Const, 0x7FFF).Add(Opcode.I32And);
        }
    }

    private void Tame(Opcode opcode, ValueKind kind, int operand)
    {
        var divides = opcode is (>= Opcode.I32DivS and <= Opcode.I32RemU) or (>= Opcode.I64DivS and <= Opcode.I64RemU);
        if (divides && operand == 1 && Chance(95))
        {
            _code.Add(kind == ValueKind.I32 ? Opcode.I32Const : Opcode.I64Const, 1).Add(kind == ValueKind.I32 ? Opcode.I32Or : Opcode.I64Or);
        }

        if (opcode is >= Opcode.MemoryInit and <= Opcode.TableCopy && Chance(90))
        {
            // Ranges that mostly fit: of memories, of tables, of segments.
            _code.Add(Opcode.I32Const, opcode <= Opcode.MemoryFill ? (opcode == Opcode.MemoryInit && operand > 0 ? 31 : 0x3FFF) : 1).Add(Opcode.I32And);
        }

        if (opcode is (>= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U) or (>= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U) && Chance(90))
        {
            // Into the range that every integer type has: 0 to 1.
            _code.Add(kind == ValueKind.F32 ? Opcode.F32Const : Opcode.F64Const, 0).Add(kind == ValueKind.F32 ? Opcode.F32Max : Opcode.F64Max);
            _code.Add(kind == ValueKind.F32 ? Opcode.F32Const : Opcode.F64Const, kind == ValueKind.F32 ? 0x3F80_0000 : 0x3FF0_0000_0000_0000)
                .Add(kind == ValueKind.F32 ? Opcode.F32Lt : Opcode.F64Lt)
                .Add(kind == ValueKind.F32 ? Opcode.F32ConvertI32S : Opcode.F64ConvertI32S);
        }
    }

    private void ReferenceTest(int depth)
    {
        Expression(Chance(50) ? ValueKind.FuncRef : ValueKind.ExternRef, depth + 1);
        _code.Add(Opcode.RefIsNull);
    }

    // A number of an element, mostly one that there is.
    private void Index(int below)
    {
        Expression(ValueKind.I32, MaxDepth - 1);
        if (Chance(95))
        {
            _code.Add(Opcode.I32Const, below - 1).Add(Opcode.I32And);
        }
    }

    private void Select(ValueKind kind, int depth)
    {
        Expression(kind, depth + 1);
        Expression(kind, depth + 1);
        Expression(ValueKind.I32, depth + 1);
        if (kind is ValueKind.FuncRef or ValueKind.ExternRef || Chance(30))
        {
            _code.Add(Opcode.SelectTyped, (long)kind);
        }
        else
        {
            _code.Add(Opcode.Select);
        }
    }

    private long? LocalOf(ValueKind kind) => Pick(locals.Length, i => locals[i] == kind);

    private long GlobalOf(ValueKind kind, bool mutable) =>
        Pick(globals.Count, i => i != WasmGenerator.BudgetGlobal && globals[i].Value == kind && (globals[i].Mutable || !mutable))!.Value;

    private int? Pick(int count, Func<int, bool> fits)
    {
        var candidates = Enumerable.Range(0, count).Where(fits).ToList();
        return candidates.Count == 0 ? null : candidates[random.Next(candidates.Count)];
    }

    /// <summary>What a branch to a label carries.</summary>
    private sealed record LabelTypes(ValueKind[] Carried);
}
