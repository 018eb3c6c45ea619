namespace SubstraTee.Wasm.Interpreted;

internal sealed partial class Translator
{
    private void Numeric(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.I32Eqz:
                Compare(PopComparison().Inverted);
                break;
            case Opcode.I64Eqz:
                Compare(new Comparison(Relation.Equal, Is64: true, PopSlot(), HasImmediate: true, 0));
                break;
            case >= Opcode.I32Eq and <= Opcode.I64GeU:
                CompareIntegers(opcode);
                break;
            case Opcode.I64ExtendI32U or (>= Opcode.I32ReinterpretF32 and <= Opcode.F64ReinterpretI64):
                // A 32-bit value has an upper half of zero already, and slots have no types.
                break;
            case (>= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U) or (>= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U):
                Truncate(opcode);
                break;
            default:
                if (InstructionTable.Of(opcode).Pops.Length == 1)
                {
                    Unary(UnaryOp(opcode));
                }
                else
                {
                    Binary(opcode);
                }

                break;
        }
    }

    private void Truncate(Opcode opcode)
    {
        var operand = PopSlot();
        Begin(Op.Truncate);
        Add((int)opcode);
        AddTarget(PushResult());
        Add(operand);
    }

    private void Unary(Op op)
    {
        var operand = PopSlot();
        Begin(op);
        AddTarget(PushResult());
        Add(operand);
    }

    private void Binary(Opcode opcode)
    {
        if (TryImmediate(opcode))
        {
            return;
        }

        var right = PopSlot();
        var left = PopSlot();
        var swap = opcode is Opcode.F32Gt or Opcode.F32Ge or Opcode.F64Gt or Opcode.F64Ge;
        Begin(BinaryOp(opcode));
        AddTarget(PushResult());
        Add(swap ? right : left);
        Add(swap ? left : right);
    }

    // With a constant on the right or, where operands may be exchanged, on the left.
    private bool TryImmediate(Opcode opcode)
    {
        if (ImmediateOp(opcode) is not { } op)
        {
            return false;
        }

        var is64 = opcode >= Opcode.I64Add;
        ref readonly var right = ref _stack[_height - 1];
        ref readonly var left = ref _stack[_height - 2];
        ushort operand;
        if (right.Kind == OperandKind.Constant && TryNumber(opcode, is64, right.Bits, out var number))
        {
            Pop();
            if (op == Op.I32AddImm && TryDeferSum(number))
            {
                return true;
            }

            operand = PopSlot();
        }
        else if (Commutes(opcode) && right.Kind != OperandKind.Constant && left.Kind == OperandKind.Constant && TryNumber(opcode, is64, left.Bits, out number))
        {
            operand = PopSlot();
            Pop();
        }
        else
        {
            return false;
        }

        Begin(op);
        AddTarget(PushResult());
        Add(operand);
        AddTwo((uint)number);
        return true;
    }

    // A local plus a constant is not computed before it is known what for.
    private bool TryDeferSum(int number)
    {
        if (_stack[_height - 1].Kind != OperandKind.Local)
        {
            return false;
        }

        PushSum(Pop().Local, number);
        return true;
    }

    private static bool Commutes(Opcode opcode) =>
        opcode is Opcode.I32Add or Opcode.I32Mul or Opcode.I32And or Opcode.I32Or or Opcode.I32Xor
            or Opcode.I64Add or Opcode.I64Mul or Opcode.I64And or Opcode.I64Or or Opcode.I64Xor;

    // Subtraction adds the contrary number, rotation goes the other way; shifts count by the operand's width only.
    private static bool TryNumber(Opcode opcode, bool is64, ulong bits, out int number)
    {
        var value = is64 ? (long)bits : (int)bits;
        value = opcode switch
        {
            Opcode.I32Sub => -(int)value,
            Opcode.I64Sub => -value,
            Opcode.I32Shl or Opcode.I32ShrS or Opcode.I32ShrU or Opcode.I32Rotl => value & 31,
            Opcode.I64Shl or Opcode.I64ShrS or Opcode.I64ShrU or Opcode.I64Rotl => value & 63,
            Opcode.I32Rotr => -value & 31,
            Opcode.I64Rotr => -value & 63,
            _ => value,
        };
        number = (int)value;
        return number == value;
    }

    private void CompareIntegers(Opcode opcode)
    {
        var is64 = opcode >= Opcode.I64Eqz;
        // Both groups are in the same order: equal, not equal, then less, greater, less or equal, greater or equal, each signed and unsigned.
        var number = opcode - (is64 ? Opcode.I64Eq : Opcode.I32Eq);
        if (_stack[_height - 1].Kind == OperandKind.Constant && TryCompareWith(number, is64, _stack[_height - 1].Bits))
        {
            return;
        }

        var right = PopSlot();
        var left = PopSlot();
        Compare(number switch
        {
            0 => new Comparison(Relation.Equal, is64, left, false, right),
            1 => new Comparison(Relation.NotEqual, is64, left, false, right),
            2 => new Comparison(Relation.LessSigned, is64, left, false, right),
            3 => new Comparison(Relation.LessUnsigned, is64, left, false, right),
            4 => new Comparison(Relation.LessSigned, is64, right, false, left),
            5 => new Comparison(Relation.LessUnsigned, is64, right, false, left),
            6 => new Comparison(Relation.LessOrEqualSigned, is64, left, false, right),
            7 => new Comparison(Relation.LessOrEqualUnsigned, is64, left, false, right),
            8 => new Comparison(Relation.LessOrEqualSigned, is64, right, false, left),
            _ => new Comparison(Relation.LessOrEqualUnsigned, is64, right, false, left),
        });
    }

    private bool TryCompareWith(int number, bool is64, ulong bits)
    {
        var value = is64 ? (long)bits : (int)bits;
        // Greater than a number is at least the next one, where there is a next one of the kind; less or equal likewise.
        if (number is 4 or 5 or 6 or 7)
        {
            var isSigned = (number & 1) == 0;
            if (isSigned ? value == (is64 ? long.MaxValue : int.MaxValue) : value == -1)
            {
                return false;
            }

            value = is64 ? value + 1 : (int)value + 1;
        }

        if ((int)value != value)
        {
            return false;
        }

        Pop();
        var left = PopSlot();
        var relation = number switch
        {
            0 => Relation.Equal,
            1 => Relation.NotEqual,
            2 or 6 => Relation.LessSigned,
            3 or 7 => Relation.LessUnsigned,
            4 or 8 => Relation.GreaterOrEqualSigned,
            _ => Relation.GreaterOrEqualUnsigned,
        };
        Compare(new Comparison(relation, is64, left, true, (int)value));
        return true;
    }

    private void Compare(Comparison comparison)
    {
        var at = Begin(comparison.ValueOp);
        AddTarget(PushResult());
        Add(comparison.Left);
        if (comparison.HasImmediate)
        {
            AddTwo((uint)comparison.Right);
        }
        else
        {
            Add(comparison.Right);
        }

        _lastComparison = comparison;
        _lastComparisonAt = at;
    }

    /// <summary>Takes the operand on top as a condition: the comparison that made it, which is then not emitted, or its not being zero.</summary>
    private Comparison PopComparison()
    {
        if (_lastComparisonAt != None && TopIsLast)
        {
            // No pair has a comparison in it that makes a number, so the instruction before stands for itself.
            _length = _lastComparisonAt;
            _lastStart = None;
            ForgetLast();
            Pop();
            return _lastComparison;
        }

        return new Comparison(Relation.NotEqual, Is64: false, PopSlot(), HasImmediate: true, 0);
    }

    /// <summary>Emits a branch that waits for its label, up to the fuel of going on; its place.</summary>
    private int EmitBranch(Comparison comparison)
    {
        EmitCondition(comparison);
        var place = _length;
        AddTwo(unchecked((uint)None));
        AddTwo(0);
        return place;
    }

    private void EmitBranch(Comparison comparison, ref Label label)
    {
        EmitCondition(comparison);
        AddReference(ref label);
    }

    private void EmitCondition(Comparison comparison)
    {
        if (comparison.IsTruth)
        {
            Begin(comparison.Relation == Relation.Equal ? Op.BrIfEqz : Op.BrIfNez);
            Add(comparison.Left);
            return;
        }

        Begin(comparison.BranchOp);
        Add(comparison.Left);
        if (comparison.HasImmediate)
        {
            AddTwo((uint)comparison.Right);
        }
        else
        {
            Add(comparison.Right);
        }
    }

    private static Op? ImmediateOp(Opcode opcode) => opcode switch
    {
        Opcode.I32Add or Opcode.I32Sub => Op.I32AddImm,
        Opcode.I32Mul => Op.I32MulImm,
        Opcode.I32And => Op.I32AndImm,
        Opcode.I32Or => Op.I32OrImm,
        Opcode.I32Xor => Op.I32XorImm,
        Opcode.I32Shl => Op.I32ShlImm,
        Opcode.I32ShrS => Op.I32ShrSImm,
        Opcode.I32ShrU => Op.I32ShrUImm,
        Opcode.I32Rotl or Opcode.I32Rotr => Op.I32RotlImm,
        Opcode.I64Add or Opcode.I64Sub => Op.I64AddImm,
        Opcode.I64Mul => Op.I64MulImm,
        Opcode.I64And => Op.I64AndImm,
        Opcode.I64Or => Op.I64OrImm,
        Opcode.I64Xor => Op.I64XorImm,
        Opcode.I64Shl => Op.I64ShlImm,
        Opcode.I64ShrS => Op.I64ShrSImm,
        Opcode.I64ShrU => Op.I64ShrUImm,
        Opcode.I64Rotl or Opcode.I64Rotr => Op.I64RotlImm,
        _ => null,
    };

    // Both enumerations have these instructions in the same order, group by group.
    private static Op BinaryOp(Opcode opcode) => opcode switch
    {
        >= Opcode.I32Add and <= Opcode.I32Rotr => Op.I32Add + (opcode - Opcode.I32Add),
        >= Opcode.I64Add and <= Opcode.I64Rotr => Op.I64Add + (opcode - Opcode.I64Add),
        >= Opcode.F32Add and <= Opcode.F32Copysign => Op.F32Add + (opcode - Opcode.F32Add),
        >= Opcode.F64Add and <= Opcode.F64Copysign => Op.F64Add + (opcode - Opcode.F64Add),
        Opcode.F32Eq => Op.F32Eq,
        Opcode.F32Ne => Op.F32Ne,
        Opcode.F32Lt or Opcode.F32Gt => Op.F32Lt,
        Opcode.F32Le or Opcode.F32Ge => Op.F32Le,
        Opcode.F64Eq => Op.F64Eq,
        Opcode.F64Ne => Op.F64Ne,
        Opcode.F64Lt or Opcode.F64Gt => Op.F64Lt,
        Opcode.F64Le or Opcode.F64Ge => Op.F64Le,
        _ => throw new InvalidOperationException($"no instruction for {opcode}"),
    };

    private static Op UnaryOp(Opcode opcode) => opcode switch
    {
        >= Opcode.I32Clz and <= Opcode.I32Popcnt => Op.I32Clz + (opcode - Opcode.I32Clz),
        >= Opcode.I32Extend8S and <= Opcode.I32Extend16S => Op.I32Extend8S + (opcode - Opcode.I32Extend8S),
        >= Opcode.I64Clz and <= Opcode.I64Popcnt => Op.I64Clz + (opcode - Opcode.I64Clz),
        >= Opcode.I64Extend8S and <= Opcode.I64Extend32S => Op.I64Extend8S + (opcode - Opcode.I64Extend8S),
        Opcode.I64ExtendI32S => Op.I64Extend32S,
        >= Opcode.F32Abs and <= Opcode.F32Sqrt => Op.F32Abs + (opcode - Opcode.F32Abs),
        >= Opcode.F64Abs and <= Opcode.F64Sqrt => Op.F64Abs + (opcode - Opcode.F64Abs),
        >= Opcode.F32ConvertI32S and <= Opcode.F32ConvertI64U => Op.F32ConvertI32S + (opcode - Opcode.F32ConvertI32S),
        >= Opcode.F64ConvertI32S and <= Opcode.F64ConvertI64U => Op.F64ConvertI32S + (opcode - Opcode.F64ConvertI32S),
        Opcode.I32WrapI64 => Op.I32WrapI64,
        Opcode.F32DemoteF64 => Op.F32DemoteF64,
        Opcode.F64PromoteF32 => Op.F64PromoteF32,
        _ => throw new InvalidOperationException($"no instruction for {opcode}"),
    };
}
