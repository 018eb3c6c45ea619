using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>Which tier runs a function, and that nothing can be told of it but the time it takes.</summary>
public unsafe class TierSwitchTests
{
    private static readonly Engine Automatic = new();
    private static readonly Engine Compiled = new(new EngineOptions { Tier = ExecutionTier.Compiled });

    [Fact]
    public void A_function_is_compiled_when_it_was_called_often_with_the_same_results_and_fuel_before_and_after()
    {
        using var store = new Store(Automatic);
        var function = Load(Automatic, store, WasmBuilder.Single(Wasm.TwoI32ToI32, Sum)).GetFunction("f")!;
        var fuel = new HashSet<long>();
        var call = function.ToFunc<int, int, int>();
        var calls = 0;
        for (; !IsCompiled(function); calls++)
        {
            fuel.Add(FuelOf(store, () => Assert.Equal(calls + 1, call(calls, 1))));
        }

        Assert.InRange(calls, TierSwitch.HotCalls, TierSwitch.HotCalls + 2);
        fuel.Add(FuelOf(store, () => Assert.Equal(0, call(-1, 1))));
        Assert.Single(fuel);
    }

    [Fact]
    public void A_loop_makes_a_function_hot_sooner_and_much_work_at_once()
    {
        using var store = new Store(Automatic);
        var instance = Load(Automatic, store, CountDown());
        var often = instance.GetFunction("often")!;
        var calls = 0;
        for (; !IsCompiled(often); calls++)
        {
            Assert.Equal([0], often.Invoke(1));
        }

        Assert.InRange(calls, TierSwitch.HotCallsOfLoops, TierSwitch.HotCallsOfLoops + 2);

        var much = instance.GetFunction("much")!;
        much.Invoke(TierSwitch.FuelPerCall * TierSwitch.HotCallsOfLoops);
        Assert.False(IsCompiled(much));
        Assert.Equal([0], much.Invoke(1));
        Assert.True(IsCompiled(much));
    }

    [Fact]
    public void A_module_of_which_every_instance_is_called_once_is_compiled_too()
    {
        var module = Module.Load(Automatic, WasmBuilder.Single(Wasm.TwoI32ToI32, Sum));
        for (var i = 0; i < TierSwitch.HotCalls + 10; i++)
        {
            using var store = new Store(Automatic);
            var function = new Linker().Instantiate(store, module).GetFunction("f")!;
            Assert.Equal(i + 1, function.ToFunc<int, int, int>()(i, 1));
            Assert.Equal(i >= TierSwitch.HotCalls - 1, IsCompiled(function));
        }
    }

    [Fact]
    public void A_hot_function_that_others_call_is_compiled_for_all_of_them()
    {
        var builder = new WasmBuilder();
        builder.Function(Wasm.TwoI32ToI32, Sum);
        builder.Function(Wasm.I32ToI32, Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.I32Const, 2).Add(Opcode.Call, 0), "f");
        using var store = new Store(Automatic);
        var instance = Load(Automatic, store, builder.Build());
        var call = instance.GetFunction("f")!.ToFunc<int, int>();
        for (var i = 0; i < TierSwitch.HotCalls + 2; i++)
        {
            Assert.Equal(i + 2, call(i));
        }

        Assert.True(instance.Context->Functions[0].Typed != 0);
        Assert.True(instance.Context->Functions[1].Typed != 0);
        Assert.Equal(9, call(7));
    }

    [Fact]
    public void What_is_too_large_for_the_compiler_is_interpreted()
    {
        var large = Wasm.Code.Add(Opcode.LocalGet, 0);
        for (var i = 0; i < 30_000; i++)
        {
            large.Add(Opcode.LocalGet, 1).Add(Opcode.I32Add);
        }

        var builder = new WasmBuilder();
        builder.Function(Wasm.TwoI32ToI32, large, "large");
        builder.Function(Wasm.TwoI32ToI32, Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.LocalGet, 1).Add(Opcode.Call, 0), "small");
        using var store = new Store(Compiled);
        var instance = Load(Compiled, store, builder.Build());

        Assert.Equal([30_005], instance.GetFunction("small")!.Invoke(5, 1));
        Assert.True(IsCompiled(instance.GetFunction("small")!));
        Assert.False(IsCompiled(instance.GetFunction("large")!));
        Assert.Equal([60_005], instance.GetFunction("large")!.Invoke(5, 2));
    }

    [Fact]
    public void What_is_over_the_budget_of_a_module_is_interpreted()
    {
        var builder = new WasmBuilder();
        for (var i = 0; i < 50; i++)
        {
            builder.Function(Wasm.TwoI32ToI32, Sum, $"f{i}");
        }

        var counts = new List<int>();
        foreach (var budget in new long[] { 0, 2000, long.MaxValue })
        {
            var engine = new Engine(new EngineOptions { Tier = ExecutionTier.Compiled, MaxCompileWork = budget });
            using var store = new Store(engine);
            var instance = Load(engine, store, builder.Build());
            var functions = Enumerable.Range(0, 50).Select(i => instance.GetFunction($"f{i}")!).ToList();
            Assert.All(functions, function => Assert.Equal([3], function.Invoke(1, 2)));
            counts.Add(functions.Count(IsCompiled));
        }

        Assert.Equal(0, counts[0]);
        Assert.InRange(counts[1], 1, 49);
        Assert.Equal(50, counts[2]);
    }

    [Fact]
    public void An_engine_that_only_interprets_or_may_not_generate_code_compiles_nothing()
    {
        Assert.False(Wasm.Interpreted.CanCompile);
        Assert.Null(Module.Load(Wasm.Interpreted, WasmBuilder.Single(Wasm.TwoI32ToI32, Sum)).Compiled);
        Assert.True(Automatic.CanCompile);
    }

    [Fact]
    public void Compiled_code_is_shared_by_instances_and_each_calls_its_own()
    {
        var builder = new WasmBuilder();
        builder.Global(ValueKind.I32, mutable: true, Wasm.Code.Add(Opcode.I32Const, 0));
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.GlobalGet, 0).Add(Opcode.I32Const, 1).Add(Opcode.I32Add).Add(Opcode.GlobalSet, 0).Add(Opcode.GlobalGet, 0));
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.Call, 0), "f");
        var module = Module.Load(Compiled, builder.Build());
        using var store = new Store(Compiled);
        var first = new Linker().Instantiate(store, module).GetFunction("f")!.ToFunc<int>();
        var second = new Linker().Instantiate(store, module).GetFunction("f")!.ToFunc<int>();

        Assert.Equal([1, 2, 1, 3, 2], new[] { first(), first(), second(), first(), second() });
    }

    [Fact]
    public void A_function_of_the_host_is_told_the_instance_that_calls_it_also_through_tables_and_other_instances()
    {
        using var store = new Store(Compiled);
        var callers = new List<Instance?>();
        var linker = new Linker().Define("host", "who", HostFunction.Create(caller => { callers.Add(caller.Instance); }));
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "who", Wasm.Nothing);
        builder.Table(ValueKind.FuncRef, 1);
        builder.Elements(0, 0);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0).Add(Opcode.I32Const, 0).Add(Opcode.CallIndirect, 0, 0), "f");
        builder.Export("who", ExternKind.Function, 0);
        var inner = linker.Instantiate(store, Module.Load(Compiled, builder.Build()));
        var outerBuilder = new WasmBuilder();
        outerBuilder.ImportFunction("inner", "f", Wasm.Nothing);
        outerBuilder.ImportFunction("inner", "who", Wasm.Nothing);
        outerBuilder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 1).Add(Opcode.Call, 0).Add(Opcode.Call, 1), "g");
        var outer = new Linker().Define("inner", inner).Instantiate(store, Module.Load(Compiled, outerBuilder.Build()));

        for (var i = 0; i < 3; i++)
        {
            callers.Clear();
            outer.GetFunction("g")!.Invoke();
            Assert.Equal([outer, inner, inner, outer], callers);
        }

        callers.Clear();
        inner.GetFunction("who")!.ToAction()();
        Assert.Equal([null], callers);
    }

    [Fact]
    public void A_module_may_be_compiled_by_several_threads_at_once()
    {
        var builder = new WasmBuilder();
        for (var i = 0; i < 40; i++)
        {
            builder.Function(Wasm.TwoI32ToI32, i == 0 ? Sum : Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.LocalGet, 1).Add(Opcode.Call, i - 1), i == 39 ? "f" : null);
        }

        var module = Module.Load(Compiled, builder.Build());
        var results = new int[8];
        var threads = results.Select((_, i) => new Thread(() =>
        {
            using var store = new Store(Compiled);
            results[i] = new Linker().Instantiate(store, module).GetFunction("f")!.ToFunc<int, int, int>()(i, 100);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(Enumerable.Range(100, 8), results);
    }

    private static WasmCode Sum => Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.LocalGet, 1).Add(Opcode.I32Add);

    private static byte[] CountDown()
    {
        var builder = new WasmBuilder();
        foreach (var name in new[] { "often", "much" })
        {
            builder.Function(
                Wasm.I32ToI32,
                Wasm.Code.Add(Opcode.Loop, WasmCode.NoResult).Add(Opcode.LocalGet, 0).Add(Opcode.I32Const, 1).Add(Opcode.I32Sub)
                    .Add(Opcode.LocalTee, 0).Add(Opcode.BrIf, 0).Add(Opcode.End).Add(Opcode.LocalGet, 0),
                name);
        }

        return builder.Build();
    }

    private static Instance Load(Engine engine, Store store, byte[] module) => new Linker().Instantiate(store, Module.Load(engine, module));

    private static bool IsCompiled(Function function) =>
        function.Record->Typed != 0 && function.Store.InstanceOf(function.Record->Instance).Module.Compiled!.FunctionOf(function.Record->Number) is { } code
        && function.Record->Typed == code.Code.Address;

    private static long FuelOf(Store store, Action action)
    {
        store.Fuel = 1_000_000;
        action();
        return 1_000_000 - store.Fuel;
    }
}
