namespace SubstraTee.Wasm.Compiled;

// Local and global variables, references, and what only moves operands.
internal sealed partial class FunctionCompiler
{
    private int ParameterCount => _function.Type.Parameters.Length;

    private void Variable(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.Drop:
                _stack.Drop(1);
                break;
            case Opcode.Select or Opcode.SelectTyped:
                Select(ref reader, opcode);
                break;
            case Opcode.LocalGet:
                PushVariable((int)reader.U32());
                break;
            case Opcode.LocalSet:
                SetVariable((int)reader.U32());
                break;
            case Opcode.LocalTee:
                var variable = (int)reader.U32();
                SetVariable(variable);
                PushVariable(variable);
                break;
            case Opcode.GlobalGet:
                GetGlobal((int)reader.U32());
                break;
            case Opcode.GlobalSet:
                SetGlobal((int)reader.U32());
                break;
            default:
                Reference(ref reader, opcode);
                break;
        }
    }

    private void PushVariable(int variable)
    {
        var code = _stack.Push(_variables[variable]);
        if (variable < ParameterCount)
        {
            code.LoadArgument(SignatureCode.HiddenArguments + variable);
        }
        else
        {
            code.LoadLocal(variable - ParameterCount);
        }

        _stack.Top.Kind = OperandKind.Variable;
        _stack.Top.Bits = (uint)variable;
        _stack.Top.Variables = 1UL << (variable & 63);
    }

    private void SetVariable(int variable)
    {
        _extentEpochs[variable] = 0;
        _stack.MaterializeReadersOf(variable, _stack.Count - 1);
        var isRaw = _stack.Top.IsRaw;
        _stack.Take(1);
        var place = variable < ParameterCount ? ~(SignatureCode.HiddenArguments + variable) : variable - ParameterCount;
        WriteStore(place);
        if (isRaw)
        {
            WriteClean(place, _variables[variable]);
        }
    }

    // Places: local variables of the method by their number, arguments by its complement.
    private void WriteLoad(int place)
    {
        if (place >= 0)
        {
            _code.LoadLocal(place);
        }
        else
        {
            _code.LoadArgument(~place);
        }
    }

    private void WriteStore(int place)
    {
        if (place >= 0)
        {
            _code.StoreLocal(place);
        }
        else
        {
            _code.StoreArgument(~place);
        }
    }

    // A NaN is unequal to itself. What makes it canonical lies outside of the code's way.
    private void WriteClean(int place, ValueKind type)
    {
        var (label, back) = (_method.NewLabel(), _method.NewLabel());
        WriteLoad(place);
        WriteLoad(place);
        _method.Branch(IlOp.BneUn, label);
        _method.Mark(back);
        _nanBlocks.Add((label, back, place, type));
    }

    // Before an operand's bits can be seen.
    private void Clean(int index)
    {
        if (_stack[index].IsRaw)
        {
            _stack.Materialize(index);
            WriteClean(_stack[index].Index, _stack[index].Type);
            _stack[index].IsRaw = false;
        }
    }

    // Whichever value it is, no effect or trap is left in either of them.
    private void Select(ref WasmReader reader, Opcode opcode)
    {
        if (opcode == Opcode.SelectTyped)
        {
            reader.U32();
            reader.ValueKind();
        }

        var (first, second) = (_stack.Count - 3, _stack.Count - 2);
        if (_stack[first].IsRaw != _stack[second].IsRaw)
        {
            // One of them may be a NaN that has to stay as it is.
            Clean(first);
            Clean(second);
        }

        var (type, isRaw) = (_stack[first].Type, _stack[first].IsRaw);
        var result = _method.Rent(IlTypes.Of(type));
        var done = _method.NewLabel();
        _stack.Copy(first);
        _code.StoreLocal(result);
        _method.Branch(_stack.CopyCondition(branchWhen: true), done);
        _stack.Copy(second);
        _code.StoreLocal(result);
        _method.Mark(done);
        _stack.Drop(3);
        _stack.PushTemporary(type, result, isOwned: true);
        _stack.Top.IsRaw = isRaw;
    }

    private void GetGlobal(int global)
    {
        var type = _content.Globals[global];
        var code = _stack.Push(type.Value);
        LoadGlobalAddress(code, global);
        AdapterWriter.LoadSlot(code, type.Value);
        _stack.Top.ReadsState = type.Mutable;
    }

    private void SetGlobal(int global)
    {
        var top = _stack.Count - 1;
        Clean(top);
        _stack.FinishTop();
        _stack.MaterializeReadersOfState(top);
        LoadGlobalAddress(_code, global);
        _stack.Copy(top);
        AdapterWriter.StoreSlot(_method, _content.Globals[global].Value);
        _stack.Drop(1);
    }

    private void LoadGlobalAddress(IlBuffer code, int global)
    {
        var imported = _content.ImportedGlobals;
        if (global < imported)
        {
            LoadInstanceAddress(code, _layout.ImportedGlobals + (global * sizeof(ulong)));
            code.Op(IlOp.LdIndI8);
        }
        else
        {
            LoadInstanceAddress(code, _layout.Globals + ((global - imported) * sizeof(ulong)));
        }
    }

    private void Reference(ref WasmReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.RefNull:
                _stack.PushConstant(reader.ReferenceType(), 0);
                break;
            case Opcode.RefIsNull:
                _stack.PushConstant(ValueKind.I64, 0);
                _stack.Compare(2, IlOp.Beq, IlOp.BneUn);
                break;
            case Opcode.RefFunc:
                LoadFunctionRecord(_stack.Push(ValueKind.FuncRef), (int)reader.U32());
                break;
            case Opcode.TableGet:
                var table = (int)reader.U32();
                CallBulk(Helpers.TableGet, 1, [table], _content.Tables[table].Element);
                break;
            default:
                CallBulk(Helpers.TableSet, 2, [(int)reader.U32()]);
                break;
        }
    }

    private void LoadFunctionRecord(IlBuffer code, int function)
    {
        var imported = _content.ImportedFunctions;
        if (function < imported)
        {
            LoadInstanceAddress(code, _layout.ImportedFunctions + (function * sizeof(ulong)));
            code.Op(IlOp.LdIndI8);
        }
        else
        {
            LoadInstanceAddress(code, _layout.Functions + ((function - imported) * RecordOffsets.FunctionSize));
        }
    }
}
