namespace SubstraTee.Wasm;

internal sealed partial class FunctionValidator
{
    private void Instruction(ref WasmReader reader, Opcode opcode)
    {
        ref readonly var info = ref InstructionTable.Of(opcode);
        _traits |= info.Traits;
        if (IsLive)
        {
            _blockCost += FuelSchedule.CostOf(opcode);
        }

        if (!info.IsPlain)
        {
            Special(ref reader, opcode);
            return;
        }

        if (info.Immediate != Immediate.None)
        {
            PlainImmediate(ref reader, opcode, info);
        }

        for (var i = info.Pops.Length - 1; i >= 0; i--)
        {
            Pop(info.Pops[i]);
        }

        if (info.Push != default)
        {
            Push(info.Push);
        }
    }

    private void Special(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Unreachable:
                SetUnreachable(reader.Position);
                break;
            case Opcode.Block or Opcode.Loop or Opcode.If:
                Open(ref reader, opcode);
                break;
            case Opcode.Else:
                Else(reader.Position);
                break;
            case Opcode.End:
                End(reader.Position);
                break;
            case Opcode.Br or Opcode.BrIf or Opcode.BrTable or Opcode.Return:
                Branch(ref reader, opcode);
                break;
            case Opcode.Call:
                Call(Function(ref reader));
                break;
            case Opcode.CallIndirect:
                CallIndirect(ref reader);
                break;
            case Opcode.Drop:
                Pop();
                break;
            case Opcode.Select or Opcode.SelectTyped:
                Select(ref reader, opcode);
                break;
            case Opcode.RefNull:
                Push(reader.ReferenceType());
                break;
            case Opcode.RefIsNull:
                RefIsNull();
                break;
            case Opcode.RefFunc:
                RefFunc(ref reader);
                break;
            default:
                Variable(ref reader, opcode);
                break;
        }
    }

    private void Variable(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.LocalGet:
                Push(Local(ref reader));
                break;
            case Opcode.LocalSet:
                Pop(Local(ref reader));
                break;
            case Opcode.LocalTee:
                var local = Local(ref reader);
                Pop(local);
                Push(local);
                break;
            case Opcode.GlobalGet:
                Push(Global(ref reader).Value);
                break;
            case Opcode.GlobalSet:
                var global = Global(ref reader);
                Pop(global.Mutable ? global.Value : throw Invalid("global is immutable"));
                break;
            case Opcode.TableGet:
                var element = Table(ref reader).Element;
                Pop(ValueKind.I32);
                Push(element);
                break;
            case Opcode.TableSet:
                Pop(Table(ref reader).Element);
                Pop(ValueKind.I32);
                break;
            case Opcode.TableGrow:
                element = Table(ref reader).Element;
                Pop(ValueKind.I32);
                Pop(element);
                Push(ValueKind.I32);
                break;
            case Opcode.TableFill:
                element = Table(ref reader).Element;
                Pop(ValueKind.I32);
                Pop(element);
                Pop(ValueKind.I32);
                break;
            default:
                throw new InvalidOperationException($"no rule for {opcode}");
        }
    }

    private void Call(FunctionType type)
    {
        _traits |= FunctionTraits.Calls;
        Carry(type.SlotCount);
        Pop(type.Parameters.AsSpan());
        Push(type.Results.AsSpan());
    }

    private void CallIndirect(ref WasmReader reader)
    {
        var type = reader.U32();
        var table = Table(ref reader);
        if (type >= (uint)_types.Length)
        {
            throw Invalid($"unknown type {type}");
        }

        if (table.Element != ValueKind.FuncRef)
        {
            throw Invalid("type mismatch: call_indirect through a table of other references than functions");
        }

        Pop(ValueKind.I32);
        Call(_types[type]);
    }

    private void Select(ref WasmReader reader, Opcode opcode)
    {
        if (opcode == Opcode.SelectTyped)
        {
            var count = reader.U32();
            if (count != 1)
            {
                throw Invalid($"invalid result arity: select gives {count} values");
            }

            var type = reader.ValueKind();
            Pop(ValueKind.I32);
            Pop(type);
            Pop(type);
            Push(type);
            return;
        }

        Pop(ValueKind.I32);
        var second = Pop();
        var first = Pop(second);
        if (first.IsReference() || second.IsReference())
        {
            throw Invalid("type mismatch: select without a type takes numbers only");
        }

        Push(first);
    }

    private void RefIsNull()
    {
        var type = Pop();
        if (type != Unknown && !type.IsReference())
        {
            throw Invalid($"type mismatch: ref.is_null of {type.ToName()}");
        }

        Push(ValueKind.I32);
    }

    private void RefFunc(ref WasmReader reader)
    {
        var index = reader.U32();
        if (index >= (uint)module.FunctionTypeIndices.Count)
        {
            throw Invalid($"unknown function {index}");
        }

        if (!declaredFunctions.Contains((int)index))
        {
            throw Invalid($"undeclared function reference {index}");
        }

        Push(ValueKind.FuncRef);
    }

    private void PlainImmediate(ref WasmReader reader, Opcode opcode, in InstructionInfo info)
    {
        switch (info.Immediate)
        {
            case Immediate.MemoryArgument:
                MemoryArgument(ref reader, info.AccessLog2);
                break;
            case Immediate.I32:
                reader.S32();
                break;
            case Immediate.I64:
                reader.S64();
                break;
            case Immediate.F32:
                reader.F32Bits();
                break;
            case Immediate.F64:
                reader.F64Bits();
                break;
            default:
                BulkImmediate(ref reader, opcode);
                break;
        }
    }

    private void BulkImmediate(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.MemorySize or Opcode.MemoryFill:
                Memory(ref reader);
                break;
            case Opcode.MemoryGrow:
                Memory(ref reader);
                _traits |= FunctionTraits.GrowsMemory;
                break;
            case Opcode.MemoryCopy:
                Memory(ref reader);
                Memory(ref reader);
                break;
            case Opcode.MemoryInit:
                DataIndex(ref reader);
                Memory(ref reader);
                break;
            case Opcode.DataDrop:
                DataIndex(ref reader);
                break;
            case Opcode.ElemDrop:
                Element(ref reader);
                break;
            case Opcode.TableInit:
                SameReferences(Element(ref reader).Type, Table(ref reader).Element);
                break;
            case Opcode.TableCopy:
                SameReferences(Table(ref reader).Element, Table(ref reader).Element);
                break;
            case Opcode.TableSize:
                Table(ref reader);
                break;
            default:
                throw new InvalidOperationException($"no rule for {opcode}");
        }
    }

    private void MemoryArgument(ref WasmReader reader, int accessLog2)
    {
        var alignment = reader.U32();
        reader.U32();
        RequireMemory();
        if (alignment >= 32)
        {
            WasmReader.Malformed(_at, "malformed memop flags");
        }

        if (alignment > (uint)accessLog2)
        {
            throw Invalid("alignment must not be larger than natural");
        }
    }

    private void Memory(ref WasmReader reader)
    {
        if (reader.U8() != 0)
        {
            WasmReader.Malformed(reader.Position - 1, "zero byte expected");
        }

        RequireMemory();
    }

    private void RequireMemory()
    {
        _traits |= FunctionTraits.UsesMemory;
        if (module.Memory is null)
        {
            throw Invalid("unknown memory 0");
        }
    }

    private void DataIndex(ref WasmReader reader)
    {
        var index = reader.U32();
        if (dataCount < 0)
        {
            // Wrong in any case; what is wrong depends on the data section, which comes later.
            NamesDataWithoutCountAt = NamesDataWithoutCountAt < 0 ? _at : NamesDataWithoutCountAt;
        }
        else if (index >= (uint)dataCount)
        {
            throw Invalid($"unknown data segment {index}");
        }
    }

    private ElementSegment Element(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < (uint)module.Elements.Length ? module.Elements[index] : throw Invalid($"unknown elem segment {index}");
    }

    private void SameReferences(ValueKind left, ValueKind right)
    {
        if (left != right)
        {
            throw Invalid($"type mismatch: {left.ToName()} and {right.ToName()}");
        }
    }

    private ValueKind Local(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < (uint)_localCount ? _locals[index] : throw Invalid($"unknown local {index}");
    }

    private GlobalType Global(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < (uint)module.Globals.Count ? module.Globals[(int)index] : throw Invalid($"unknown global {index}");
    }

    private TableType Table(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < (uint)module.Tables.Count ? module.Tables[(int)index] : throw Invalid($"unknown table {index}");
    }

    private FunctionType Function(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < (uint)module.FunctionTypeIndices.Count ? module.TypeOf((int)index) : throw Invalid($"unknown function {index}");
    }
}
