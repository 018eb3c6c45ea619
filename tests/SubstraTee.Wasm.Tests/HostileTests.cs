using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>Modules made to break the engine: each is refused or traps, in little time, and the process lives.</summary>
public class HostileTests : TierTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(50_000, 0, 0)]
    [InlineData(0, 1000, 0)]
    [InlineData(0, 0, 9_990)]
    [InlineData(7_000, 1000, 9_000)]
    public void Calls_nest_up_to_the_same_depth_whatever_their_frames_are(int locals, int parameters, int operands)
    {
        var type = new FunctionType([.. Enumerable.Repeat(ValueKind.I64, parameters)], []);
        var code = Wasm.Code.Add(Opcode.GlobalGet, 0).Add(Opcode.I32Const, 1).Add(Opcode.I32Add).Add(Opcode.GlobalSet, 0);
        for (var i = 0; i < operands; i++)
        {
            code.Add(Opcode.I32Const, i);
        }

        for (var i = 0; i < parameters; i++)
        {
            code.Add(Opcode.I64Const, i);
        }

        code.Add(Opcode.Call, 0);
        for (var i = 0; i < operands; i++)
        {
            code.Add(Opcode.Drop);
        }

        var builder = new WasmBuilder();
        builder.Global(ValueKind.I32, mutable: true, Wasm.Code.Add(Opcode.I32Const, 0));
        builder.Export("depth", ExternKind.Global, 0);
        builder.Function(type, [.. Wasm.Code.Unsigned(1).Unsigned((ulong)locals).Raw((byte)ValueKind.I64).Bytes, .. code.Bytes, (byte)Opcode.End], "f");
        var instance = Instantiate(builder.Build());
        var arguments = Enumerable.Repeat<Value>(0L, parameters).ToArray();
        OnSmallStack(() => Assert.Equal(TrapCode.CallStackExhausted, Wasm.TrapOf(instance, "f", arguments)));

        var units = FuelSchedule.CallBaseUnits + parameters + locals + Math.Max(operands + parameters, 2);
        Assert.Equal(FuelSchedule.CallStackUnits / units, instance.GetGlobal("depth")!.Value.Int32);
    }

    [Fact]
    public void Host_functions_that_call_back_nest_up_to_a_fixed_depth()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "again", Wasm.Nothing);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0), "f");
        var depth = 0;
        var linker = new Linker().Define("host", "again", HostFunction.Create(caller =>
        {
            depth++;
            caller.Instance!.GetFunction("f")!.Invoke();
        }));
        var instance = Instantiate(builder.Build(), linker: linker);
        OnSmallStack(() => Assert.Equal(TrapCode.CallStackExhausted, Wasm.TrapOf(instance)));

        Assert.Equal(FuelSchedule.CallStackUnits / (FuelSchedule.HostCallUnits + FuelSchedule.CallBaseUnits), depth);
    }

    [Fact]
    public void A_host_function_in_a_table_calls_itself_no_deeper()
    {
        using var store = new Store(Engine);
        Function? self = null;
        self = new Function(store, HostFunction.Create(_ => { self!.Invoke(); }));

        OnSmallStack(() => Assert.Throws<WasmTrapException>(() => { self.Invoke(); }));
    }

    [Fact]
    public void Calls_between_instances_nest_in_the_same_units()
    {
        using var store = new Store(Engine);
        var table = new Table(store, new TableType(ValueKind.FuncRef, 2));
        var builder = new WasmBuilder();
        builder.Import("env", "table", new TableType(ValueKind.FuncRef, 2));
        builder.Function(Wasm.I32ToI32, Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.LocalGet, 0).Add(Opcode.I32Const, 1).Add(Opcode.I32Xor)
            .Add(Opcode.LocalTee, 0).Add(Opcode.LocalGet, 0).Add(Opcode.CallIndirect, 0, 0).Add(Opcode.I32Add), "f");
        var linker = new Linker().Define("env", "table", table);
        var first = Instantiate(builder.Build(), store, linker);
        var second = Instantiate(builder.Build(), store, linker);
        table[0] = Value.FromFunction(first.GetFunction("f"));
        table[1] = Value.FromFunction(second.GetFunction("f"));

        OnSmallStack(() => Assert.Equal(TrapCode.CallStackExhausted, Wasm.TrapOf(first, "f", 0)));
    }

    [Fact]
    public void A_chain_of_functions_that_were_never_called_nests_no_deeper_natively()
    {
        const int Functions = 7_000;
        var builder = new WasmBuilder();
        for (var i = 0; i < Functions; i++)
        {
            builder.Function(Wasm.ToI32, i + 1 < Functions ? Wasm.Code.Add(Opcode.Call, i + 1) : Wasm.Code.Add(Opcode.I32Const, 5), i == 0 ? "f" : null);
        }

        var instance = Instantiate(builder.Build());
        OnSmallStack(() => Assert.Equal([5], instance.GetFunction("f")!.Invoke()));
    }

    [Fact]
    public void The_deepest_nesting_of_blocks_is_validated_and_run_without_recursion()
    {
        var depth = ModuleLimits.Default.MaxNesting;
        foreach (var opcode in new[] { Opcode.Block, Opcode.Loop, Opcode.If })
        {
            var code = Wasm.Code;
            for (var i = 0; i < depth; i++)
            {
                if (opcode == Opcode.If)
                {
                    code.Add(Opcode.I32Const, 1);
                }

                code.Add(opcode, WasmCode.NoResult);
            }

            for (var i = 0; i < depth; i++)
            {
                code.Add(Opcode.End);
            }

            var module = WasmBuilder.Single(Wasm.ToI32, code.Add(Opcode.I32Const, 3));
            OnSmallStack(() => Assert.Equal([3], Instantiate(module).GetFunction("f")!.Invoke()));
        }
    }

    [Fact]
    public void Branch_tables_with_many_targets_carry_many_values_in_bounded_room()
    {
        // 65 520 targets of 100 labels, each of which carries 500 values.
        var many = Enumerable.Repeat(ValueKind.I32, 500).ToArray();
        var builder = new WasmBuilder();
        var type = builder.Type(WasmBuilder.TypeOf([], many));
        var code = Wasm.Code;
        for (var i = 0; i < 100; i++)
        {
            code.Add(Opcode.Block, type);
        }

        for (var i = 0; i < 500; i++)
        {
            code.Add(Opcode.I32Const, i);
        }

        code.Add(Opcode.LocalGet, 0).Add(Opcode.BrTable, [.. Enumerable.Range(0, 65_521).Select(i => (long)i % 100)]);
        for (var i = 0; i < 100; i++)
        {
            code.Add(Opcode.End);
            for (var k = 0; k < 500 && i < 99; k++)
            {
                code.Add(Opcode.Drop);
            }

            if (i < 99)
            {
                for (var k = 0; k < 500; k++)
                {
                    code.Add(Opcode.I32Const, k);
                }
            }
        }

        builder.Function(WasmBuilder.TypeOf([ValueKind.I32], many), code, "f");
        var bytes = builder.Build();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var results = Instantiate(bytes).GetFunction("f")!.Invoke(65_519);

        Assert.Equal(499, results[499].Int32);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * bytes.Length);
    }

    [Fact]
    public void Branches_that_carry_many_locals_translate_to_code_of_bounded_size()
    {
        // Each of 20 000 branches carries a thousand values that lie in locals: copied for each, these were 120 MB of code.
        var builder = new WasmBuilder();
        var many = WasmBuilder.TypeOf([], [.. Enumerable.Repeat(ValueKind.I32, 1000)]);
        var code = Wasm.Code.Add(Opcode.Block, builder.Type(many));
        for (var i = 0; i < 1000; i++)
        {
            code.Add(Opcode.LocalGet, 0);
        }

        for (var i = 0; i < 20_000; i++)
        {
            code.Add(Opcode.LocalGet, 0).Add(Opcode.BrIf, 0);
        }

        builder.Function(new FunctionType([ValueKind.I32], many.Results), code.Add(Opcode.End), "f");
        var error = Wasm.Refusal(builder.Build());
        Assert.Contains("too many steps", error.Reason, StringComparison.Ordinal);

        var engine = new Engine(new EngineOptions { Tier = Engine.Options.Tier, ModuleLimits = new() { MaxValidationStepsPerByte = 10_000 } });
        var module = Module.Load(engine, builder.Build());
        using var store = new Store(engine);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1000, new Linker().Instantiate(store, module).GetFunction("f")!.Invoke(0).Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Uses_of_a_local_deep_on_the_stack_are_found_without_a_search()
    {
        // Ten thousand locals wait on the stack, the one at the bottom is set again and again.
        var code = Wasm.Code;
        for (var i = 0; i < 9_990; i++)
        {
            code.Add(Opcode.LocalGet, i % 1000);
        }

        for (var i = 0; i < 100_000; i++)
        {
            code.Add(Opcode.LocalGet, 1).Add(Opcode.LocalSet, 0);
        }

        for (var i = 0; i < 9_990; i++)
        {
            code.Add(Opcode.Drop);
        }

        var module = WasmBuilder.Single(Wasm.Nothing, code, locals: [.. Enumerable.Repeat(ValueKind.I32, 1000)]);
        Instantiate(module).GetFunction("f")!.Invoke();
    }

    [Fact]
    public void An_endless_loop_ends_with_its_fuel()
    {
        using var store = new Store(Engine) { Fuel = 50_000_000 };
        var instance = Instantiate(WasmBuilder.Single(Wasm.Nothing, Wasm.Code.Add(Opcode.Loop, WasmCode.NoResult).Add(Opcode.Br, 0).Add(Opcode.End)), store);

        Assert.Equal(TrapCode.OutOfFuel, Wasm.TrapOf(instance));
    }

    [Fact]
    public void Locals_are_zero_whatever_the_value_stack_held_before()
    {
        var builder = new WasmBuilder();
        var dirty = Wasm.Code;
        for (var i = 0; i < 300; i++)
        {
            dirty.Add(Opcode.I64Const, -1).Add(Opcode.LocalSet, i);
        }

        var sum = Wasm.Code.Add(Opcode.I64Const, 0);
        for (var i = 0; i < 300; i++)
        {
            sum.Add(Opcode.LocalGet, i).Add(Opcode.I64Or);
        }

        var locals = Enumerable.Repeat(ValueKind.I64, 300).ToArray();
        builder.Function(Wasm.Nothing, dirty, "dirty", locals);
        builder.Function(WasmBuilder.TypeOf([], ValueKind.I64), sum, "sum", locals);
        var instance = Instantiate(builder.Build());
        instance.GetFunction("dirty")!.Invoke();

        Assert.Equal([0L], instance.GetFunction("sum")!.Invoke());
    }

    private void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
#pragma warning disable CA1031 // It is thrown again on the test's thread.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = exception;
                }
            },
            ThreadStackBytes);
        thread.Start();
        thread.Join();
        Assert.True(failure is null, failure?.ToString());
    }
}
