using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>Each way in which execution ends before its end, and that the store is as usable afterwards.</summary>
public class TrapTests : TierTests
{
    public static TheoryData<TrapCode, string> Codes { get; } = new()
    {
        { TrapCode.Unreachable, "unreachable" },
        { TrapCode.IntegerDivideByZero, "divide" },
        { TrapCode.IntegerOverflow, "overflow" },
        { TrapCode.InvalidConversionToInteger, "nan" },
        { TrapCode.MemoryOutOfBounds, "memory" },
        { TrapCode.TableOutOfBounds, "table" },
        { TrapCode.UninitializedElement, "null" },
        { TrapCode.IndirectCallTypeMismatch, "type" },
        { TrapCode.CallStackExhausted, "deep" },
        { TrapCode.OutOfFuel, "loop" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_trap_has_its_code_and_leaves_the_store_usable_Row57(TrapCode code, string function)
    {
        using var store = new Store(Engine) { Fuel = 10_000_000 };
        var instance = Instantiate(Module(), store);

        for (var i = 0; i < 3; i++)
        {
            store.Fuel = 10_000_000;
            Assert.Equal(code, Wasm.TrapOf(instance, function));
            store.Fuel = 1000;
            Assert.Equal([5], instance.GetFunction("well")!.Invoke());
        }
    }

    [Fact]
    public void Every_code_is_provoked_here_or_by_a_host_function() =>
        Assert.Equal(Enum.GetValues<TrapCode>(), Codes.Select(row => (TrapCode)row[0]).Append(TrapCode.HostError).Order());

    [Fact]
    public void All_fuel_counts_as_used_when_it_runs_out()
    {
        using var store = new Store(Engine);
        var instance = Instantiate(Module(), store);
        store.Fuel = 5;

        Assert.Equal(TrapCode.OutOfFuel, Wasm.TrapOf(instance, "loop"));
        Assert.Equal(0, store.Fuel);
        Assert.Equal(TrapCode.OutOfFuel, Wasm.TrapOf(instance, "well"));
    }

    [Fact]
    public void Fuel_is_charged_before_a_blocks_first_effect()
    {
        var builder = new WasmBuilder();
        builder.Global(ValueKind.I32, mutable: true, Wasm.Code.Add(Opcode.I32Const, 1));
        builder.Export("g", ExternKind.Global, 0);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.I32Const, 2).Add(Opcode.GlobalSet, 0).Add(Opcode.I32Const, 0).Add(Opcode.Drop), "f");
        using var store = new Store(Engine);
        var instance = Instantiate(builder.Build(), store);

        store.Fuel = 2;
        Assert.Equal(TrapCode.OutOfFuel, Wasm.TrapOf(instance));
        Assert.Equal(1, instance.GetGlobal("g")!.Value.Int32);

        store.Fuel = 3;
        instance.GetFunction("f")!.Invoke();
        Assert.Equal(2, instance.GetGlobal("g")!.Value.Int32);
        Assert.Equal(0, store.Fuel);
    }

    [Fact]
    public void Bulk_instructions_check_bounds_then_fuel_and_then_act_as_a_whole()
    {
        var builder = new WasmBuilder();
        builder.Memory(1);
        builder.Export("memory", ExternKind.Memory, 0);
        builder.Function(
            WasmBuilder.TypeOf([ValueKind.I32, ValueKind.I32]),
            Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.I32Const, 0xAB).Add(Opcode.LocalGet, 1).Add(Opcode.MemoryFill),
            "f");
        using var store = new Store(Engine);
        var instance = Instantiate(builder.Build(), store);
        var memory = instance.GetMemory("memory")!;

        store.Fuel = 100;
        Assert.Equal(TrapCode.MemoryOutOfBounds, Wasm.TrapOf(instance, "f", 65_535, 2));
        Assert.Equal(100 - 11, store.Fuel);
        Assert.Equal(TrapCode.OutOfFuel, Wasm.TrapOf(instance, "f", 0, 1000));
        Assert.False(memory.GetSpan(0, 65_536).ContainsAnyExcept((byte)0));

        store.Fuel = 11 + 125;
        instance.GetFunction("f")!.Invoke(0, 1000);
        Assert.Equal(0, store.Fuel);
        Assert.Equal(1000, memory.GetSpan(0, 65_536).Count((byte)0xAB));
    }

    private static byte[] Module()
    {
        var builder = new WasmBuilder();
        builder.Memory(1);
        builder.Table(ValueKind.FuncRef, 2);
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 5), "well");
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Unreachable), "unreachable");
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 1).Add(Opcode.I32Const, 0).Add(Opcode.I32DivS), "divide");
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, int.MinValue).Add(Opcode.I32Const, -1).Add(Opcode.I32DivS), "overflow");
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.F32Const, 0x7FC00000).Add(Opcode.I32TruncF32S), "nan");
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 65_533).Add(Opcode.I32Load, 2, 0), "memory");
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 2).Add(Opcode.CallIndirect, 0, 0), "table");
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.I32Const, 1).Add(Opcode.CallIndirect, 0, 0), "null");
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.I32Const, 0).Add(Opcode.CallIndirect, 1, 0), "type");
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 9), "deep");
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Loop, WasmCode.NoResult).Add(Opcode.Br, 0).Add(Opcode.End), "loop");
        builder.Elements(0, 0);
        return builder.Build();
    }
}
