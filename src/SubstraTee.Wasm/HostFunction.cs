namespace SubstraTee.Wasm;

/// <summary>A function that the host offers to modules: type, code and cost. It belongs to no store, and may serve many.</summary>
public abstract unsafe partial class HostFunction
{
    // Of the engine that it was used in last.
    private volatile Signature? _signature;

    private protected HostFunction(FunctionType type, int cost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        Type = type;
        Cost = cost;
    }

    /// <summary>What it takes and gives.</summary>
    public FunctionType Type { get; }

    /// <summary>Fuel for each call; what depends on sizes it takes by <see cref="Caller.UseFuel"/>.</summary>
    public int Cost { get; }

    /// <summary>A function of any type, which reads its arguments from slots.</summary>
    public static HostFunction Create(FunctionType type, HostCallback callback, int cost = FuelSchedule.DefaultHostCallCost) =>
        new OfCallback(type, callback, cost);

    /// <summary>The entry of every record of a host function.</summary>
    internal static void Enter(FunctionRecord* record, ulong* slots, InstanceContext* caller)
    {
        var store = Store.Of(record->Instance);
        var context = record->Instance->Store;
        var function = store.HostFunctionOf(record);
        if ((context->StackUnits -= FuelSchedule.HostCallUnits) < 0)
        {
            throw new WasmTrapException(TrapCode.CallStackExhausted);
        }

        if ((context->Fuel -= function.Cost) < 0)
        {
            throw new WasmTrapException(TrapCode.OutOfFuel);
        }

        var stackPointer = context->StackPointer;
        context->StackPointer = slots + function.Type.SlotCount;
        function.Call(store, slots, caller);
        context->StackPointer = stackPointer;
        context->StackUnits += FuelSchedule.HostCallUnits;
    }

    internal Signature SignatureIn(Engine engine)
    {
        var signature = _signature;
        if (signature?.Table != engine.Signatures)
        {
            _signature = signature = engine.Signatures.Intern(Type);
        }

        return signature;
    }

    private protected abstract void Call(Store store, ulong* slots, InstanceContext* caller);

    private sealed class OfCallback(FunctionType type, HostCallback callback, int cost) : HostFunction(type, cost)
    {
        private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
            callback(new Caller(store, caller), new Slots(store, slots, Type.SlotCount));
    }
}
