using SubstraTee.Testing;

namespace SubstraTee.Wasm.Tests;

/// <summary>The border of the memory, which is the border of the sandbox.</summary>
public class MemoryAccessTests : TierTests
{
    public static TheoryData<int> Accesses { get; } = [.. Enumerable.Range((int)Opcode.I32Load, Opcode.I64Store32 - Opcode.I32Load + 1)];

    [Theory]
    [MemberData(nameof(Accesses))]
    public void Every_load_and_store_ends_at_the_last_byte_and_never_wraps(int code)
    {
        var opcode = (Opcode)code;
        var size = 1 << InstructionTable.Of(opcode).AccessLog2;
        using var store = new Store(Engine);
        long[] offsets = [0, 1, 8, 65_536 - size, 65_536, int.MaxValue, 0x8000_0000, 0xFFFF_FFFF];
        var builder = new WasmBuilder();
        builder.Memory(1);
        builder.Export("memory", ExternKind.Memory, 0);
        for (var i = 0; i < offsets.Length; i++)
        {
            builder.Function(WasmBuilder.TypeOf([ValueKind.I32]), Access(opcode, offsets[i]), $"{i}");
        }

        var instance = Instantiate(builder.Build(), store);
        for (var i = 0; i < offsets.Length; i++)
        {
            long[] addresses = [0, 1, 65_536 - size - offsets[i], 65_536 - size - offsets[i] + 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000 - offsets[i]];
            foreach (var address in addresses.Where(address => address is >= 0 and <= uint.MaxValue))
            {
                var fits = address + offsets[i] + size <= 65_536;
                var done = instance.GetFunction($"{i}")!.TryInvoke([(int)address], out _, out var trap);
                Assert.True(done == fits, $"{opcode} at {address} + {offsets[i]}: {trap?.ToString() ?? "done"}");
                Assert.True(done || trap!.Code == TrapCode.MemoryOutOfBounds);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Accesses))]
    public void A_store_that_traps_writes_nothing(int code)
    {
        var opcode = (Opcode)code;
        if (InstructionTable.Of(opcode).Push != default)
        {
            return;
        }

        using var store = new Store(Engine);
        var instance = Instantiate(WasmBuilder.Single(WasmBuilder.TypeOf([ValueKind.I32]), Access(opcode, 0), memory: true), store);
        for (var address = 65_536 - (1 << InstructionTable.Of(opcode).AccessLog2) + 1; address < 65_536; address++)
        {
            Assert.Equal(TrapCode.MemoryOutOfBounds, Wasm.TrapOf(instance, "f", address));
        }

        Assert.False(instance.GetMemory("memory")!.GetSpan(0, 65_536).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Memory_grows_to_the_smaller_of_its_maximum_and_the_stores_cap()
    {
        var grow = Wasm.Code.Add(Opcode.LocalGet, 0).Add(Opcode.MemoryGrow);
        foreach (var (maximum, cap, most) in new (uint? Maximum, long Cap, int Most)[] { (3, 1 << 20, 3), (null, 5 << 16, 5), (9, (5 << 16) + 1, 5) })
        {
            var builder = new WasmBuilder();
            builder.Memory(1, maximum);
            builder.Function(Wasm.I32ToI32, grow, "f");
            using var store = new Store(Engine, new StoreLimits { MaxMemoryBytes = cap });
            var function = Instantiate(builder.Build(), store).GetFunction("f")!.ToFunc<int, int>();

            Assert.Equal(-1, function(most));
            Assert.Equal(-1, function(-1));
            Assert.Equal(1, function(most - 1));
            Assert.Equal(-1, function(1));
            Assert.Equal(most, function(0));
        }
    }

    [Fact]
    public void A_memory_larger_than_the_stores_cap_is_refused_before_anything_is_reserved()
    {
        var builder = new WasmBuilder();
        builder.Memory(65_536);
        using var store = new Store(Engine);

        Assert.False(new Linker().TryInstantiate(store, Module.Load(Engine, builder.Build()), out _, out var error));
        Assert.Equal(InstantiationErrorKind.LimitExceeded, error.Kind);
    }

    [Fact]
    public void Memory_is_zero_for_everyone_whatever_the_one_before_left_in_it()
    {
        var engine = new Engine(new EngineOptions { Tier = Engine.Options.Tier });
        var builder = new WasmBuilder();
        builder.Memory(1);
        builder.Export("memory", ExternKind.Memory, 0);
        var module = Module.Load(engine, builder.Build());
        for (var i = 0; i < 20; i++)
        {
            using var store = new Store(engine);
            var memory = new Linker().Instantiate(store, module).GetMemory("memory")!;
            memory.Grow((uint)(i % 3 * 20));
            var bytes = memory.GetSpan(0, (int)memory.Length);
            Assert.False(bytes.ContainsAnyExcept((byte)0));
            bytes.Fill(0xEE);
        }
    }

    [Fact]
    public void The_hosts_view_is_bounded_as_well()
    {
        using var store = new Store(Engine);
        var memory = new Memory(store, new MemoryType(1, 2));
        memory.Write(65_532, 0x01020304);

        Assert.Equal(0x01, memory.Read<byte>(65_535));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read<int>(65_533));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read<byte>(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Read<byte>(long.MaxValue));
        Assert.Equal(1, memory.Grow(1));
        Assert.Equal(-1, memory.Grow(1));
        Assert.Equal("memory 2..2 pages", memory.Type.ToString());
    }

    private static WasmCode Access(Opcode opcode, long offset)
    {
        var info = InstructionTable.Of(opcode);
        var code = Wasm.Code.Add(Opcode.LocalGet, 0);
        if (info.Push != default)
        {
            return code.Add(opcode, 0, offset).Add(Opcode.Drop);
        }

        return (info.Pops[1] switch
        {
            ValueKind.I32 => code.Add(Opcode.I32Const, -1),
            ValueKind.I64 => code.Add(Opcode.I64Const, -1),
            ValueKind.F32 => code.Add(Opcode.F32Const, 0x3F80_0000),
            _ => code.Add(Opcode.F64Const, -1),
        }).Add(opcode, 0, offset);
    }
}
