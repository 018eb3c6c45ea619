namespace SubstraTee.Wasm.Compiled;

// Calls. What callees can see is put in its place before: fuel, the caller, memory and globals anyway.
internal sealed partial class FunctionCompiler
{
    private readonly List<(int Label, int Back, int Record, int Typed)> _typedBlocks = [];

    private void Call(int function)
    {
        var signature = _module.Signatures[_content.FunctionTypeIndices[function]];
        var type = signature.Type;
        BeforeCall(type);
        if (function >= _content.ImportedFunctions && CompileLimits.Allow(type))
        {
            _callees.Add(function);
            StoreFuel();
            LoadFunctionRecord(_code, function);
            _code.LoadArgument(Units);
            _stack.Take(type.Parameters.Length);
            LoadFunctionRecord(_code, function);
            _code.Advance(RecordOffsets.FunctionTyped);
            _code.Op(IlOp.LdIndI8);
            _method.CallIndirect(CallOf(signature));
            AfterCall(type);
            return;
        }

        var record = _method.Rent(IlTypes.Int64);
        LoadFunctionRecord(_code, function);
        _code.StoreLocal(record);
        if (CompileLimits.Allow(type))
        {
            _callees.Add(function);
            var typed = _method.Rent(IlTypes.Int64);
            LoadField(record, RecordOffsets.FunctionTyped);
            _code.StoreLocal(typed);
            CallRecord(signature, record, typed);
            _method.Release(typed);
        }
        else
        {
            CallSlots(type, record);
        }

        _method.Release(record);
    }

    private void CallIndirect(ref WasmReader reader)
    {
        var signature = _module.Signatures[(int)reader.U32()];
        var table = (int)reader.U32();
        var record = _method.Rent(IlTypes.Int64);
        WriteFindElement(table, signature, record);
        BeforeCall(signature.Type);
        if (CompileLimits.Allow(signature.Type))
        {
            var typed = _method.Rent(IlTypes.Int64);
            var (label, back) = (_method.NewLabel(), _method.NewLabel());
            LoadField(record, RecordOffsets.FunctionTyped);
            _code.StoreLocal(typed);
            _code.LoadLocal(typed);
            _method.Branch(IlOp.BrFalse, label);
            _method.Mark(back);
            _typedBlocks.Add((label, back, record, typed));
            CallRecord(signature, record, typed);
            _method.Release(typed);
        }
        else
        {
            CallSlots(signature.Type, record);
        }

        _method.Release(record);
    }

    // The element that an index names, which must be there and of the type.
    private void WriteFindElement(int table, Signature signature, int record)
    {
        var top = _stack.Count - 1;
        _stack.Settle(top);
        _stack.Copy(top);
        LoadTableField(_code, table, RecordOffsets.TableLength);
        _code.Op(IlOp.LdIndU4);
        _method.Branch(IlOp.BgeUn, TrapLabel(TrapCode.TableOutOfBounds));
        LoadTableField(_code, table, RecordOffsets.TableElements);
        _code.Op(IlOp.LdIndI8);
        _stack.Take(1);
        _code.Op(IlOp.ConvU8);
        _code.Constant(3);
        _code.Op(IlOp.Shl);
        _code.Op(IlOp.Add);
        _code.Op(IlOp.LdIndI8);
        _code.StoreLocal(record);
        _code.LoadLocal(record);
        _method.Branch(IlOp.BrFalse, TrapLabel(TrapCode.UninitializedElement));
        _code.LoadLocal(record);
        _code.Advance(RecordOffsets.FunctionSignature);
        _code.Op(IlOp.LdIndI4);
        _code.Constant(signature.Number);
        _method.Branch(IlOp.BneUn, TrapLabel(TrapCode.IndirectCallTypeMismatch));
    }

    private void BeforeCall(FunctionType type)
    {
        var first = _stack.Count - type.Parameters.Length;
        for (var i = first; i < _stack.Count; i++)
        {
            Clean(i);
        }

        _stack.FinishTop();
        _stack.MaterializeReadersOfState(first);
    }

    private void CallRecord(Signature signature, int record, int typed)
    {
        StoreFuel();
        LoadStoreAddress(RecordOffsets.StoreCaller);
        LoadInstanceAddress(_code, 0);
        _code.Op(IlOp.StIndI8);
        _code.LoadLocal(record);
        _code.LoadArgument(Units);
        _stack.Take(signature.Type.Parameters.Length);
        _code.LoadLocal(typed);
        _method.CallIndirect(CallOf(signature));
        AfterCall(signature.Type);
    }

    // By slots, as the other tiers call, what has too many arguments or results for compiled code's own convention.
    private void CallSlots(FunctionType type, int record)
    {
        var slots = _method.Rent(IlTypes.Int64);
        LoadStoreAddress(RecordOffsets.StoreStackPointer);
        _code.Op(IlOp.LdIndI8);
        _code.StoreLocal(slots);
        var first = _stack.Count - type.Parameters.Length;
        for (var i = 0; i < type.Parameters.Length; i++)
        {
            _code.LoadLocal(slots);
            _code.Advance(i * sizeof(ulong));
            _stack.Copy(first + i);
            AdapterWriter.StoreSlot(_method, type.Parameters[i]);
        }

        _stack.Drop(type.Parameters.Length);
        StoreFuel();
        LoadStoreAddress(RecordOffsets.StoreUnits);
        _code.LoadArgument(Units);
        _code.Op(IlOp.StIndI8);
        _code.LoadLocal(record);
        _code.LoadLocal(slots);
        LoadInstanceAddress(_code, 0);
        LoadField(record, RecordOffsets.FunctionEntry);
        _method.CallIndirect(AdapterWriter.EntryCall);
        PushResults(type, slots, 0);
        _method.Release(slots);
        ForgetCalled();
    }

    private void AfterCall(FunctionType type)
    {
        if (type.Results.Length > 0)
        {
            var first = _method.Rent(IlTypes.Of(type.Results[0]));
            _code.StoreLocal(first);
            _stack.PushTemporary(type.Results[0], first, isOwned: true);
        }

        if (type.Results.Length > 1)
        {
            var slots = _method.Rent(IlTypes.Int64);
            LoadStoreAddress(RecordOffsets.StoreStackPointer);
            _code.Op(IlOp.LdIndI8);
            _code.StoreLocal(slots);
            PushResults(type, slots, 1);
            _method.Release(slots);
        }

        ForgetCalled();
    }

    private void PushResults(FunctionType type, int slots, int from)
    {
        for (var i = from; i < type.Results.Length; i++)
        {
            var local = _method.Rent(IlTypes.Of(type.Results[i]));
            _code.LoadLocal(slots);
            _code.Advance(i * sizeof(ulong));
            AdapterWriter.LoadSlot(_code, type.Results[i]);
            _code.StoreLocal(local);
            _stack.PushTemporary(type.Results[i], local, isOwned: true);
        }
    }

    private void ForgetCalled()
    {
        ForgetFuel();
        _lengthIsCurrent = false;
    }

    // Where a table is looked up that may have no address in compiled code's convention yet.
    private void WriteTypedBlocks()
    {
        foreach (var (label, back, record, typed) in _typedBlocks)
        {
            _method.Mark(label);
            _code.LoadLocal(record);
            _method.Call(Helpers.FindTyped);
            _code.StoreLocal(typed);
            _method.Branch(IlOp.Br, back);
        }
    }

    private byte[] CallOf(Signature signature) => SignatureCode.Of(signature).Call;
}
