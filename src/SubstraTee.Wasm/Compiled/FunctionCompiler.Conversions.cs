namespace SubstraTee.Wasm.Compiled;

// Conversions between types of numbers.
internal sealed partial class FunctionCompiler
{
    private void Convert(Opcode opcode)
    {
        switch (opcode)
        {
            case >= Opcode.I32TruncF32S and <= Opcode.I32TruncF64U or >= Opcode.I64TruncF32S and <= Opcode.I64TruncF64U:
                Truncate(opcode);
                break;
            case >= Opcode.I32TruncSatF32S:
                Saturate(opcode);
                break;
            case >= Opcode.F32ConvertI32S and <= Opcode.F64PromoteF32:
                ToFloat(opcode);
                break;
            case >= Opcode.I32ReinterpretF32 and <= Opcode.F64ReinterpretI64:
                Reinterpret(opcode);
                break;
            default:
                Resize(opcode);
                break;
        }
    }

    private void Resize(Opcode opcode)
    {
        var code = _stack.Apply(1, InstructionTable.Of(opcode).Push);
        switch (opcode)
        {
            case Opcode.I32WrapI64:
                code.Op(IlOp.ConvI4);
                break;
            case Opcode.I64ExtendI32S:
                code.Op(IlOp.ConvI8);
                break;
            case Opcode.I64ExtendI32U:
                code.Op(IlOp.ConvU8);
                break;
            case Opcode.I32Extend8S:
                code.Op(IlOp.ConvI1);
                break;
            case Opcode.I32Extend16S:
                code.Op(IlOp.ConvI2);
                break;
            default:
                code.Op(opcode switch
                {
                    Opcode.I64Extend8S => IlOp.ConvI1,
                    Opcode.I64Extend16S => IlOp.ConvI2,
                    Opcode.I64Extend32S => IlOp.ConvI4,
                    _ => throw new InvalidOperationException($"no rule for {opcode}"),
                });
                code.Op(IlOp.ConvI8);
                break;
        }
    }

    private void ToFloat(Opcode opcode)
    {
        var code = _stack.Apply(1, InstructionTable.Of(opcode).Push);
        switch (opcode)
        {
            case Opcode.F32ConvertI64U:
                _method.Call(code, Helpers.ToSingle);
                return;
            case Opcode.F64ConvertI64U:
                _method.Call(code, Helpers.ToDouble);
                return;
            case Opcode.F32ConvertI32U or Opcode.F64ConvertI32U:
                code.Op(IlOp.ConvU8);
                break;
        }

        code.Op(opcode is Opcode.F32DemoteF64 or (>= Opcode.F32ConvertI32S and <= Opcode.F32ConvertI64S) ? IlOp.ConvR4 : IlOp.ConvR8);
        _stack.Top.IsRaw = opcode is Opcode.F32DemoteF64 or Opcode.F64PromoteF32;
    }

    private void Reinterpret(Opcode opcode)
    {
        if (opcode == Opcode.F32ReinterpretI32)
        {
            ReinterpretThroughMemory();
            return;
        }

        Clean(_stack.Count - 1);
        _method.Call(_stack.Apply(1, InstructionTable.Of(opcode).Push), opcode switch
        {
            Opcode.I32ReinterpretF32 => Helpers.SingleToInt32Bits,
            Opcode.I64ReinterpretF64 => Helpers.DoubleToInt64Bits,
            _ => Helpers.Int64BitsToDouble,
        });
    }

    // Were the bits a constant, .NET's compiler would make a signalling NaN quiet; it does not follow values through memory.
    private void ReinterpretThroughMemory()
    {
        _stack.FinishTop();
        LoadStoreAddress(RecordOffsets.StoreScratch);
        _stack.Take(1);
        _code.Op(IlOp.StIndI4);
        LoadStoreAddress(RecordOffsets.StoreScratch);
        _code.Op(IlOp.LdIndR4);
        var result = _method.Rent(IlTypes.Single);
        _code.StoreLocal(result);
        _stack.PushTemporary(ValueKind.F32, result, isOwned: true);
    }

    private void Saturate(Opcode opcode)
    {
        var info = InstructionTable.Of(opcode);
        var code = _stack.Apply(1, info.Push);
        if (info.Pops[0] == ValueKind.F32)
        {
            code.Op(IlOp.ConvR8);
        }

        var isUnsigned = opcode is Opcode.I32TruncSatF32U or Opcode.I32TruncSatF64U or Opcode.I64TruncSatF32U or Opcode.I64TruncSatF64U;
        _method.Call(code, (info.Push, isUnsigned) switch
        {
            (ValueKind.I32, false) => Helpers.SaturateToInt32,
            (ValueKind.I32, true) => Helpers.SaturateToUInt32,
            (_, false) => Helpers.SaturateToInt64,
            _ => Helpers.SaturateToUInt64,
        });
    }

    // Every f32 is an f64. The bounds are the first numbers that do not fit; all of them are exact.
    private void Truncate(Opcode opcode)
    {
        var info = InstructionTable.Of(opcode);
        if (_conversion < 0)
        {
            _conversion = _method.DeclareLocal(IlTypes.Double);
        }

        _stack.Take(1);
        if (info.Pops[0] == ValueKind.F32)
        {
            _code.Op(IlOp.ConvR8);
        }

        _code.StoreLocal(_conversion);
        var isUnsigned = opcode is Opcode.I32TruncF32U or Opcode.I32TruncF64U or Opcode.I64TruncF32U or Opcode.I64TruncF64U;
        var (below, above) = (info.Push, isUnsigned) switch
        {
            (ValueKind.I32, false) => (-2147483649.0, 2147483648.0),
            (ValueKind.I32, true) => (-1.0, 4294967296.0),
            (_, false) => (-9223372036854775808.0, 9223372036854775808.0),
            _ => (-1.0, 18446744073709551616.0),
        };
        // The smallest i64 has no neighbour below it, so there the bound itself fits.
        var trap = TrapLabel(TrapCode.InvalidConversionToInteger);
        _code.LoadLocal(_conversion);
        _code.Constant(below);
        _method.Branch(info.Push == ValueKind.I64 && !isUnsigned ? IlOp.BltUn : IlOp.BleUn, trap);
        _code.LoadLocal(_conversion);
        _code.Constant(above);
        _method.Branch(IlOp.Bge, trap);
        _code.LoadLocal(_conversion);
        if (info.Push == ValueKind.I64 && isUnsigned)
        {
            _method.Call(Helpers.TruncateToUInt64);
        }
        else if (isUnsigned)
        {
            _code.Op(IlOp.ConvI8);
            _code.Op(IlOp.ConvI4);
        }
        else
        {
            _code.Op(info.Push == ValueKind.I32 ? IlOp.ConvI4 : IlOp.ConvI8);
        }

        var result = _method.Rent(IlTypes.Of(info.Push));
        _code.StoreLocal(result);
        _stack.PushTemporary(info.Push, result, isOwned: true);
    }
}
