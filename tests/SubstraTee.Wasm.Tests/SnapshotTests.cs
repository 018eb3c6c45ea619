using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

public class SnapshotTests : TierTests
{
    [Fact]
    public void An_instance_comes_back_to_what_it_was()
    {
        var instance = Instantiate(Module());
        var snapshot = InstanceSnapshot.Take(instance);
        var before = Seen(instance);
        instance.GetFunction("change")!.Invoke();
        Assert.NotEqual(before, Seen(instance));

        snapshot.RestoreTo(instance);
        Assert.Equal(before, Seen(instance));
        instance.GetFunction("change")!.Invoke();
        snapshot.RestoreTo(instance);
        Assert.Equal(before, Seen(instance));
    }

    [Fact]
    public void New_instances_begin_where_the_snapshot_was_taken_and_run_no_start_function()
    {
        using var first = new Store(Engine);
        var original = Instantiate(Module(), first);
        original.GetFunction("change")!.Invoke();
        var snapshot = InstanceSnapshot.Take(original);
        using var second = new Store(Engine) { Fuel = 0 };

        var copy = new Linker().Instantiate(second, snapshot);
        Assert.Equal(Seen(original), Seen(copy));
        Assert.Equal(copy.GetFunction("start"), copy.GetTable("table")![1].Function);
        Assert.Same(original.GetTable("objects")![0].Extern, copy.GetTable("objects")![0].Extern);
    }

    [Fact]
    public void Dropped_segments_stay_dropped()
    {
        var instance = Instantiate(Module());
        instance.GetFunction("drop")!.Invoke();
        var copy = new Linker().Instantiate(new Store(Engine), InstanceSnapshot.Take(instance));

        Assert.Equal(TrapCode.MemoryOutOfBounds, Wasm.TrapOf(copy, "init"));
        Instantiate(Module()).GetFunction("init")!.Invoke();
    }

    [Fact]
    public void Functions_of_other_instances_cannot_be_taken()
    {
        var instance = Instantiate(Module());
        var other = Instantiate(Module(), instance.Store);
        instance.GetTable("table")![0] = Value.FromFunction(other.GetFunction("change"));

        Assert.Throws<InvalidOperationException>(() => InstanceSnapshot.Take(instance));
    }

    [Fact]
    public void A_snapshot_fits_its_module_and_the_stores_limits_only()
    {
        var instance = Instantiate(Module());
        instance.GetFunction("change")!.Invoke();
        var snapshot = InstanceSnapshot.Take(instance);

        Assert.Throws<ArgumentException>(() => snapshot.RestoreTo(Instantiate(WasmBuilder.Single(Wasm.Nothing, Wasm.Code))));
        using var small = new Store(Engine, new StoreLimits { MaxMemoryBytes = 1 << 16 });
        Assert.Throws<InvalidOperationException>(() => new Linker().Instantiate(small, snapshot));
    }

    [Fact]
    public void Nothing_is_restored_under_a_call()
    {
        InstanceSnapshot? snapshot = null;
        var builder = new WasmBuilder();
        builder.ImportFunction("host", "restore", Wasm.Nothing);
        builder.Memory(1);
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.Call, 0), "f");
        var linker = new Linker().Define("host", "restore", HostFunction.Create(caller => snapshot!.RestoreTo(caller.Instance!)));
        var instance = Instantiate(builder.Build(), linker: linker);
        snapshot = InstanceSnapshot.Take(instance);

        Assert.Throws<InvalidOperationException>(() => { instance.GetFunction("f")!.Invoke(); });
    }

    private static byte[] Module()
    {
        var builder = new WasmBuilder();
        builder.Table(ValueKind.FuncRef, 2);
        builder.Table(ValueKind.ExternRef, 1);
        builder.Memory(1);
        builder.Global(ValueKind.F64, mutable: true, Wasm.Code.Add(Opcode.F64Const, 0));
        builder.Export("memory", ExternKind.Memory, 0);
        builder.Export("table", ExternKind.Table, 0);
        builder.Export("objects", ExternKind.Table, 1);
        builder.Export("global", ExternKind.Global, 0);
        var start = builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.F64Const, BitConverter.DoubleToInt64Bits(1.5)).Add(Opcode.GlobalSet, 0), "start");
        builder.Start(start);
        builder.Function(
            Wasm.Nothing,
            Wasm.Code.Add(Opcode.F64Const, BitConverter.DoubleToInt64Bits(2.5)).Add(Opcode.GlobalSet, 0)
                .Add(Opcode.I32Const, 2).Add(Opcode.MemoryGrow).Add(Opcode.Drop)
                .Add(Opcode.I32Const, 150_000).Add(Opcode.I32Const, 0x77).Add(Opcode.I32Store, 0, 0)
                .Add(Opcode.I32Const, 1).Add(Opcode.RefFunc, 0).Add(Opcode.TableSet, 0)
                .Add(Opcode.I32Const, 0).Add(Opcode.RefNull, (long)ValueKind.FuncRef).Add(Opcode.TableSet, 0)
                .Add(Opcode.RefNull, (long)ValueKind.FuncRef).Add(Opcode.I32Const, 3).Add(Opcode.TableGrow, 0).Add(Opcode.Drop),
            "change");
        builder.Function(Wasm.Nothing, Wasm.Code.Add(Opcode.DataDrop, 1), "drop");
        builder.Function(
            Wasm.Nothing, Wasm.Code.Add(Opcode.I32Const, 0).Add(Opcode.I32Const, 0).Add(Opcode.I32Const, 3).Add(Opcode.MemoryInit, 1), "init");
        builder.Elements(0, 1);
        builder.Data(100, 1, 2, 3);
        builder.Data(null, 4, 5, 6);
        return builder.Build();
    }

    private static string Seen(Instance instance)
    {
        instance.GetTable("objects")![0] = instance.GetTable("objects")![0].Extern is null ? Value.FromExtern("an object") : instance.GetTable("objects")![0];
        var memory = instance.GetMemory("memory")!;
        var table = instance.GetTable("table")!;
        var bytes = memory.GetSpan(0, (int)memory.Length);
        var elements = Enumerable.Range(0, (int)table.Length).Select(i => table[(uint)i].Function is { } function
            ? instance.Module.Exports.First(export => instance.GetFunction(export.Name) is { } named && named.Equals(function)).Name : "null");
        return $"{bytes.Length}:{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))} {instance.GetGlobal("global")!.Value} {string.Join(',', elements)}";
    }
}
