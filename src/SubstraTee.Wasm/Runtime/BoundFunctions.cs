namespace SubstraTee.Wasm;

// Calls of a function as ordinary delegates, by their number of parameters: straight into compiled code where the function is
// compiled and arguments and result are numbers, by slots otherwise.

internal sealed unsafe class BoundFunc<TResult>(Function function)
{
    public TResult Invoke()
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<TResult>() && call.TypedOf(record) is var typed && typed != 0)
        {
            return ((delegate*<FunctionRecord*, long, TResult>)typed)(record, call.Units);
        }

        call.Call(record);
        return SlotOf.To<TResult>(store, *call.Slots);
    }
}

internal sealed unsafe class BoundAction(Function function)
{
    public void Invoke()
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (call.TypedOf(record) is var typed && typed != 0)
        {
            ((delegate*<FunctionRecord*, long, void>)typed)(record, call.Units);
            return;
        }

        call.Call(record);
    }
}

internal sealed unsafe class BoundFunc<T1, TResult>(Function function)
{
    public TResult Invoke(T1 a1)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<TResult>() && call.TypedOf(record) is var typed && typed != 0)
        {
            return ((delegate*<FunctionRecord*, long, T1, TResult>)typed)(record, call.Units, a1);
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Call(record);
        return SlotOf.To<TResult>(store, *call.Slots);
    }
}

internal sealed unsafe class BoundAction<T1>(Function function)
{
    public void Invoke(T1 a1)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && call.TypedOf(record) is var typed && typed != 0)
        {
            ((delegate*<FunctionRecord*, long, T1, void>)typed)(record, call.Units, a1);
            return;
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Call(record);
    }
}

internal sealed unsafe class BoundFunc<T1, T2, TResult>(Function function)
{
    public TResult Invoke(T1 a1, T2 a2)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<T2>() && SlotOf.IsNumber<TResult>()
            && call.TypedOf(record) is var typed && typed != 0)
        {
            return ((delegate*<FunctionRecord*, long, T1, T2, TResult>)typed)(record, call.Units, a1, a2);
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Slots[1] = SlotOf.From(store, a2);
        call.Call(record);
        return SlotOf.To<TResult>(store, *call.Slots);
    }
}

internal sealed unsafe class BoundAction<T1, T2>(Function function)
{
    public void Invoke(T1 a1, T2 a2)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<T2>() && call.TypedOf(record) is var typed && typed != 0)
        {
            ((delegate*<FunctionRecord*, long, T1, T2, void>)typed)(record, call.Units, a1, a2);
            return;
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Slots[1] = SlotOf.From(store, a2);
        call.Call(record);
    }
}

internal sealed unsafe class BoundFunc<T1, T2, T3, TResult>(Function function)
{
    public TResult Invoke(T1 a1, T2 a2, T3 a3)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<T2>() && SlotOf.IsNumber<T3>() && SlotOf.IsNumber<TResult>()
            && call.TypedOf(record) is var typed && typed != 0)
        {
            return ((delegate*<FunctionRecord*, long, T1, T2, T3, TResult>)typed)(record, call.Units, a1, a2, a3);
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Slots[1] = SlotOf.From(store, a2);
        call.Slots[2] = SlotOf.From(store, a3);
        call.Call(record);
        return SlotOf.To<TResult>(store, *call.Slots);
    }
}

internal sealed unsafe class BoundAction<T1, T2, T3>(Function function)
{
    public void Invoke(T1 a1, T2 a2, T3 a3)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<T2>() && SlotOf.IsNumber<T3>()
            && call.TypedOf(record) is var typed && typed != 0)
        {
            ((delegate*<FunctionRecord*, long, T1, T2, T3, void>)typed)(record, call.Units, a1, a2, a3);
            return;
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Slots[1] = SlotOf.From(store, a2);
        call.Slots[2] = SlotOf.From(store, a3);
        call.Call(record);
    }
}

internal sealed unsafe class BoundFunc<T1, T2, T3, T4, TResult>(Function function)
{
    public TResult Invoke(T1 a1, T2 a2, T3 a3, T4 a4)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<T2>() && SlotOf.IsNumber<T3>() && SlotOf.IsNumber<T4>() && SlotOf.IsNumber<TResult>()
            && call.TypedOf(record) is var typed && typed != 0)
        {
            return ((delegate*<FunctionRecord*, long, T1, T2, T3, T4, TResult>)typed)(record, call.Units, a1, a2, a3, a4);
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Slots[1] = SlotOf.From(store, a2);
        call.Slots[2] = SlotOf.From(store, a3);
        call.Slots[3] = SlotOf.From(store, a4);
        call.Call(record);
        return SlotOf.To<TResult>(store, *call.Slots);
    }
}

internal sealed unsafe class BoundAction<T1, T2, T3, T4>(Function function)
{
    public void Invoke(T1 a1, T2 a2, T3 a3, T4 a4)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<T2>() && SlotOf.IsNumber<T3>() && SlotOf.IsNumber<T4>()
            && call.TypedOf(record) is var typed && typed != 0)
        {
            ((delegate*<FunctionRecord*, long, T1, T2, T3, T4, void>)typed)(record, call.Units, a1, a2, a3, a4);
            return;
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Slots[1] = SlotOf.From(store, a2);
        call.Slots[2] = SlotOf.From(store, a3);
        call.Slots[3] = SlotOf.From(store, a4);
        call.Call(record);
    }
}

internal sealed unsafe class BoundFunc<T1, T2, T3, T4, T5, TResult>(Function function)
{
    public TResult Invoke(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<T2>() && SlotOf.IsNumber<T3>() && SlotOf.IsNumber<T4>() && SlotOf.IsNumber<T5>() && SlotOf.IsNumber<TResult>()
            && call.TypedOf(record) is var typed && typed != 0)
        {
            return ((delegate*<FunctionRecord*, long, T1, T2, T3, T4, T5, TResult>)typed)(record, call.Units, a1, a2, a3, a4, a5);
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Slots[1] = SlotOf.From(store, a2);
        call.Slots[2] = SlotOf.From(store, a3);
        call.Slots[3] = SlotOf.From(store, a4);
        call.Slots[4] = SlotOf.From(store, a5);
        call.Call(record);
        return SlotOf.To<TResult>(store, *call.Slots);
    }
}

internal sealed unsafe class BoundAction<T1, T2, T3, T4, T5>(Function function)
{
    public void Invoke(T1 a1, T2 a2, T3 a3, T4 a4, T5 a5)
    {
        var store = function.Store;
        using var call = new OuterCall(store);
        var record = function.Record;
        if (SlotOf.IsNumber<T1>() && SlotOf.IsNumber<T2>() && SlotOf.IsNumber<T3>() && SlotOf.IsNumber<T4>() && SlotOf.IsNumber<T5>()
            && call.TypedOf(record) is var typed && typed != 0)
        {
            ((delegate*<FunctionRecord*, long, T1, T2, T3, T4, T5, void>)typed)(record, call.Units, a1, a2, a3, a4, a5);
            return;
        }

        call.Slots[0] = SlotOf.From(store, a1);
        call.Slots[1] = SlotOf.From(store, a2);
        call.Slots[2] = SlotOf.From(store, a3);
        call.Slots[3] = SlotOf.From(store, a4);
        call.Slots[4] = SlotOf.From(store, a5);
        call.Call(record);
    }
}
