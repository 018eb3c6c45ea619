namespace SubstraTee.Wasm.Compiled;

// Arithmetic. Where .NET leaves an edge to the machine (shifts, division), the code is explicit.
internal sealed partial class FunctionCompiler
{
    private void Numeric(Opcode opcode)
    {
        switch (opcode)
        {
            case <= Opcode.F64Ge:
                Compare(opcode);
                break;
            case <= Opcode.I32Rotr:
                Integer(opcode, ValueKind.I32);
                break;
            case <= Opcode.I64Rotr:
                Integer((Opcode)(opcode - Opcode.I64Clz + (int)Opcode.I32Clz), ValueKind.I64);
                break;
            case <= Opcode.F32Copysign:
                Float(opcode, ValueKind.F32);
                break;
            case <= Opcode.F64Copysign:
                Float((Opcode)(opcode - Opcode.F64Abs + (int)Opcode.F32Abs), ValueKind.F64);
                break;
            default:
                Convert(opcode);
                break;
        }
    }

    private void Compare(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.I32Eqz:
                CompareWithZero();
                break;
            case <= Opcode.I32GeU:
                CompareIntegers(opcode - Opcode.I32Eq);
                break;
            case Opcode.I64Eqz:
                _stack.PushConstant(ValueKind.I64, 0);
                CompareIntegers(0);
                break;
            case <= Opcode.I64GeU:
                CompareIntegers(opcode - Opcode.I64Eq);
                break;
            case <= Opcode.F32Ge:
                CompareFloats(opcode - Opcode.F32Eq);
                break;
            default:
                CompareFloats(opcode - Opcode.F64Eq);
                break;
        }
    }

    private void CompareWithZero()
    {
        ref var top = ref _stack.Top;
        if (top.Kind == OperandKind.Comparison)
        {
            (top.WhenTrue, top.WhenFalse) = (top.WhenFalse, top.WhenTrue);
        }
        else if (_zero.IsUsed)
        {
            _stack.PushConstant(ValueKind.I32, 0);
            CompareIntegers(0);
        }
        else
        {
            _stack.Compare(1, IlOp.BrFalse, IlOp.BrTrue);
        }
    }

    // In the order of the opcodes: eq, ne, lt_s, lt_u, gt_s, gt_u, le_s, le_u, ge_s, ge_u.
    private void CompareIntegers(int number)
    {
        ReadOnlySpan<IlOp> branches =
            [IlOp.Beq, IlOp.BneUn, IlOp.Blt, IlOp.BltUn, IlOp.Bgt, IlOp.BgtUn, IlOp.Ble, IlOp.BleUn, IlOp.Bge, IlOp.BgeUn];
        ReadOnlySpan<IlOp> opposites =
            [IlOp.BneUn, IlOp.Beq, IlOp.Bge, IlOp.BgeUn, IlOp.Ble, IlOp.BleUn, IlOp.Bgt, IlOp.BgtUn, IlOp.Blt, IlOp.BltUn];
        HideZero();
        _stack.Compare(2, branches[number], opposites[number]);
    }

    // Of the right operand, unless neither can be what decides against zero: zero itself, or one, below which only zero is.
    private void HideZero()
    {
        _stack.FinishTop();
        if (IsAboveOne(_stack[_stack.Count - 1]) || IsAboveOne(_stack[_stack.Count - 2]))
        {
            return;
        }

        var type = _stack.Top.Type;
        _zero.Hide(_stack.Apply(1, type), type);
    }

    private static bool IsAboveOne(in Operand operand) => operand is { Kind: OperandKind.Constant, Bits: > 1 };

    // In the order of the opcodes: eq, ne, lt, gt, le, ge. Of NaNs only ne holds, so that opposites are the unordered ones.
    private void CompareFloats(int number)
    {
        ReadOnlySpan<IlOp> branches = [IlOp.Beq, IlOp.BneUn, IlOp.Blt, IlOp.Bgt, IlOp.Ble, IlOp.Bge];
        ReadOnlySpan<IlOp> opposites = [IlOp.BneUn, IlOp.Beq, IlOp.BgeUn, IlOp.BleUn, IlOp.BgtUn, IlOp.BltUn];
        _stack.Compare(2, branches[number], opposites[number], floats: true);
    }

    // The opcode is that of 32-bit numbers for both types.
    private void Integer(Opcode opcode, ValueKind type)
    {
        switch (opcode)
        {
            case <= Opcode.I32Popcnt:
                CountBits(opcode, type);
                break;
            case Opcode.I32DivS or Opcode.I32DivU or Opcode.I32RemS or Opcode.I32RemU:
                Divide(opcode, type);
                break;
            case Opcode.I32Shl or Opcode.I32ShrS or Opcode.I32ShrU:
                Shift(opcode, type);
                break;
            case Opcode.I32Rotl or Opcode.I32Rotr:
                Rotate(opcode == Opcode.I32Rotl, type);
                break;
            default:
                _stack.Apply(2, type).Op(opcode switch
                {
                    Opcode.I32Add => IlOp.Add,
                    Opcode.I32Sub => IlOp.Sub,
                    Opcode.I32Mul => IlOp.Mul,
                    Opcode.I32And => IlOp.And,
                    Opcode.I32Or => IlOp.Or,
                    Opcode.I32Xor => IlOp.Xor,
                    _ => throw new InvalidOperationException($"no rule for {opcode}"),
                });
                break;
        }
    }

    private void CountBits(Opcode opcode, ValueKind type)
    {
        var code = _stack.Apply(1, type);
        _zero.Hide(code, type);
        _method.Call(code, (opcode, type) switch
        {
            (Opcode.I32Clz, ValueKind.I32) => Helpers.LeadingZeroCount32,
            (Opcode.I32Ctz, ValueKind.I32) => Helpers.TrailingZeroCount32,
            (_, ValueKind.I32) => Helpers.PopCount32,
            (Opcode.I32Clz, _) => Helpers.LeadingZeroCount64,
            (Opcode.I32Ctz, _) => Helpers.TrailingZeroCount64,
            _ => Helpers.PopCount64,
        });
        if (type == ValueKind.I64)
        {
            code.Op(IlOp.ConvI8);
        }
    }

    private void Shift(Opcode opcode, ValueKind type)
    {
        MaskCount(type);
        _stack.Apply(2, type).Op(opcode switch
        {
            Opcode.I32Shl => IlOp.Shl,
            Opcode.I32ShrS => IlOp.Shr,
            _ => IlOp.ShrUn,
        });
    }

    private void Rotate(bool isLeft, ValueKind type)
    {
        MaskCount(type);
        if (!_stack.ReadsVariables(_stack.Count - 2))
        {
            // .NET 10's compiler makes a positive number of a negative one when it rotates a constant as soon as it reads it.
            _stack.Materialize(_stack.Count - 2);
        }

        _method.Call(_stack.Apply(2, type), (isLeft, type) switch
        {
            (true, ValueKind.I32) => Helpers.RotateLeft32,
            (false, ValueKind.I32) => Helpers.RotateRight32,
            (true, _) => Helpers.RotateLeft64,
            _ => Helpers.RotateRight64,
        });
    }

    // Makes the count on top one of 32 bits, and less than those of the number.
    private void MaskCount(ValueKind type)
    {
        var mask = type == ValueKind.I32 ? 31 : 63;
        if (_stack.Top.Kind == OperandKind.Constant)
        {
            var count = (uint)((int)_stack.Top.Bits & mask);
            _stack.Drop(1);
            _stack.PushConstant(ValueKind.I32, count);
            return;
        }

        var code = _stack.Apply(1, ValueKind.I32);
        if (type == ValueKind.I64)
        {
            code.Op(IlOp.ConvI4);
        }

        code.Constant(mask);
        code.Op(IlOp.And);
    }

    private void Divide(Opcode opcode, ValueKind type)
    {
        var divisor = _stack.Count - 1;
        var isSigned = opcode is Opcode.I32DivS or Opcode.I32RemS;
        _stack.Settle(divisor);
        var constant = _stack[divisor].Kind == OperandKind.Constant ? (type == ValueKind.I32 ? (int)_stack[divisor].Bits : (long)_stack[divisor].Bits) : 0;
        if (constant == 0)
        {
            _stack.Copy(divisor);
            _zero.Hide(_code, type);
            _method.Branch(IlOp.BrFalse, TrapLabel(TrapCode.IntegerDivideByZero));
        }

        if (isSigned && constant is 0 or -1)
        {
            DivideSigned(opcode, type);
            return;
        }

        _stack.Apply(2, type).Op(opcode switch
        {
            Opcode.I32DivS => IlOp.Div,
            Opcode.I32DivU => IlOp.DivUn,
            Opcode.I32RemS => IlOp.Rem,
            _ => IlOp.RemUn,
        });
    }

    // The smallest number divided by -1 does not fit for a division, and leaves nothing as a remainder; processors fault on both.
    private void DivideSigned(Opcode opcode, ValueKind type)
    {
        var (dividend, divisor) = (_stack.Count - 2, _stack.Count - 1);
        _stack.Settle(dividend);
        var done = _method.NewLabel();
        if (opcode == Opcode.I32DivS)
        {
            _stack.Copy(divisor);
            WriteInteger(type, -1);
            _method.Branch(IlOp.BneUn, done);
            _stack.Copy(dividend);
            WriteInteger(type, type == ValueKind.I32 ? int.MinValue : long.MinValue);
            _method.Branch(IlOp.Beq, TrapLabel(TrapCode.IntegerOverflow));
            _method.Mark(done);
            _stack.Apply(2, type).Op(IlOp.Div);
            return;
        }

        var result = _method.Rent(IlTypes.Of(type));
        WriteInteger(type, 0);
        _code.StoreLocal(result);
        _stack.Copy(divisor);
        WriteInteger(type, -1);
        _method.Branch(IlOp.Beq, done);
        _stack.Take(2);
        _code.Op(IlOp.Rem);
        _code.StoreLocal(result);
        _method.Mark(done);
        _stack.PushTemporary(type, result, isOwned: true);
    }

    private void WriteInteger(ValueKind type, long value)
    {
        if (type == ValueKind.I32)
        {
            _code.Constant((int)value);
        }
        else
        {
            _code.Constant(value);
        }
    }

    // The opcode is that of f32 for both types.
    private void Float(Opcode opcode, ValueKind type)
    {
        switch (opcode)
        {
            case Opcode.F32Abs or Opcode.F32Neg or Opcode.F32Copysign:
                ChangeSign(opcode, type);
                return;
            case >= Opcode.F32Add and <= Opcode.F32Div:
                _stack.Apply(2, type).Op((IlOp)((int)IlOp.Add + (opcode - Opcode.F32Add)));
                break;
            default:
                var isBinary = opcode >= Opcode.F32Min;
                var operation = isBinary ? opcode - Opcode.F32Min + (Opcode.F32Sqrt - Opcode.F32Ceil) + 1 : opcode - Opcode.F32Ceil;
                var methods = type == ValueKind.F32 ? Helpers.SingleOperations : Helpers.DoubleOperations;
                _method.Call(_stack.Apply(isBinary ? 2 : 1, type), methods[operation]);
                break;
        }

        _stack.Top.IsRaw = true;
    }

    // These work on bits, also on those of NaNs.
    private void ChangeSign(Opcode opcode, ValueKind type)
    {
        var operands = opcode == Opcode.F32Copysign ? 2 : 1;
        for (var i = _stack.Count - operands; i < _stack.Count; i++)
        {
            Clean(i);
        }

        var code = _stack.Apply(operands, type);
        if (opcode == Opcode.F32Neg)
        {
            code.Op(IlOp.Neg);
            return;
        }

        _method.Call(code, (opcode, type) switch
        {
            (Opcode.F32Abs, ValueKind.F32) => Helpers.AbsSingle,
            (Opcode.F32Abs, _) => Helpers.AbsDouble,
            (_, ValueKind.F32) => Helpers.CopySignSingle,
            _ => Helpers.CopySignDouble,
        });
    }
}
