namespace SubstraTee.Wasm.Compiled;

// Tables, and instructions on ranges, whose work all tiers share.
internal sealed partial class FunctionCompiler
{
    private void Bulk(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.MemoryInit:
                CallBulk(Helpers.MemoryInit, 3, [(int)reader.U32()]);
                reader.U8();
                break;
            case Opcode.DataDrop:
                CallBulk(Helpers.DataDrop, 0, [(int)reader.U32()]);
                break;
            case Opcode.MemoryCopy:
                reader.U8();
                reader.U8();
                CallBulk(Helpers.MemoryCopy, 3, []);
                break;
            case Opcode.MemoryFill:
                reader.U8();
                CallBulk(Helpers.MemoryFill, 3, []);
                break;
            case Opcode.TableInit:
                var segment = (int)reader.U32();
                CallBulk(Helpers.TableInit, 3, [(int)reader.U32(), segment]);
                break;
            case Opcode.ElemDrop:
                CallBulk(Helpers.ElemDrop, 0, [(int)reader.U32()]);
                break;
            case Opcode.TableCopy:
                CallBulk(Helpers.TableCopy, 3, [(int)reader.U32(), (int)reader.U32()]);
                break;
            case Opcode.TableGrow:
                CallBulk(Helpers.TableGrow, 2, [(int)reader.U32()], ValueKind.I32);
                break;
            case Opcode.TableFill:
                CallBulk(Helpers.TableFill, 3, [(int)reader.U32()]);
                break;
            default:
                var code = _stack.Push(ValueKind.I32);
                LoadTableField(code, (int)reader.U32(), RecordOffsets.TableLength);
                code.Op(IlOp.LdIndI4);
                _stack.Top.ReadsState = true;
                break;
        }
    }

    // A method of BulkOperations: instance, immediates, operands. It may trap, charge fuel, and change sizes.
    private void CallBulk(RuntimeMethodHandle method, int operands, ReadOnlySpan<int> immediates, ValueKind result = default)
    {
        _stack.FinishTop();
        _stack.MaterializeReadersOfState(_stack.Count - operands);
        StoreFuel();
        LoadInstanceAddress(_code, 0);
        foreach (var immediate in immediates)
        {
            _code.Constant(immediate);
        }

        if (operands > 0)
        {
            _stack.Take(operands);
        }

        _method.Call(method);
        if (result != default)
        {
            var local = _method.Rent(IlTypes.Of(result));
            _code.StoreLocal(local);
            _stack.PushTemporary(result, local, isOwned: true);
        }

        ForgetCalled();
    }

    // The address of a field of a table's record.
    private void LoadTableField(IlBuffer code, int table, int offset)
    {
        var imported = _content.ImportedTables;
        if (table >= imported)
        {
            LoadInstanceAddress(code, _layout.Tables + ((table - imported) * RecordOffsets.TableSize) + offset);
            return;
        }

        LoadInstanceAddress(code, _layout.TableAddresses + (table * sizeof(ulong)));
        code.Op(IlOp.LdIndI8);
        code.Advance(offset);
    }
}
