namespace SubstraTee.Wasm;

// Calls of a function as ordinary delegates, by their number of parameters. The store is kept alive up to the last look at its
// slots, since nothing else may refer to it by then.

internal sealed unsafe class BoundFunc<TResult>(Function function)
{
    public TResult Invoke()
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        function.Call(slots);
        var result = SlotOf.To<TResult>(store, *slots);
        GC.KeepAlive(store);
        return result;
    }
}

internal sealed unsafe class BoundAction(Function function)
{
    public void Invoke()
    {
        var slots = function.Store.Context->StackPointer;
        function.Call(slots);
    }
}

internal sealed unsafe class BoundFunc<T1, TResult>(Function function)
{
    public TResult Invoke(T1 a1)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        function.Call(slots);
        var result = SlotOf.To<TResult>(store, *slots);
        GC.KeepAlive(store);
        return result;
    }
}

internal sealed unsafe class BoundAction<T1>(Function function)
{
    public void Invoke(T1 a1)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        function.Call(slots);
    }
}

internal sealed unsafe class BoundFunc<T1, T2, TResult>(Function function)
{
    public TResult Invoke(T1 a1, T2 a2)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        slots[1] = SlotOf.From(store, a2);
        function.Call(slots);
        var result = SlotOf.To<TResult>(store, *slots);
        GC.KeepAlive(store);
        return result;
    }
}

internal sealed unsafe class BoundAction<T1, T2>(Function function)
{
    public void Invoke(T1 a1, T2 a2)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        slots[1] = SlotOf.From(store, a2);
        function.Call(slots);
    }
}

internal sealed unsafe class BoundFunc<T1, T2, T3, TResult>(Function function)
{
    public TResult Invoke(T1 a1, T2 a2, T3 a3)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        slots[1] = SlotOf.From(store, a2);
        slots[2] = SlotOf.From(store, a3);
        function.Call(slots);
        var result = SlotOf.To<TResult>(store, *slots);
        GC.KeepAlive(store);
        return result;
    }
}

internal sealed unsafe class BoundAction<T1, T2, T3>(Function function)
{
    public void Invoke(T1 a1, T2 a2, T3 a3)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        slots[1] = SlotOf.From(store, a2);
        slots[2] = SlotOf.From(store, a3);
        function.Call(slots);
    }
}

internal sealed unsafe class BoundFunc<T1, T2, T3, T4, TResult>(Function function)
{
    public TResult Invoke(T1 a1, T2 a2, T3 a3, T4 a4)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        slots[1] = SlotOf.From(store, a2);
        slots[2] = SlotOf.From(store, a3);
        slots[3] = SlotOf.From(store, a4);
        function.Call(slots);
        var result = SlotOf.To<TResult>(store, *slots);
        GC.KeepAlive(store);
        return result;
    }
}

internal sealed unsafe class BoundAction<T1, T2, T3, T4>(Function function)
{
    public void Invoke(T1 a1, T2 a2, T3 a3, T4 a4)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        slots[1] = SlotOf.From(store, a2);
        slots[2] = SlotOf.From(store, a3);
        slots[3] = SlotOf.From(store, a4);
        function.Call(slots);
    }
}

internal sealed unsafe class BoundFunc<T1, T2, T3, T4, T5, TResult>(Function function)
{
    public TResult Invoke(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        slots[1] = SlotOf.From(store, a2);
        slots[2] = SlotOf.From(store, a3);
        slots[3] = SlotOf.From(store, a4);
        slots[4] = SlotOf.From(store, a5);
        function.Call(slots);
        var result = SlotOf.To<TResult>(store, *slots);
        GC.KeepAlive(store);
        return result;
    }
}

internal sealed unsafe class BoundAction<T1, T2, T3, T4, T5>(Function function)
{
    public void Invoke(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
    {
        var store = function.Store;
        var slots = store.Context->StackPointer;
        slots[0] = SlotOf.From(store, a1);
        slots[1] = SlotOf.From(store, a2);
        slots[2] = SlotOf.From(store, a3);
        slots[3] = SlotOf.From(store, a4);
        slots[4] = SlotOf.From(store, a5);
        function.Call(slots);
    }
}
