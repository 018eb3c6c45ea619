using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

public class LinkerTests : TierTests
{
    [Fact]
    public void A_missing_import_is_named_with_its_type()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("env", "get", Wasm.I32ToI32);

        var error = Refusal(builder.Build(), new Linker());
        Assert.Equal(InstantiationErrorKind.MissingImport, error.Kind);
        Assert.Equal("unknown import: env.get: function (i32) -> (i32)", error.ToString());
    }

    [Fact]
    public void An_import_of_another_type_is_named_with_what_there_is()
    {
        var builder = new WasmBuilder();
        builder.ImportFunction("env", "get", Wasm.I32ToI32);

        var error = Refusal(builder.Build(), new Linker().Define("env", "get", HostFunction.Create((Caller _, long x) => x)));
        Assert.Equal(InstantiationErrorKind.IncompatibleImport, error.Kind);
        Assert.Equal("incompatible import type: env.get: function (i32) -> (i32), but it is defined as function (i64) -> (i64)", error.ToString());
    }

    [Fact]
    public void Memories_tables_and_globals_are_shared_by_those_that_import_them()
    {
        using var store = new Store(Engine);
        var memory = new Memory(store, new MemoryType(1, 4));
        var table = new Table(store, new TableType(ValueKind.FuncRef, 2));
        var global = new Global(store, new GlobalType(ValueKind.I64, Mutable: true), 5L);
        var builder = new WasmBuilder();
        builder.Import("env", "memory", new MemoryType(1));
        builder.Import("env", "table", new TableType(ValueKind.FuncRef, 1));
        builder.Import("env", "global", new GlobalType(ValueKind.I64, Mutable: true));
        var grow = Wasm.Code.Add(Opcode.I32Const, 1).Add(Opcode.MemoryGrow).Add(Opcode.Drop).Add(Opcode.I64Const, 6).Add(Opcode.GlobalSet, 0);
        builder.Function(Wasm.Nothing, grow, "change");
        builder.Function(Wasm.ToI32, Wasm.Code.Add(Opcode.MemorySize).Add(Opcode.GlobalGet, 0).Add(Opcode.I32WrapI64).Add(Opcode.I32Add), "see");
        builder.Elements(1, 1);
        var linker = new Linker().Define("env", "memory", memory).Define("env", "table", table).Define("env", "global", global);
        var first = Instantiate(builder.Build(), store, linker);
        var second = Instantiate(builder.Build(), store, linker);
        first.GetFunction("change")!.Invoke();

        Assert.Equal([8], second.GetFunction("see")!.Invoke());
        Assert.Equal(2u, memory.PageCount);
        Assert.Equal(6L, global.Value.Int64);
        Assert.Equal(second.GetFunction("see"), table[1].Function);
        Assert.Equal(2, table.Grow(3, Value.FromFunction(null)));
        Assert.Equal("table 5.. funcref", table.Type.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => table[5]);
        Assert.Throws<ArgumentException>(() => table[0] = 1);
    }

    [Fact]
    public void A_start_function_that_traps_leaves_what_it_did()
    {
        using var store = new Store(Engine);
        var memory = new Memory(store, new MemoryType(1));
        var builder = new WasmBuilder();
        builder.Import("env", "memory", new MemoryType(1));
        builder.Start(builder.Function(
            Wasm.Nothing, Wasm.Code.Add(Opcode.I32Const, 0).Add(Opcode.I32Const, 9).Add(Opcode.I32Store8, 0, 0).Add(Opcode.Unreachable)));

        var error = Refusal(builder.Build(), new Linker().Define("env", "memory", memory), store);
        Assert.Equal(InstantiationErrorKind.Trapped, error.Kind);
        Assert.Equal(new Trap(TrapCode.Unreachable), error.Trap);
        Assert.Equal(9, memory.Read<byte>(0));
    }

    [Fact]
    public void Stores_refuse_more_than_their_limits()
    {
        var limits = new StoreLimits { MaxMemoryBytes = 1 << 17, MaxMemories = 2, MaxTableElements = 10, MaxTables = 2, MaxInstances = 3 };
        Assert.Null(Attempt(limits, 1, builder => builder.Memory(2)));
        Assert.NotNull(Attempt(limits, 1, builder => builder.Memory(3)));
        Assert.Null(Attempt(limits, 2, builder => builder.Memory(1)));
        Assert.NotNull(Attempt(limits, 3, builder => builder.Memory(1)));
        Assert.Null(Attempt(limits, 1, builder => builder.Table(ValueKind.ExternRef, 10)));
        Assert.NotNull(Attempt(limits, 1, builder => builder.Table(ValueKind.ExternRef, 11)));
        Assert.Null(Attempt(limits, 2, builder => builder.Table(ValueKind.ExternRef, 1)));
        Assert.NotNull(Attempt(limits, 3, builder => builder.Table(ValueKind.ExternRef, 1)));
        Assert.Null(Attempt(limits, 3, _ => { }));
        Assert.NotNull(Attempt(limits, 4, _ => { }));
    }

    [Fact]
    public void Growing_a_table_one_by_one_does_not_copy_it_each_time()
    {
        var builder = new WasmBuilder();
        builder.Table(ValueKind.FuncRef, 0);
        builder.Function(
            Wasm.I32ToI32,
            Wasm.Code.Add(Opcode.Loop, WasmCode.NoResult)
                .Add(Opcode.RefNull, (long)ValueKind.FuncRef).Add(Opcode.I32Const, 1).Add(Opcode.TableGrow, 0).Add(Opcode.Drop)
                .Add(Opcode.LocalGet, 0).Add(Opcode.I32Const, 1).Add(Opcode.I32Sub).Add(Opcode.LocalTee, 0).Add(Opcode.BrIf, 0)
                .Add(Opcode.End).Add(Opcode.TableSize, 0),
            "f");

        // Copied each time, these would be 4 TB.
        Assert.Equal([1_000_000], Instantiate(builder.Build()).GetFunction("f")!.Invoke(1_000_000));
    }

    private InstantiationError Refusal(byte[] module, Linker linker, Store? store = null)
    {
        Assert.False(linker.TryInstantiate(store ?? new Store(Engine), Module.Load(Engine, module), out _, out var error));
        return error;
    }

    private InstantiationError? Attempt(StoreLimits limits, int instances, Action<WasmBuilder> add)
    {
        var builder = new WasmBuilder();
        add(builder);
        var module = Module.Load(Engine, builder.Build());
        using var store = new Store(Engine, limits);
        InstantiationError? error = null;
        for (var i = 0; i < instances && error is null; i++)
        {
            new Linker().TryInstantiate(store, module, out _, out error);
        }

        return error;
    }
}
