using System.Runtime.CompilerServices;
using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>Nothing keeps what nobody uses.</summary>
public class UnloadingTests
{
    [Fact]
    public void Modules_stores_and_instances_are_collected_though_their_engine_lives()
    {
        var engine = new Engine(new EngineOptions { Tier = ExecutionTier.Interpreted });
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
