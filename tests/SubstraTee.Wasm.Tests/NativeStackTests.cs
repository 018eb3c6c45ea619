using System.Runtime.CompilerServices;
using SubstraTee.Testing;
using SubstraTee.Wasm.Compiled;

namespace SubstraTee.Wasm.Tests;

/// <summary>
/// The units of the call stack are used up before the thread's own stack: in every kind of frame and nesting, a unit takes less of
/// that than the engine asks threads for. A thread that has less is refused before anything runs.
/// </summary>
public unsafe class NativeStackTests
{
    private const int Probe = 0;
    private const int Self = 1;
    private const int ThreadBytes = 32 << 20;

    private static readonly Engine Compiled = new(new EngineOptions { Tier = ExecutionTier.Compiled });
    private static readonly Engine Mixed = EveryOther.Engine(remainder: 0);
    private static readonly FunctionType I64ToI64 = WasmBuilder.TypeOf([ValueKind.I64], ValueKind.I64);

    [ThreadStatic]
    private static List<nuint>? _places;

    public static TheoryData<string> Shapes { get; } =
    [
        "plain", "many arguments", "many computed arguments", "common expressions", "common float expressions", "many locals",
        "many operands", "many results", "indirect", "loops", "loops with common expressions", "loops over memory", "memory", "too many arguments", "two tiers", "two tiers, many arguments",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_unit_takes_less_native_stack_than_threads_are_asked_for(string shape)
    {
        var engine = shape.StartsWith("two tiers", StringComparison.Ordinal) ? Mixed : Compiled;
        var module = Module.Load(engine, Build(shape));
        var (bytes, units) = Measure(engine, module);

        Assert.True(units >= 70_000, $"{units} units were used");
        var compiled = module.Content.Functions.Count(function => module.Compiled!.FunctionOf(function.Index - 1) is not null);
        Assert.Equal(shape == "too many arguments" ? 1 : module.Content.Functions.Length, compiled);
        Assert.True(bytes <= units * NativeStack.CompiledBytesPerUnit, $"{shape}: {bytes} bytes for {units} units, {(double)bytes / units:0.0} for one");
    }

    [Fact]
    public void Functions_that_call_each_other_for_the_first_time_nest_like_others()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "probe", Wasm.Nothing);
        builder.Memory(1);
        for (var i = 0; i < 4000; i++)
        {
            builder.Function(Wasm.Nothing, AndMore(Wasm.Code.Add(Opcode.Call, Probe).Add(Opcode.Call, Self + ((i + 1) % 4000))), i == 0 ? "f" : null);
        }

        var (bytes, units) = Measure(Compiled, Module.Load(Compiled, builder.Build()));

        Assert.True(bytes <= units * NativeStack.CompiledBytesPerUnit, $"{bytes} bytes for {units} units, {(double)bytes / units:0.0} for one");
    }

    [Fact]
    public void Functions_of_the_host_that_call_back_nest_within_the_same_bounds()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "again", Wasm.Nothing);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0), "f");
        foreach (var (engine, perUnit) in new[] { (Compiled, NativeStack.CompiledBytesPerUnit), (Wasm.Interpreted, NativeStack.InterpretedBytesPerUnit) })
        {
            var module = Module.Load(engine, builder.Build());
            var places = OnThread(ThreadBytes, () =>
            {
                using var store = new Store(engine);
                var instance = new Linker().Define("host", "again", HostFunction.Create(caller =>
                {
                    Note();
                    caller.Instance!.GetFunction("f")!.Invoke();
                })).Instantiate(store, module);
                Assert.Equal(TrapCode.CallStackExhausted, Wasm.TrapOf(instance));
            });

            var units = (places.Count - 1) * (FuelSchedule.HostCallUnits + FuelSchedule.CallBaseUnits);
            Assert.InRange(places.Count, 100, 200);
            Assert.True((long)(places.Max() - places.Min()) <= (long)units * perUnit, $"{places.Max() - places.Min()} bytes for {units} units");
        }
    }

    [Fact]
    public void A_thread_with_too_little_stack_is_refused_and_one_with_enough_exhausts_the_units()
    {
        var module = Module.Load(Compiled, WasmBuilder.Single(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0)));
        const int Needed = (FuelSchedule.CallStackUnits * NativeStack.CompiledBytesPerUnit) + NativeStack.CompiledMarginBytes;
        OnThread(Needed - (64 << 10), () =>
        {
            using var store = new Store(Compiled);
            var function = new Linker().Instantiate(store, module).GetFunction("f")!;
            Assert.Throws<InsufficientExecutionStackException>(function.ToAction());
        });
        OnThread(Needed + (64 << 10), () =>
        {
            using var store = new Store(Compiled);
            var instance = new Linker().Instantiate(store, module);
            Assert.Equal(TrapCode.CallStackExhausted, Wasm.TrapOf(instance));
        });
    }

    [Fact]
    public void A_function_whose_frame_may_be_larger_than_its_units_looks_for_itself()
    {
        var code = Wasm.Code;
        for (var i = 0; i < 60; i++)
        {
            code.Add(Opcode.Loop, WasmCode.NoResult).Add(Opcode.LocalGet, 0).Add(Opcode.BrIf, 0).Add(Opcode.End);
        }

        var builder = new WasmBuilder();
        builder.ImportFunction("host", "fill", Wasm.Nothing);
        builder.Function(WasmBuilder.TypeOf([ValueKind.I32]), code);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0).Add(Opcode.I32Const, 0).Add(Opcode.Call, 1), "f");
        var module = Module.Load(Compiled, builder.Build());
        Assert.False(CompileLimits.FrameIsBounded(module.Content.Functions[0]));
        Assert.True(CompileLimits.FrameIsBounded(module.Content.Functions[1]));

        var end = (nuint)0;
        using var store = new Store(Compiled);
        var fill = HostFunction.Create(caller => { caller.Store.Context->NativeEnd = end == 0 ? caller.Store.Context->NativeEnd : end; });
        var instance = new Linker().Define("host", "fill", fill).Instantiate(store, module);
        instance.GetFunction("f")!.Invoke();
        end = nuint.MaxValue;

        Assert.Throws<InsufficientExecutionStackException>(() => { instance.GetFunction("f")!.Invoke(); });
    }

    [Theory]
    [InlineData("expression")]
    [InlineData("blocks")]
    [InlineData("loops")]
    [InlineData("operands")]
    public void Compiling_takes_no_more_than_the_margin_however_deep_a_function_goes(string shape)
    {
        var code = Wasm.Code;
        _ = shape switch
        {
            "expression" => Repeat(code.Add(Opcode.LocalGet, 0), 3000, c => c.Add(Opcode.LocalGet, 0).Add(Opcode.I64Xor).Add(Opcode.I64Popcnt)),
            "blocks" => Repeat(Repeat(code, 600, c => c.Add(Opcode.Block, WasmCode.NoResult)), 600, c => c.Add(Opcode.LocalGet, 0).Add(Opcode.I64Eqz).Add(Opcode.BrIf, 0).Add(Opcode.End)),
            "loops" => Repeat(Repeat(code, 150, c => c.Add(Opcode.Loop, WasmCode.NoResult)), 150, c => c.Add(Opcode.LocalGet, 0).Add(Opcode.I64Eqz).Add(Opcode.BrIf, 0).Add(Opcode.End)),
            _ => Repeat(Repeat(code, 900, c => c.Add(Opcode.LocalGet, 0).Add(Opcode.I64Const, 3).Add(Opcode.I64Mul)), 899, c => c.Add(Opcode.I64Add)),
        };
        _ = shape is "blocks" or "loops" ? code.Add(Opcode.LocalGet, 0) : code;
        var module = Module.Load(Compiled, WasmBuilder.Single(I64ToI64, code));

        OnThread(NativeStack.CompiledMarginBytes / 2, () => Assert.NotNull(module.Compiled!.FunctionOf(0)));
    }

    private static WasmCode Repeat(WasmCode code, int times, Func<WasmCode, WasmCode> add)
    {
        for (; times > 0; times--)
        {
            add(code);
        }

        return code;
    }

    private static byte[] Build(string shape)
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "probe", Wasm.Nothing);
        builder.Memory(1);
        builder.Table(ValueKind.FuncRef, 4);
        var number = Wasm.Code.Add(Opcode.Call, Probe);
        switch (shape)
        {
            case "many arguments" or "two tiers, many arguments":
                var type = WasmBuilder.TypeOf([.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? ValueKind.F64 : ValueKind.I64)]);
                Recursion(builder, type, shape, (code, callee) => Get(code, 64).Add(Opcode.Call, callee));
                break;
            case "many computed arguments":
                type = WasmBuilder.TypeOf([.. Enumerable.Repeat(ValueKind.I64, 60)]);
                Recursion(builder, type, shape, (code, callee) => Computed(code, 60).Add(Opcode.Call, callee));
                break;
            case "common expressions":
                Recursion(builder, I64ToI64, shape, (code, callee) => Common(Common(code, 0).Add(Opcode.Call, callee), 0).Add(Opcode.I64Add));
                break;
            case "common float expressions":
                type = WasmBuilder.TypeOf([ValueKind.F64], ValueKind.F64);
                Recursion(builder, type, shape, (code, callee) => CommonFloats(CommonFloats(code).Add(Opcode.Call, callee)).Add(Opcode.F64Add));
                break;
            case "many locals":
                Recursion(builder, I64ToI64, shape, (code, callee) => ManyLocals(code, callee), [.. Enumerable.Repeat(ValueKind.I64, 400)]);
                break;
            case "many operands":
                Recursion(builder, I64ToI64, shape, ManyOperands);
                break;
            case "many results":
                type = WasmBuilder.TypeOf([], [.. Enumerable.Repeat(ValueKind.I64, 40)]);
                Recursion(builder, type, shape, (code, callee) => code.Add(Opcode.Call, callee));
                break;
            case "indirect":
                builder.Elements(0, Self, Self);
                Recursion(builder, I64ToI64, shape, (code, _) =>
                    Common(code, 0).Add(Opcode.I32Const, 1).Add(Opcode.CallIndirect, builder.Type(I64ToI64), 0));
                break;
            case "loops":
                Recursion(builder, I64ToI64, shape, Loops, ValueKind.I64, ValueKind.I64);
                break;
            case "loops with common expressions":
                Recursion(builder, I64ToI64, shape, (code, callee) => Common(Loops(Common(code, 0), callee).Add(Opcode.I64Add), 0).Add(Opcode.I64Add), ValueKind.I64, ValueKind.I64);
                break;
            case "loops over memory":
                Recursion(builder, Wasm.I32ToI32, shape, LoopsOverMemory, [.. Enumerable.Repeat(ValueKind.I32, 3)]);
                break;
            case "memory":
                Recursion(builder, Wasm.I32ToI32, shape, (code, callee) => Loads(Loads(code).Add(Opcode.Call, callee)).Add(Opcode.I32Add));
                break;
            case "too many arguments":
                type = WasmBuilder.TypeOf([.. Enumerable.Repeat(ValueKind.I64, 100)]);
                builder.Function(type, AndMore(number.Add(Opcode.Call, Self + 1)));
                var many = Wasm.Code.Add(Opcode.Call, Probe);
                for (var i = 0; i < 100; i++)
                {
                    many.Add(Opcode.I64Const, i);
                }

                builder.Function(Wasm.Nothing, AndMore(many.Add(Opcode.Call, Self)), "f");
                break;
            default:
                Recursion(builder, Wasm.Nothing, shape, (code, callee) => code.Add(Opcode.Call, callee));
                break;
        }

        return builder.Build();
    }

    // One function that calls itself, or two that call each other, each in another tier.
    private static void Recursion(WasmBuilder builder, FunctionType type, string shape, Func<WasmCode, int, WasmCode> body, params ValueKind[] locals)
    {
        var isMixed = shape.StartsWith("two tiers", StringComparison.Ordinal);
        builder.Function(type, AndMore(body(Wasm.Code.Add(Opcode.Call, Probe), isMixed ? Self + 1 : Self)), "f", locals);
        if (isMixed)
        {
            builder.Function(type, AndMore(body(Wasm.Code.Add(Opcode.Call, Probe), Self)), null, locals);
        }
    }

    // Something after a call, which would else take the caller's place.
    private static WasmCode AndMore(WasmCode code) => code.Add(Opcode.I32Const, 0).Add(Opcode.I32Const, 1).Add(Opcode.I32Store, 0, 0);

    private static WasmCode Get(WasmCode code, int count)
    {
        for (var i = 0; i < count; i++)
        {
            code.Add(Opcode.LocalGet, i);
        }

        return code;
    }

    private static WasmCode Computed(WasmCode code, int count)
    {
        for (var i = 0; i < count; i++)
        {
            code.Add(Opcode.LocalGet, i).Add(Opcode.LocalGet, (i + 1) % count).Add(Opcode.I64Mul).Add(Opcode.I64Const, i).Add(Opcode.I64Xor);
        }

        return code;
    }

    // Many expressions that are worth keeping over the call, though they take no operands meanwhile.
    private static WasmCode Common(WasmCode code, int variable)
    {
        code.Add(Opcode.I64Const, 0);
        for (var i = 0; i < 120; i++)
        {
            code.Add(Opcode.LocalGet, variable).Add(Opcode.I64Const, (i * 2) + 1000_003).Add(Opcode.I64Mul)
                .Add(Opcode.LocalGet, variable).Add(Opcode.I64Const, i % 63).Add(Opcode.I64ShrU).Add(Opcode.I64Xor)
                .Add(Opcode.LocalGet, variable).Add(Opcode.I64Mul).Add(Opcode.I64Add);
        }

        return code;
    }

    private static WasmCode CommonFloats(WasmCode code)
    {
        code.Add(Opcode.F64Const, 0);
        for (var i = 0; i < 100; i++)
        {
            code.Add(Opcode.LocalGet, 0).Add(Opcode.F64Const, BitConverter.DoubleToInt64Bits(1.5 + i)).Add(Opcode.F64Mul)
                .Add(Opcode.LocalGet, 0).Add(Opcode.F64Div).Add(Opcode.F64Add);
        }

        return code;
    }

    private static WasmCode ManyLocals(WasmCode code, int callee)
    {
        for (var i = 1; i <= 400; i++)
        {
            code.Add(Opcode.LocalGet, 0).Add(Opcode.I64Const, i).Add(Opcode.I64Mul).Add(Opcode.LocalSet, i);
        }

        code.Add(Opcode.LocalGet, 0).Add(Opcode.Call, callee);
        for (var i = 1; i <= 400; i++)
        {
            code.Add(Opcode.LocalGet, i).Add(Opcode.I64Add);
        }

        return code;
    }

    private static WasmCode ManyOperands(WasmCode code, int callee)
    {
        for (var i = 0; i < 300; i++)
        {
            code.Add(Opcode.LocalGet, 0).Add(Opcode.I32WrapI64).Add(Opcode.I64Load, 0, i * 8);
        }

        code.Add(Opcode.LocalGet, 0).Add(Opcode.Call, callee);
        for (var i = 0; i < 300; i++)
        {
            code.Add(Opcode.I64Add);
        }

        return code;
    }

    // Loops one inside of the other, each with a variable of its own and things to hoist out of it.
    private static WasmCode Loops(WasmCode code, int callee)
    {
        const int Nested = 12;
        for (var i = 0; i < Nested; i++)
        {
            code.Add(Opcode.Loop, WasmCode.NoResult);
            code.Add(Opcode.LocalGet, 0).Add(Opcode.I64Const, (i * 5) + 7).Add(Opcode.I64Mul).Add(Opcode.LocalGet, 0).Add(Opcode.I64Mul)
                .Add(Opcode.LocalGet, 1).Add(Opcode.I64Add).Add(Opcode.LocalSet, 1);
        }

        code.Add(Opcode.LocalGet, 1).Add(Opcode.Call, callee).Add(Opcode.LocalSet, 2);
        for (var i = 0; i < Nested; i++)
        {
            code.Add(Opcode.LocalGet, 1).Add(Opcode.LocalGet, 2).Add(Opcode.I64Const, i).Add(Opcode.I64Add).Add(Opcode.I64LtU).Add(Opcode.BrIf, 0).Add(Opcode.End);
        }

        return code.Add(Opcode.LocalGet, 1);
    }

    // Loops one after the other, each of which goes through memory in many places at once.
    private static WasmCode LoopsOverMemory(WasmCode code, int callee)
    {
        for (var i = 0; i < 8; i++)
        {
            code.Add(Opcode.I32Const, 0).Add(Opcode.LocalSet, 1).Add(Opcode.Loop, WasmCode.NoResult);
            for (var k = 0; k < 12; k++)
            {
                code.Add(Opcode.LocalGet, 1).Add(Opcode.I32Const, 8 * (k + 1)).Add(Opcode.I32Mul).Add(Opcode.LocalGet, 0).Add(Opcode.I32Add).Add(Opcode.I32Load, 0, k)
                    .Add(Opcode.LocalGet, 2).Add(Opcode.I32Add).Add(Opcode.LocalSet, 2);
            }

            code.Add(Opcode.LocalGet, 0).Add(Opcode.Call, callee).Add(Opcode.LocalSet, 3);
            code.Add(Opcode.LocalGet, 1).Add(Opcode.I32Const, 1).Add(Opcode.I32Add).Add(Opcode.LocalTee, 1).Add(Opcode.I32Const, 10).Add(Opcode.I32LtU).Add(Opcode.BrIf, 0).Add(Opcode.End);
        }

        return code.Add(Opcode.LocalGet, 2);
    }

    private static WasmCode Loads(WasmCode code)
    {
        code.Add(Opcode.I32Const, 0);
        for (var i = 0; i < 100; i++)
        {
            code.Add(Opcode.LocalGet, 0).Add(Opcode.I32Const, 0xFF).Add(Opcode.I32And).Add(Opcode.I32Const, i).Add(Opcode.I32Xor).Add(Opcode.I32Load, 0, i * 4)
                .Add(Opcode.I32Add);
        }

        return code;
    }

    private static (long Bytes, long Units) Measure(Engine engine, Module module)
    {
        var places = OnThread(ThreadBytes, () =>
        {
            using var store = new Store(engine);
            var instance = new Linker().Define("host", "probe", HostFunction.Create(static _ => Note())).Instantiate(store, module);
            var function = instance.GetFunction("f")!;
            Assert.Equal(TrapCode.CallStackExhausted, Wasm.TrapOf(instance, "f", [.. function.FunctionType.Parameters.Select(kind => Value.FromBits(kind, 1))]));
        });
        var functions = module.Content.Functions;
        return ((long)(places[0] - places[^1]), Enumerable.Range(1, places.Count - 1).Sum(i => (long)functions[i % functions.Length].StackUnits));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Note()
    {
        byte here;
        _places!.Add((nuint)(&here));
    }

    private static List<nuint> OnThread(int stackBytes, Action action)
    {
        var places = new List<nuint>();
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                _places = places;
                failure = Record.Exception(action);
            },
            stackBytes);
        thread.Start();
        thread.Join();
        Assert.True(failure is null, failure?.ToString());
        return places;
    }
}
