namespace SubstraTee.Wasm;

// Functions of the host as ordinary delegates, by their number of parameters: what a delegate's types say is checked once, when it
// is defined, and the conversions are chosen when the code is compiled.

internal sealed unsafe class HostFunc<TResult>(Func<Caller, TResult> callback, int cost)
    : HostFunction(SlotOf.Type([], [typeof(TResult)]), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        *slots = SlotOf.From(store, callback(new Caller(store, caller)));
}

internal sealed unsafe class HostAction(Action<Caller> callback, int cost)
    : HostFunction(SlotOf.Type([], []), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        callback(new Caller(store, caller));
}

internal sealed unsafe class HostFunc<T1, TResult>(Func<Caller, T1, TResult> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1)], [typeof(TResult)]), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        *slots = SlotOf.From(store, callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0])));
}

internal sealed unsafe class HostAction<T1>(Action<Caller, T1> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1)], []), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]));
}

internal sealed unsafe class HostFunc<T1, T2, TResult>(Func<Caller, T1, T2, TResult> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1), typeof(T2)], [typeof(TResult)]), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        *slots = SlotOf.From(store, callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]), SlotOf.To<T2>(store, slots[1])));
}

internal sealed unsafe class HostAction<T1, T2>(Action<Caller, T1, T2> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1), typeof(T2)], []), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]), SlotOf.To<T2>(store, slots[1]));
}

internal sealed unsafe class HostFunc<T1, T2, T3, TResult>(Func<Caller, T1, T2, T3, TResult> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1), typeof(T2), typeof(T3)], [typeof(TResult)]), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        *slots = SlotOf.From(store, callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]), SlotOf.To<T2>(store, slots[1]), SlotOf.To<T3>(store, slots[2])));
}

internal sealed unsafe class HostAction<T1, T2, T3>(Action<Caller, T1, T2, T3> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1), typeof(T2), typeof(T3)], []), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]), SlotOf.To<T2>(store, slots[1]), SlotOf.To<T3>(store, slots[2]));
}

internal sealed unsafe class HostFunc<T1, T2, T3, T4, TResult>(Func<Caller, T1, T2, T3, T4, TResult> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1), typeof(T2), typeof(T3), typeof(T4)], [typeof(TResult)]), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        *slots = SlotOf.From(store, callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]), SlotOf.To<T2>(store, slots[1]), SlotOf.To<T3>(store, slots[2]), SlotOf.To<T4>(store, slots[3])));
}

internal sealed unsafe class HostAction<T1, T2, T3, T4>(Action<Caller, T1, T2, T3, T4> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1), typeof(T2), typeof(T3), typeof(T4)], []), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]), SlotOf.To<T2>(store, slots[1]), SlotOf.To<T3>(store, slots[2]), SlotOf.To<T4>(store, slots[3]));
}

internal sealed unsafe class HostFunc<T1, T2, T3, T4, T5, TResult>(Func<Caller, T1, T2, T3, T4, T5, TResult> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], [typeof(TResult)]), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        *slots = SlotOf.From(store, callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]), SlotOf.To<T2>(store, slots[1]), SlotOf.To<T3>(store, slots[2]), SlotOf.To<T4>(store, slots[3]), SlotOf.To<T5>(store, slots[4])));
}

internal sealed unsafe class HostAction<T1, T2, T3, T4, T5>(Action<Caller, T1, T2, T3, T4, T5> callback, int cost)
    : HostFunction(SlotOf.Type([typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], []), cost)
{
    private protected override void Call(Store store, ulong* slots, InstanceContext* caller) =>
        callback(new Caller(store, caller), SlotOf.To<T1>(store, slots[0]), SlotOf.To<T2>(store, slots[1]), SlotOf.To<T3>(store, slots[2]), SlotOf.To<T4>(store, slots[3]), SlotOf.To<T5>(store, slots[4]));
}
