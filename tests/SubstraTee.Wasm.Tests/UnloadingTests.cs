using System.Runtime.CompilerServices;
using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>Nothing keeps what nobody uses.</summary>
public class UnloadingTests
{
    [Theory]
    [InlineData(ExecutionTier.Interpreted)]
    [InlineData(ExecutionTier.Compiled)]
    [InlineData(ExecutionTier.Automatic)]
    public void Modules_stores_and_instances_are_collected_though_their_engine_lives(ExecutionTier tier)
    {
        var engine = new Engine(new EngineOptions { Tier = tier });
        var references = new List<WeakReference>();
        for (var i = 0; i < 10; i++)
        {
            Use(engine, references, dispose: i % 2 == 0);
        }

        Collect();
        Assert.Equal(40, references.Count);
        Assert.Equal(0, references.Count(reference => reference.IsAlive));
        GC.KeepAlive(engine);
    }

    [Fact]
    public void Machine_code_is_collected_with_its_module_and_not_before()
    {
        var engine = new Engine(new EngineOptions { Tier = ExecutionTier.Compiled });
        var code = new List<WeakReference>();
        Compile(engine, code);

        Assert.Equal(60, code.Count);
        Collect();
        Assert.Equal(0, code.Count(reference => reference.IsAlive));

        var function = CompiledAlone(engine, code);
        Collect();
        Assert.Equal([9], function.Invoke());
        Assert.True(code[^1].IsAlive);
    }

    [Fact]
    public void A_function_keeps_its_store_and_module()
    {
        var function = FunctionAlone();
        Collect();

        Assert.Equal([9], function.Invoke());
    }

    [Fact]
    public void Numbers_of_types_are_not_reused_while_they_may_be_compared()
    {
        var engine = new Engine();
        var kept = engine.Signatures.Intern(Wasm.Nothing);
        var numbers = new HashSet<int> { kept.Number };
        for (var i = 0; i < 5000; i++)
        {
            Assert.True(numbers.Add(engine.Signatures.Intern(new FunctionType([.. Enumerable.Repeat(ValueKind.I32, i + 1)], [])).Number));
            if (i % 1000 == 0)
            {
                Collect();
            }
        }

        Assert.Same(kept, engine.Signatures.Intern(new FunctionType([], [])));
        Assert.Equal(kept.Number, engine.Signatures.Intern(Wasm.Nothing).Number);
    }

    // Not inlined, and left before anything is looked at, so that no local of it is alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(Engine engine, List<WeakReference> references, bool dispose)
    {
        var module = Module.Load(engine, WasmBuilder.Single(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 9)));
        var store = new Store(engine);
        var instance = new Linker().Instantiate(store, module);
        var function = instance.GetFunction("f")!;
        function.Invoke();
        references.AddRange([new(module), new(store), new(instance), new(function)]);
        if (dispose)
        {
            store.Dispose();
        }
    }

    // Modules whose functions ran, trapped, and were called through a table, by the host and by another module.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Compile(Engine engine, List<WeakReference> code)
    {
        for (var i = 0; i < 20; i++)
        {
            var builder = new WasmBuilder();
            builder.Table(ValueKind.FuncRef, 1);
            builder.Elements(0, 0);
            builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 9), "nine");
            builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 0).Add(Opcode.CallIndirect, 0, 0).Add(Opcode.Call, 0).Add(Opcode.I32Add), "f");
            builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.Unreachable), "trap");
            var module = Module.Load(engine, builder.Build());
            using var store = new Store(engine);
            var instance = new Linker().Instantiate(store, module);
            Assert.Equal([18], instance.GetFunction("f")!.Invoke());
            Assert.Equal(18, instance.GetFunction("f")!.ToFunc<int>()());
            Assert.Equal(TrapCode.Unreachable, Wasm.TrapOf(instance, "trap"));
            code.AddRange(Enumerable.Range(0, 3).Select(number => new WeakReference(module.Compiled!.FunctionOf(number)!.Code.Method)));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Function CompiledAlone(Engine engine, List<WeakReference> code)
    {
        var module = Module.Load(engine, WasmBuilder.Single(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 9)));
        var function = new Linker().Instantiate(new Store(engine), module).GetFunction("f")!;
        function.Invoke();
        code.Add(new WeakReference(module.Compiled!.FunctionOf(0)!.Code.Method));
        return function;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Function FunctionAlone() =>
        Wasm.Instantiate(WasmBuilder.Single(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 9))).GetFunction("f")!;

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
