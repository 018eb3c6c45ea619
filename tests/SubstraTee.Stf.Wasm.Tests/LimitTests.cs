using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm.Tests;

/// <summary>What is allowed at a limit, and refused one above it.</summary>
public class LimitTests
{
    // The type of a block that leaves an i32, as the format writes it.
    private const long I32Block = -1;

    [Fact]
    public void Keys_have_at_most_256_bytes()
    {
        foreach (var name in (string[])["state_get", "state_contains", "state_set", "state_remove"])
        {
            Assert.Equal("applied", Ended(name, 256));
            Assert.Equal("fault 11: host function failed: a key has at most 256 bytes, not 257", Ended(name, 257));
        }

        static string Ended(string name, int length) => Run.Call(StfModule.Of(module =>
        {
            long[] more = name is "state_get" or "state_set" ? [0, 0] : [];
            var code = module.Call(name, [0, length, .. more]);
            return (name is "state_get" or "state_contains" ? code.Add(Opcode.Drop) : code).Constant(0);
        })).Ended;
    }

    [Fact]
    public void Values_have_at_most_a_mebibyte()
    {
        Assert.Equal("applied", Ended(1 << 20));
        Assert.Equal("fault 11: host function failed: state_set: a value has at most 1048576 bytes, not 1048577", Ended((1 << 20) + 1));

        static string Ended(int length) => Run.Call(StfModule.Of(module => module.Call(
            new WasmCode().Constant(17).Add(Opcode.MemoryGrow).Add(Opcode.Drop), "state_set", 0, 1, 0, length).Constant(0))).Ended;
    }

    [Fact]
    public void An_output_has_at_most_32_kibibytes()
    {
        Assert.Equal("applied", Ended(32 * 1024));
        Assert.Equal("fault 11: host function failed: output: at most 32768 bytes, not 32769", Ended((32 * 1024) + 1));

        static string Ended(int length) => Run.Call(StfModule.Of(module => module.Call("output", 0, length).Constant(0))).Ended;
    }

    [Fact]
    public void A_call_has_at_most_64_events()
    {
        Assert.Equal("applied", Events(64, 1).Ended);
        Assert.Equal("exhausted", Events(65, 1).Ended);
        Assert.Equal(Run.FuelLimit, Events(65, 1).Fuel);
    }

    [Fact]
    public void Events_have_at_most_16_kibibytes_together()
    {
        Assert.Equal("applied", Events(1, 16 * 1024).Ended);
        Assert.Equal("applied", Events(2, 8 * 1024).Ended);
        Assert.Equal("exhausted", Events(2, (8 * 1024) + 1).Ended);
        Assert.Equal(
            "fault 11: host function failed: emit_event: an event has at most 16384 bytes, not 16385", Events(1, (16 * 1024) + 1).Ended);
    }

    [Fact]
    public void What_a_module_declares_beyond_its_limits_is_refused_when_it_is_loaded()
    {
        Assert.Equal(
            "the module starts with 257 pages of memory, at most 256 are allowed", Run.Refusal(Module(257)));
        Assert.Single(Run.Load(Module(256)).Select(stf => stf.Identity).Distinct());
        Assert.Contains("a table of", Run.Refusal(Table(65_537)), StringComparison.Ordinal);
        Assert.Equal("applied", Run.Call(Table(65_536)).Ended);
        Assert.Contains("at most 1 of", Run.Refusal(Table(1, 1)), StringComparison.Ordinal);

        static byte[] Module(uint pages)
        {
            var module = new StfModule(pages);
            module.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Execute);
            module.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Query);
            return module.Build();
        }

        static byte[] Table(params uint[] sizes) => StfModule.Of(_ => new WasmCode().Constant(0), more: module =>
        {
            foreach (var size in sizes)
            {
                module.Builder.Table(ValueKind.FuncRef, size);
            }
        });
    }

    [Fact]
    public void A_module_has_at_most_a_mebibyte()
    {
        var module = StfModule.Of(_ => new WasmCode().Constant(0));
        var padded = StfModule.WithSection(module, "x", new byte[StfAbi.MaxModuleBytes - module.Length - 6]);
        Assert.Equal(StfAbi.MaxModuleBytes, padded.Length);
        Assert.Equal("applied", Run.Call(padded).Ended);
        Assert.Equal(
            "module of 1048577 bytes, at most 1048576 are allowed (offset 0x0)",
            Run.Refusal(StfModule.WithSection(module, "x", new byte[StfAbi.MaxModuleBytes - module.Length - 5])));
    }

    [Fact]
    public void Calls_nest_as_deep_as_the_engine_says_and_no_deeper()
    {
        // A countdown in the argument of a recursive function.
        Assert.Equal("applied", Ended(1_000));
        Assert.StartsWith("fault 9: ", Ended(100_000), StringComparison.Ordinal);

        static string Ended(int depth)
        {
            var countdown = 0;
            return Run.Call(StfModule.Of(
                _ => new WasmCode().Constant(depth).Add(Opcode.Call, countdown),
                more: module => countdown = module.Builder.Function(
                    new FunctionType([ValueKind.I32], [ValueKind.I32]),
                    new WasmCode().Add(Opcode.LocalGet, 0).Add(Opcode.I32Eqz).Add(Opcode.If, I32Block).Constant(0).Add(Opcode.Else)
                        .Add(Opcode.LocalGet, 0).Constant(1).Add(Opcode.I32Sub).Add(Opcode.Call, module.Builder.FunctionCount).Add(Opcode.End)))).Ended;
        }
    }

    private static Run Events(int count, int bytes) => Run.Call(StfModule.Of(module =>
    {
        var code = new WasmCode();
        for (var i = 0; i < count; i++)
        {
            module.Call(code, "emit_event", 0, bytes);
        }

        return code.Constant(0);
    }));
}
