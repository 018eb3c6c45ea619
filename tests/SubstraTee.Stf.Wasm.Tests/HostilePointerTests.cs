using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm.Tests;

/// <summary>Whatever a module says of its memory: a range is inside of it, or the call traps before anything is done.</summary>
public class HostilePointerTests
{
    private const long Page = 65_536;

    private const string OutOfBounds = "fault 2: out of bounds memory access";

    // Where pointers and lengths stand among the arguments, and arguments that are in order.
    private static readonly (string Name, long[] Good, (int Pointer, int Length)[] Ranges)[] Functions =
    [
        ("input_read", [0, 0, 4], [(0, 2)]),
        ("caller", [0], [(0, -32)]),
        ("output", [0, 4], [(0, 1)]),
        ("state_get", [0, 4, 64, 4], [(0, 1), (2, 3)]),
        ("state_contains", [0, 4], [(0, 1)]),
        ("state_set", [0, 4, 64, 4], [(0, 1), (2, 3)]),
        ("state_remove", [0, 4], [(0, 1)]),
        ("emit_event", [0, 4], [(0, 1)]),
        ("hash_blake2b_256", [0, 4, 64], [(0, 1), (2, -32)]),
        ("hash_sha2_256", [0, 4, 64], [(0, 1), (2, -32)]),
        ("hash_keccak_256", [0, 4, 64], [(0, 1), (2, -32)]),
    ];

    public static TheoryData<string, int, int> Ranges
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var (name, _, ranges) in Functions)
            {
                foreach (var (pointer, length) in ranges)
                {
                    data.Add(name, pointer, length);
                }
            }

            return data;
        }
    }

    [Fact]
    public void Every_function_that_takes_a_pointer_is_tried()
    {
        string[] without = ["input_length", "block_number", "block_time_ms"];
        Assert.Equal(
            StfHost.Functions.Keys.Except(without, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Functions.Select(one => one.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void A_range_may_end_where_the_memory_ends_and_not_a_byte_later(string name, int pointer, int length)
    {
        var bytes = length < 0 ? -length : 4;
        Assert.Equal("applied", Ended(name, pointer, Page - bytes, length, bytes));
        Assert.Equal(OutOfBounds, Ended(name, pointer, Page - bytes + 1, length, bytes));
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void A_range_far_outside_or_around_the_end_of_the_address_space_is_refused(string name, int pointer, int length)
    {
        foreach (var (at, bytes) in ((long, long)[])[(Page, 1), (0x7FFF_FFFF, 4), (0x8000_0000, 4), (0xFFFF_FFFF, 1), (0xFFFF_FFFC, 4)])
        {
            Assert.Equal(OutOfBounds, Ended(name, pointer, at, length, bytes));
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Lengths_of_gigabytes_are_refused_before_anything_is_done_for_them(string name, int pointer, int length)
    {
        if (length < 0)
        {
            return;
        }

        foreach (var bytes in (long[])[Page + 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF])
        {
            var ended = Ended(name, pointer, 0, length, bytes);
            Assert.True(ended == OutOfBounds || (name == "input_read" && ended.StartsWith("fault 11", StringComparison.Ordinal)), ended);
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void An_empty_range_is_in_order_up_to_the_very_end(string name, int pointer, int length)
    {
        if (length < 0)
        {
            return;
        }

        Assert.Equal("applied", Ended(name, pointer, Page, length, 0));
        Assert.Equal(OutOfBounds, Ended(name, pointer, Page + 1, length, 0));
    }

    [Fact]
    public void A_module_without_a_byte_of_memory_can_name_the_empty_range_alone()
    {
        foreach (var (name, good, ranges) in Functions)
        {
            var arguments = good.ToArray();
            foreach (var (pointer, length) in ranges)
            {
                arguments[pointer] = 0;
                arguments[length < 0 ? pointer : length] = 0;
            }

            var ended = Run.Call(Module(name, arguments, pages: 0), new byte[8], Known()).Ended;
            Assert.Equal((name, ranges.Any(one => one.Length < 0) ? OutOfBounds : "applied"), (name, ended));
        }
    }

    [Fact]
    public void A_value_may_be_read_over_its_own_key()
    {
        var state = Known();
        state.Set("key!"u8, "value"u8);
        var module = StfModule.Of(
            module => module.Call(module.Call("state_get", 0, 4, 0, 8), "output", 0, 8), more: module => module.Builder.Data(0, "key!...."u8));
        var run = Run.Call(module, state: state);
        Assert.Equal(("error 4", Primitives.Hex.Encode("value..."u8)), (run.Ended, run.Bytes));
    }

    [Fact]
    public void A_value_may_be_its_own_key()
    {
        var module = StfModule.Of(module => module.Call("state_set", 0, 4, 2, 4).Constant(0), more: module => module.Builder.Data(0, "abcdef"u8));
        Assert.Equal("0x61626364=0x63646566", Run.Call(module).State);
    }

    [Fact]
    public void Memory_that_was_grown_counts()
    {
        var module = StfModule.Of(module => module.Call(
            new WasmCode().Constant(1).Add(Opcode.MemoryGrow).Add(Opcode.Drop), "output", Page, 8).Constant(0));
        Assert.Equal("0x0000000000000000", Run.Call(module).Bytes);
    }

    private static string Ended(string name, int pointer, long at, int length, long bytes)
    {
        var arguments = Functions.Single(one => one.Name == name).Good.ToArray();
        arguments[pointer] = at;
        if (length >= 0)
        {
            arguments[length] = bytes;
        }

        return Run.Call(Module(name, arguments, pages: 1), new byte[8], Known()).Ended;
    }

    private static TestState Known()
    {
        var state = new TestState();
        state.Set([0, 0, 0, 0], [1, 2, 3, 4]);
        state.Set([], [9]);
        return state;
    }

    private static byte[] Module(string name, long[] arguments, uint pages)
    {
        var module = new StfModule(pages);
        var code = module.Call(name, arguments);
        if (StfHost.Functions[name].Results.Length > 0)
        {
            code.Add(Opcode.Drop);
        }

        module.Builder.Function(StfModule.Returning, code.Constant(0), StfAbi.Execute);
        module.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Query);
        return module.Build();
    }
}
