namespace SubstraTee.Wasm.Compiled;

// Memory. Addresses are computed in 64 bits, where nothing wraps, and compared as unsigned numbers before they are used.
internal sealed partial class FunctionCompiler
{
    // Bytes from a variable's value on that an earlier access has shown to be inside of the memory, which never shrinks; it
    // holds while the variable is the same and control did not join.
    private readonly ulong[] _extents;
    private readonly int[] _extentEpochs;
    private int _epoch = 1;

    private int _memory = -1;
    private int _base = -1;
    private int _length = -1;
    private bool _lengthIsCurrent;

    private void WriteMemoryPrologue()
    {
        if (_content.ImportsMemory)
        {
            _memory = _method.DeclareLocal(IlTypes.Int64);
            LoadFromInstance(RecordOffsets.InstanceMemory);
            _code.StoreLocal(_memory);
        }

        _base = _method.DeclareLocal(IlTypes.Int64);
        _length = _method.DeclareLocal(IlTypes.Int64);
        LoadMemoryField(RecordOffsets.MemoryBase);
        _code.StoreLocal(_base);
    }

    private void LoadMemoryField(int offset)
    {
        if (_content.ImportsMemory)
        {
            LoadField(_memory, offset);
        }
        else
        {
            LoadFromInstance(_layout.Memory + offset);
        }
    }

    // The base never changes, the length does in calls and by growing.
    private void LoadLength()
    {
        if (_length >= 0 && !_lengthIsCurrent)
        {
            LoadMemoryField(RecordOffsets.MemoryLength);
            _code.StoreLocal(_length);
            _lengthIsCurrent = true;
        }
    }

    private void Memory(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case <= Opcode.I64Load32U:
                Load(ref reader, opcode);
                break;
            case <= Opcode.I64Store32:
                Store(ref reader, opcode);
                break;
            case Opcode.MemorySize:
                reader.U8();
                LoadLength();
                var code = _stack.Push(ValueKind.I32);
                code.LoadLocal(_length);
                code.Constant(16);
                code.Op(IlOp.ShrUn);
                code.Op(IlOp.ConvI4);
                _stack.Materialize(_stack.Count - 1);
                break;
            default:
                reader.U8();
                CallBulk(Helpers.MemoryGrow, 1, [], ValueKind.I32);
                break;
        }
    }

    private void Load(ref WasmReader reader, Opcode opcode)
    {
        reader.U32();
        var offset = reader.U32();
        var top = _stack.Count - 1;
        ref readonly var info = ref InstructionTable.Of(opcode);
        CheckBounds(top, offset, 1u << info.AccessLog2);
        var code = _stack.Apply(1, info.Push);
        WriteAddress(code, offset);
        var (load, convert) = LoadOf(opcode);
        if (info.AccessLog2 > 0)
        {
            code.Unaligned();
        }

        code.Op(load);
        if (convert != IlOp.Nop)
        {
            code.Op(convert);
        }

        _stack.Top.ReadsState = true;
    }

    private void Store(ref WasmReader reader, Opcode opcode)
    {
        reader.U32();
        var offset = reader.U32();
        ref readonly var info = ref InstructionTable.Of(opcode);
        var address = _stack.Count - 2;
        Clean(address + 1);
        _stack.FinishTop();
        _stack.MaterializeReadersOfState(address);
        CheckBounds(address, offset, 1u << info.AccessLog2);
        _stack.Copy(address);
        WriteAddress(_code, offset);
        _stack.Copy(address + 1);
        var (store, convert) = StoreOf(opcode);
        if (convert != IlOp.Nop)
        {
            _code.Op(convert);
        }

        if (info.AccessLog2 > 0)
        {
            _code.Unaligned();
        }

        _code.Op(store);
        _stack.Drop(2);
    }

    // Behind an address of 32 bits on the stack: the place in the process's memory.
    private void WriteAddress(IlBuffer code, uint offset)
    {
        code.Op(IlOp.ConvU8);
        if (offset > 0)
        {
            code.Advance(offset);
        }

        code.LoadLocal(_base);
        code.Op(IlOp.Add);
    }

    // Traps unless all bytes of the access are inside: address + offset + size <= length, where nothing can wrap.
    private void CheckBounds(int index, uint offset, uint size)
    {
        _stack.Settle(index);
        var end = (ulong)offset + size;
        var operand = _stack[index];
        if (operand.Kind == OperandKind.Constant)
        {
            if (operand.Bits + end <= (ulong)_content.Memory!.MinimumPages * MemoryType.PageSize)
            {
                return;
            }
        }
        else if (operand.Kind == OperandKind.Variable)
        {
            if (_extentEpochs[operand.Index] == _epoch && end <= _extents[operand.Index])
            {
                return;
            }

            _extentEpochs[operand.Index] = _epoch;
            _extents[operand.Index] = end;
        }

        LoadLength();
        _stack.Copy(index);
        _code.Op(IlOp.ConvU8);
        if (end > 1)
        {
            _code.Advance((long)end - 1);
        }

        _code.LoadLocal(_length);
        _method.Branch(IlOp.BgeUn, TrapLabel(TrapCode.MemoryOutOfBounds));
    }

    private static (IlOp Load, IlOp Convert) LoadOf(Opcode opcode) => opcode switch
    {
        Opcode.I32Load => (IlOp.LdIndI4, IlOp.Nop),
        Opcode.I64Load => (IlOp.LdIndI8, IlOp.Nop),
        Opcode.F32Load => (IlOp.LdIndR4, IlOp.Nop),
        Opcode.F64Load => (IlOp.LdIndR8, IlOp.Nop),
        Opcode.I32Load8S => (IlOp.LdIndI1, IlOp.Nop),
        Opcode.I32Load8U => (IlOp.LdIndU1, IlOp.Nop),
        Opcode.I32Load16S => (IlOp.LdIndI2, IlOp.Nop),
        Opcode.I32Load16U => (IlOp.LdIndU2, IlOp.Nop),
        Opcode.I64Load8S => (IlOp.LdIndI1, IlOp.ConvI8),
        Opcode.I64Load8U => (IlOp.LdIndU1, IlOp.ConvU8),
        Opcode.I64Load16S => (IlOp.LdIndI2, IlOp.ConvI8),
        Opcode.I64Load16U => (IlOp.LdIndU2, IlOp.ConvU8),
        Opcode.I64Load32S => (IlOp.LdIndI4, IlOp.ConvI8),
        Opcode.I64Load32U => (IlOp.LdIndU4, IlOp.ConvU8),
        _ => throw new InvalidOperationException($"no load: {opcode}"),
    };

    private static (IlOp Store, IlOp Convert) StoreOf(Opcode opcode) => opcode switch
    {
        Opcode.I32Store => (IlOp.StIndI4, IlOp.Nop),
        Opcode.I64Store => (IlOp.StIndI8, IlOp.Nop),
        Opcode.F32Store => (IlOp.StIndR4, IlOp.Nop),
        Opcode.F64Store => (IlOp.StIndR8, IlOp.Nop),
        Opcode.I32Store8 => (IlOp.StIndI1, IlOp.Nop),
        Opcode.I32Store16 => (IlOp.StIndI2, IlOp.Nop),
        Opcode.I64Store8 => (IlOp.StIndI1, IlOp.ConvI4),
        Opcode.I64Store16 => (IlOp.StIndI2, IlOp.ConvI4),
        Opcode.I64Store32 => (IlOp.StIndI4, IlOp.ConvI4),
        _ => throw new InvalidOperationException($"no store: {opcode}"),
    };
}
