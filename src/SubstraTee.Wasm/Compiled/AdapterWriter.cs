using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Wasm.Compiled;

/// <summary>Writes the ways between the convention of slots, which all tiers have, and that of compiled code.</summary>
[RequiresDynamicCode("Generates code.")]
internal static class AdapterWriter
{
    // void (FunctionRecord*, ulong*, InstanceContext*), as records and host functions have it.
    public static readonly byte[] EntryCall = [0x00, 0x03, IlTypes.Void, IlTypes.Int64, IlTypes.Int64, IlTypes.Int64];

    private const int Record = 0;
    private const int Slots = 1;
    private const int Units = 1;

    /// <summary>From slots to compiled code. Stack pointer and units are for calls back out of it, and restored afterwards.</summary>
    public static MachineCode Enter(FunctionType type, byte[] call)
    {
        var method = new MethodWriter("wasm enter", IlTypes.Void, [IlTypes.Int64, IlTypes.Int64, IlTypes.Int64]);
        var code = method.Code;
        var (store, stackPointer, units) = (method.DeclareLocal(IlTypes.Int64), method.DeclareLocal(IlTypes.Int64), method.DeclareLocal(IlTypes.Int64));
        LoadStore(code, store);
        Save(code, store, RecordOffsets.StoreStackPointer, stackPointer);
        Save(code, store, RecordOffsets.StoreUnits, units);
        Address(code, store, RecordOffsets.StoreStackPointer);
        SlotAddress(code, Slots, type.SlotCount);
        code.Op(IlOp.StIndI8);
        if (type.Results.Length > 0)
        {
            code.LoadArgument(Slots);
        }

        code.LoadArgument(Record);
        code.LoadLocal(units);
        for (var i = 0; i < type.Parameters.Length; i++)
        {
            SlotAddress(code, Slots, i);
            LoadSlot(code, type.Parameters[i]);
        }

        LoadField(code, Record, RecordOffsets.FunctionTyped);
        method.CallIndirect(call);
        if (type.Results.Length > 0)
        {
            StoreSlot(method, type.Results[0]);
        }

        // Further results stand at the stack pointer, which is behind the slots now.
        for (var i = 1; i < type.Results.Length; i++)
        {
            SlotAddress(code, Slots, i);
            SlotAddress(code, Slots, type.SlotCount + i);
            code.Op(IlOp.LdIndI8);
            code.Op(IlOp.StIndI8);
        }

        Restore(code, store, RecordOffsets.StoreStackPointer, stackPointer);
        Restore(code, store, RecordOffsets.StoreUnits, units);
        code.Op(IlOp.Ret);
        return method.Finish(type.Parameters.Length + 8);
    }

    /// <summary>From compiled code to slots: those at the value stack's pointer, where further results stay.</summary>
    public static MachineCode Leave(FunctionType type, byte[] call)
    {
        var method = new MethodWriter("wasm leave", IlTypes.OfResult(type), SignatureCode.ArgumentsOf(type));
        var code = method.Code;
        var (store, slots) = (method.DeclareLocal(IlTypes.Int64), method.DeclareLocal(IlTypes.Int64));
        PrepareFirstCall(method, type, call);
        LoadStore(code, store);
        Save(code, store, RecordOffsets.StoreStackPointer, slots);
        Address(code, store, RecordOffsets.StoreUnits);
        code.LoadArgument(Units);
        code.Op(IlOp.StIndI8);
        for (var i = 0; i < type.Parameters.Length; i++)
        {
            code.LoadLocal(slots);
            code.Advance(i * sizeof(ulong));
            code.LoadArgument(SignatureCode.HiddenArguments + i);
            StoreSlot(method, type.Parameters[i]);
        }

        code.LoadArgument(Record);
        code.LoadLocal(slots);
        Address(code, store, RecordOffsets.StoreCaller);
        code.Op(IlOp.LdIndI8);
        LoadField(code, Record, RecordOffsets.FunctionEntry);
        method.CallIndirect(EntryCall);
        if (type.Results.Length > 0)
        {
            code.LoadLocal(slots);
            LoadSlot(code, type.Results[0]);
        }

        code.Op(IlOp.Ret);
        return method.Finish(type.Parameters.Length + 8);
    }

    // A function that was never called gets its tier; when that is compiled code, it is gone on to here and not through slots.
    private static void PrepareFirstCall(MethodWriter method, FunctionType type, byte[] call)
    {
        var (code, bySlots, typed) = (method.Code, method.NewLabel(), method.DeclareLocal(IlTypes.Int64));
        code.LoadArgument(Record);
        code.Advance(RecordOffsets.FunctionHeat);
        code.Op(IlOp.LdIndI4);
        code.Constant(TierSwitch.NeverCalled);
        method.Branch(IlOp.BneUn, bySlots);
        LoadField(code, Record, RecordOffsets.FunctionTyped);
        code.StoreLocal(typed);
        code.LoadArgument(Record);
        method.Call(Helpers.Prepare);
        LoadField(code, Record, RecordOffsets.FunctionTyped);
        code.LoadLocal(typed);
        method.Branch(IlOp.Beq, bySlots);
        for (var i = 0; i < type.Parameters.Length + SignatureCode.HiddenArguments; i++)
        {
            code.LoadArgument(i);
        }

        LoadField(code, Record, RecordOffsets.FunctionTyped);
        method.CallIndirect(call);
        code.Op(IlOp.Ret);
        method.Mark(bySlots);
    }

    /// <summary>The value of the type in the slot at the address on the stack.</summary>
    public static void LoadSlot(IlBuffer code, ValueKind type) => code.Op(type switch
    {
        ValueKind.I32 => IlOp.LdIndI4,
        ValueKind.F32 => IlOp.LdIndR4,
        ValueKind.F64 => IlOp.LdIndR8,
        _ => IlOp.LdIndI8,
    });

    /// <summary>Puts the value on the stack into the slot at the address below it, the upper half of 32-bit ones as zero.</summary>
    public static void StoreSlot(MethodWriter method, ValueKind type)
    {
        if (type == ValueKind.F32)
        {
            method.Call(Helpers.SingleToInt32Bits);
        }

        if (type is ValueKind.I32 or ValueKind.F32)
        {
            method.Code.Op(IlOp.ConvU8);
        }

        method.Code.Op(type == ValueKind.F64 ? IlOp.StIndR8 : IlOp.StIndI8);
    }

    private static void LoadStore(IlBuffer code, int store)
    {
        LoadField(code, Record, RecordOffsets.FunctionInstance);
        code.Advance(RecordOffsets.InstanceStore);
        code.Op(IlOp.LdIndI8);
        code.StoreLocal(store);
    }

    private static void LoadField(IlBuffer code, int argument, int offset)
    {
        code.LoadArgument(argument);
        code.Advance(offset);
        code.Op(IlOp.LdIndI8);
    }

    private static void Address(IlBuffer code, int store, int offset)
    {
        code.LoadLocal(store);
        code.Advance(offset);
    }

    private static void Save(IlBuffer code, int store, int offset, int local)
    {
        Address(code, store, offset);
        code.Op(IlOp.LdIndI8);
        code.StoreLocal(local);
    }

    private static void Restore(IlBuffer code, int store, int offset, int local)
    {
        Address(code, store, offset);
        code.LoadLocal(local);
        code.Op(IlOp.StIndI8);
    }

    private static void SlotAddress(IlBuffer code, int argument, int slot)
    {
        code.LoadArgument(argument);
        code.Advance(slot * sizeof(ulong));
    }
}
