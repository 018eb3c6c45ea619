using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

public class FunctionTests : TierTests
{
    private static byte[] Adder => WasmBuilder.Single(
        Wasm.TwoI32ToI32, Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.LocalGet, 1).Add(Opcode.I32Add));

    [Fact]
    public void A_call_returns_values_of_the_functions_type()
    {
        var function = Instantiate(Adder).GetFunction("f")!;

        Assert.Equal([42], function.Invoke(40, 2));
        Assert.True(function.TryInvoke([int.MaxValue, 1], out var results, out var trap));
        Assert.Equal(int.MinValue, results[0].Int32);
        Assert.Null(trap);
        Assert.Equal("(i32, i32) -> (i32)", function.FunctionType.ToString());
    }

    [Fact]
    public void Arguments_of_another_type_or_number_are_refused_before_the_call()
    {
        var function = Instantiate(Adder).GetFunction("f")!;

        Assert.Throws<ArgumentException>(() => function.Invoke(1));
        Assert.Throws<ArgumentException>(() => function.Invoke(1, 2L));
        Assert.Throws<ArgumentException>(() => function.Invoke(1, 2, 3));
    }

    [Fact]
    public void A_function_becomes_a_delegate_of_its_type_only()
    {
        var function = Instantiate(Adder).GetFunction("f")!;

        Assert.Equal(5, function.ToFunc<int, int, int>()(2, 3));
        Assert.Equal(5u, function.ToFunc<uint, uint, uint>()(2, 3));
        Assert.Throws<InvalidOperationException>(function.ToFunc<int, int>);
        Assert.Throws<InvalidOperationException>(function.ToFunc<long, int, int>);
        Assert.Throws<ArgumentException>(function.ToFunc<string, int>);
    }

    [Fact]
    public void Delegates_carry_every_type_both_ways()
    {
        var builder = new WasmBuilder();
        ValueKind[] types = [ValueKind.I32, ValueKind.I64, ValueKind.F32, ValueKind.F64, ValueKind.ExternRef, ValueKind.FuncRef];
        foreach (var type in types)
        {
            builder.ImportFunction("host", type.ToString(), WasmBuilder.TypeOf([type], type));
        }

        for (var i = 0; i < types.Length; i++)
        {
            builder.Function(WasmBuilder.TypeOf([types[i]], types[i]), Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.Call, i), types[i].ToString());
        }

        var linker = new Linker()
            .Define("host", "I32", HostFunction.Create((Caller _, int x) => x + 1))
            .Define("host", "I64", HostFunction.Create((Caller _, long x) => x + 1))
            .Define("host", "F32", HostFunction.Create((Caller _, float x) => x + 1))
            .Define("host", "F64", HostFunction.Create((Caller _, double x) => x + 1))
            .Define("host", "ExternRef", HostFunction.Create((Caller _, object x) => x))
            .Define("host", "FuncRef", HostFunction.Create((Caller _, Function x) => x));
        var instance = Instantiate(builder.Build(), linker: linker);

        Assert.Equal(0, instance.GetFunction("I32")!.ToFunc<int, int>()(-1));
        Assert.Equal(1L << 40, instance.GetFunction("I64")!.ToFunc<long, long>()((1L << 40) - 1));
        Assert.Equal(1.5f, instance.GetFunction("F32")!.ToFunc<float, float>()(0.5f));
        Assert.Equal(-0.5, instance.GetFunction("F64")!.ToFunc<double, double>()(-1.5));
        var something = new object();
        Assert.Same(something, instance.GetFunction("ExternRef")!.ToFunc<object?, object?>()(something));
        Assert.Null(instance.GetFunction("ExternRef")!.ToFunc<object?, object?>()(null));
        var function = instance.GetFunction("I32")!;
        Assert.Equal(function, instance.GetFunction("FuncRef")!.ToFunc<Function?, Function?>()(function));
    }

    [Fact]
    public void Host_functions_of_any_shape_read_and_write_slots()
    {
        var type = WasmBuilder.TypeOf([ValueKind.I32, ValueKind.I64, ValueKind.F64], ValueKind.F64, ValueKind.I64, ValueKind.I32);
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "turn", type);
        builder.Function(type, Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.LocalGet, 1).Add(Opcode.LocalGet, 2).Add(Opcode.Call, 0), "f");
        var linker = new Linker().Define("host", "turn", HostFunction.Create(type, static (_, slots) =>
        {
            var (a, b, c) = (slots.Int32(0), slots.Int64(1), slots.Double(2));
            slots.Set(0, c);
            slots.Set(1, b);
            slots.Set(2, a);
        }));

        Assert.Equal([2.5, -7L, 3], Instantiate(builder.Build(), linker: linker).GetFunction("f")!.Invoke(3, -7L, 2.5));
    }

    [Fact]
    public void A_host_function_sees_who_calls_and_its_memory()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "write", Wasm.Nothing);
        builder.Memory(1);
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.Call, 0).Add(Opcode.I32Const, 8).Add(Opcode.I32Load, 2, 0), "f");
        Instance? seen = null;
        var linker = new Linker().Define("host", "write", HostFunction.Create(caller =>
        {
            seen = caller.Instance;
            caller.Memory[8] = 99;
        }));
        var instance = Instantiate(builder.Build(), linker: linker);

        Assert.Equal([99], instance.GetFunction("f")!.Invoke());
        Assert.Same(instance, seen);
    }

    [Fact]
    public void What_a_host_function_throws_comes_out_as_it_is_and_leaves_the_store_usable()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "fail", Wasm.Nothing);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0), "f");
        var linker = new Linker().Define("host", "fail", HostFunction.Create(static _ => throw new TimeoutException("as a host would")));
        var instance = Instantiate(builder.Build(), linker: linker);

        for (var i = 0; i < 1000; i++)
        {
            Assert.Throws<TimeoutException>(() => instance.GetFunction("f")!.Invoke());
        }
    }

    [Fact]
    public void A_host_function_traps_its_caller_with_its_reason()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "fail", Wasm.Nothing);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0), "f");
        var linker = new Linker().Define("host", "fail", HostFunction.Create(static _ => throw new WasmTrapException("key too long")));

        Assert.False(Instantiate(builder.Build(), linker: linker).GetFunction("f")!.TryInvoke([], out _, out var trap));
        Assert.Equal(new Trap(TrapCode.HostError, "key too long"), trap);
    }

    [Fact]
    public void Memory_that_grows_in_a_call_back_is_seen_by_who_called_out()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "back", Wasm.Nothing);
        builder.Memory(1);
        var grow = builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.I32Const, 1).Add(Opcode.MemoryGrow).Add(Opcode.Drop), "grow");
        builder.Function(
            Wasm.ToI32,
            Wasm.Code.Add(Opcode.I32Const, 0).Add(Opcode.I32Load, 2, 0).Add(Opcode.Drop)
                .Add(Opcode.Call, 0)
                .Add(Opcode.I32Const, 70_000).Add(Opcode.I32Const, 7).Add(Opcode.I32Store, 2, 0)
                .Add(Opcode.I32Const, 70_000).Add(Opcode.I32Load, 2, 0),
            "f");
        Assert.Equal(1, grow);
        var linker = new Linker().Define("host", "back", HostFunction.Create(static caller => { caller.Instance!.GetFunction("grow")!.Invoke(); }));

        Assert.Equal([7], Instantiate(builder.Build(), linker: linker).GetFunction("f")!.Invoke());
    }

    [Fact]
    public void Functions_of_one_instance_are_called_by_another_in_its_own_memory()
    {
        var store = new Store(Engine);
        var first = new WasmBuilder();
        first.Memory(1);
        first.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 0).Add(Opcode.I32Load, 2, 0), "read");
        first.Data(0, 11, 0, 0, 0);
        var second = new WasmBuilder();
        second.ImportFunction("first", "read", Wasm.ToI32);
        second.Memory(1);
        second.Function(
            Wasm.ToI32,
            Wasm.Code.Add(Opcode.Call, 0).Add(Opcode.I32Const, 0).Add(Opcode.I32Load, 2, 0).Add(Opcode.I32Const, 100).Add(Opcode.I32Mul).Add(Opcode.I32Add),
            "f");
        second.Data(0, 22, 0, 0, 0);
        var linker = new Linker().Define("first", Instantiate(first.Build(), store));

        Assert.Equal([2211], Instantiate(second.Build(), store, linker).GetFunction("f")!.Invoke());
    }

    [Fact]
    public void A_store_is_not_disposed_under_a_call()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "end", Wasm.Nothing);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0), "f");
        var linker = new Linker().Define("host", "end", HostFunction.Create(static caller => caller.Store.Dispose()));
        var store = new Store(Engine);
        var instance = Instantiate(builder.Build(), store, linker);

        Assert.Throws<InvalidOperationException>(() => instance.GetFunction("f")!.Invoke());
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => instance.GetFunction("f"));
    }

    [Fact]
    public void Many_threads_use_one_module_each_in_a_store_of_its_own()
    {
        var builder = new WasmBuilder();
        for (var i = 0; i < 50; i++)
        {
            builder.Function(Wasm.I32ToI32, Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.I32Const, i).Add(Opcode.I32Mul), $"f{i}");
        }

        var engine = new Engine(new EngineOptions { Tier = Engine.Options.Tier });
        var module = Module.Load(engine, builder.Build());
        Parallel.For(0, 64, seed =>
        {
            using var store = new Store(engine);
            var instance = new Linker().Instantiate(store, module);
            for (var i = 0; i < 50; i++)
            {
                var number = (seed * 7 + i) % 50;
                Assert.Equal([seed * number], instance.GetFunction($"f{number}")!.Invoke(seed));
            }
        });
    }

    [Fact]
    public void Functions_of_other_stores_are_refused()
    {
        var function = Instantiate(Adder).GetFunction("f")!;
        var table = new Table(new Store(Engine), new TableType(ValueKind.FuncRef, 1));

        Assert.Throws<ArgumentException>(() => table[0] = Value.FromFunction(function));
    }
}
