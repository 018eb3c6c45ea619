namespace SubstraTee.Wasm.Interpreted;

internal sealed partial class Translator
{
    private void Instruction(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If:
                Open(ref reader, opcode);
                break;
            case Opcode.Else:
                Else(ref reader);
                break;
            case Opcode.End:
                End(ref reader);
                break;
            case Opcode.Br:
                Branch(ref reader);
                break;
            case Opcode.BrIf:
                BranchIf(ref reader);
                break;
            case Opcode.BrTable:
                BranchTable(ref reader);
                break;
            case Opcode.Return:
                EmitReturn();
                SkipDead(ref reader);
                break;
            case Opcode.Unreachable:
                Begin(Op.Unreachable);
                SkipDead(ref reader);
                break;
            case Opcode.Call or Opcode.CallIndirect:
                Call(ref reader, opcode);
                break;
            case >= Opcode.LocalGet and <= Opcode.GlobalSet:
                Variable(opcode, (int)reader.U32());
                break;
            case >= Opcode.I32Load and <= Opcode.I64Store32:
                reader.U32();
                Access(opcode, reader.U32());
                break;
            case >= Opcode.I32Const and <= Opcode.F64Const:
                Constant(ref reader, opcode);
                break;
            case >= Opcode.I32Eqz and <= Opcode.I64Extend32S:
                Numeric(opcode);
                break;
            default:
                Other(ref reader, opcode);
                break;
        }
    }

    private void Other(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Nop:
                break;
            case Opcode.Drop:
                Pop();
                break;
            case Opcode.Select or Opcode.SelectTyped:
                if (opcode == Opcode.SelectTyped)
                {
                    reader.U32();
                    reader.U8();
                }

                Select();
                break;
            case Opcode.MemorySize:
                reader.U8();
                Begin(Op.MemorySize);
                AddTarget(PushResult());
                break;
            case Opcode.MemoryGrow:
                reader.U8();
                Unary(Op.MemoryGrow);
                break;
            case >= Opcode.I32TruncSatF32S and <= Opcode.I64TruncSatF64U:
                Truncate(opcode);
                break;
            case Opcode.RefNull:
                reader.U8();
                PushConstant(0);
                break;
            case Opcode.RefIsNull:
                Compare(new Comparison(Relation.Equal, Is64: true, PopSlot(), HasImmediate: true, 0));
                break;
            default:
                Rare(ref reader, opcode);
                break;
        }
    }

    private void Call(ref WasmReader reader, Opcode opcode)
    {
        if (opcode == Opcode.Call)
        {
            var function = (int)reader.U32();
            var type = _content.TypeOf(function);
            var own = function - _content.ImportedFunctions;
            SettleTop(type.Parameters.Length);
            Begin(own >= 0 ? Op.Call : Op.CallImport);
            AddTwo((uint)(own >= 0 ? own * FunctionRecordBytes : function));
            FinishCall(type, mayLeaveInstance: own < 0);
            return;
        }

        var typeIndex = (int)reader.U32();
        var table = (int)reader.U32();
        var number = PopSlot();
        var callee = _content.Types[typeIndex];
        SettleTop(callee.Parameters.Length);
        Begin(Op.CallIndirect);
        Add(table);
        AddTwo((uint)_module.Signatures[typeIndex].Number);
        Add(number);
        FinishCall(callee, mayLeaveInstance: true);
    }

    private static unsafe int FunctionRecordBytes => sizeof(FunctionRecord);

    private void FinishCall(FunctionType type, bool mayLeaveInstance)
    {
        var first = _height - type.Parameters.Length;
        Add(OperandSlot(first));
        if (mayLeaveInstance)
        {
            Begin(Op.Restore);
            Add(OperandSlot(first) + type.SlotCount + 1);
            Add(OperandSlot(first));
        }

        ForgetLast();
        PopMany(type.Parameters.Length);
        PushSettled(type.Results.Length);
    }

    private void Variable(Opcode opcode, int index)
    {
        switch (opcode)
        {
            case Opcode.LocalGet:
                PushLocal(index);
                break;
            case Opcode.LocalSet:
                SetLocal(index);
                break;
            case Opcode.LocalTee:
                TeeLocal(index);
                break;
            case Opcode.GlobalGet:
                var own = index - _content.ImportedGlobals;
                Begin(own >= 0 ? Op.GlobalGet : Op.GlobalGetImported);
                AddTarget(PushResult());
                AddTwo((uint)(own >= 0 ? own : index));
                break;
            case Opcode.GlobalSet:
                own = index - _content.ImportedGlobals;
                var slot = PopSlot();
                Begin(own >= 0 ? Op.GlobalSet : Op.GlobalSetImported);
                Add(slot);
                AddTwo((uint)(own >= 0 ? own : index));
                break;
        }
    }

    private void SetLocal(int local)
    {
        if (TopIsLast && _newestUse[local] == None)
        {
            // The instruction that made the value writes it to the local instead.
            _code[_lastTarget] = LocalSlot(local);
            Pop();
            ForgetLast();
            return;
        }

        var value = Pop();
        SettleUses(local);
        StoreLocal(local, value, _height);
    }

    private void TeeLocal(int local)
    {
        if (TopIsLast && _newestUse[local] == None)
        {
            _code[_lastTarget] = LocalSlot(local);
            Pop();
            ForgetLast();
            PushLocal(local);
            return;
        }

        var value = _stack[_height - 1];
        if (value.Kind == OperandKind.Local && value.Local == local)
        {
            return;
        }

        if (value.Kind == OperandKind.Sum)
        {
            Pop();
            SettleUses(local);
            StoreLocal(local, value, _height);
            PushLocal(local);
            return;
        }

        SettleUses(local);
        StoreLocal(local, value, _height - 1);
    }

    private void StoreLocal(int local, in Operand value, int place)
    {
        var slot = LocalSlot(local);
        switch (value.Kind)
        {
            case OperandKind.Constant:
                EmitConstant(slot, value.Bits);
                break;
            case OperandKind.Local when value.Local != local:
                EmitCopy(slot, LocalSlot(value.Local));
                break;
            case OperandKind.Sum:
                EmitSum(slot, value);
                break;
            case OperandKind.Slot:
                EmitCopy(slot, OperandSlot(place));
                break;
        }

        ForgetLast();
    }

    private void Constant(ref WasmReader reader, Opcode opcode) => PushConstant(opcode switch
    {
        Opcode.I32Const => (uint)reader.S32(),
        Opcode.I64Const => (ulong)reader.S64(),
        Opcode.F32Const => reader.F32Bits(),
        _ => reader.F64Bits(),
    });

    private void Select()
    {
        var condition = PopSlot();
        var second = PopSlot();
        var first = PopSlot();
        Begin(Op.Select);
        AddTarget(PushResult());
        Add(condition);
        Add(first);
        Add(second);
    }

    // Instructions on tables, and on ranges: the opcode and its numbers, in the order of the binary format, then the slots.
    private void Rare(ref WasmReader reader, Opcode opcode)
    {
        var numbers = (First: 0u, Second: 0u);
        switch (InstructionTable.Of(opcode).Immediate)
        {
            case Immediate.Index:
                numbers.First = reader.U32();
                break;
            case Immediate.TwoIndices:
                numbers = (reader.U32(), reader.U32());
                break;
            case Immediate.IndexAndZeroByte:
                numbers = (reader.U32(), reader.U8());
                break;
            case Immediate.TwoZeroBytes:
                reader.Bytes(2);
                break;
            case Immediate.ZeroByte:
                reader.U8();
                break;
        }

        var (pops, pushes) = OperandsOf(opcode);
        var third = pops > 2 ? PopSlot() : (ushort)0;
        var second = pops > 1 ? PopSlot() : (ushort)0;
        var first = pops > 0 ? PopSlot() : (ushort)0;
        Begin(Op.Rare);
        Add((int)opcode);
        AddTwo(numbers.First);
        AddTwo(numbers.Second);
        Add(pushes ? PushResult() : 0);
        Add(first);
        Add(second);
        Add(third);
        ForgetLast();
    }

    private static (int Pops, bool Pushes) OperandsOf(Opcode opcode) => opcode switch
    {
        Opcode.TableGet => (1, true),
        Opcode.TableSet => (2, false),
        Opcode.RefFunc or Opcode.TableSize => (0, true),
        Opcode.TableGrow => (2, true),
        Opcode.DataDrop or Opcode.ElemDrop => (0, false),
        _ => (3, false),
    };
}
