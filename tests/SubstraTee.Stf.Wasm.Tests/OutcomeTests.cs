using System.Globalization;
using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm.Tests;

/// <summary>What the results of a module, its traps and the end of its fuel mean.</summary>
public class OutcomeTests
{
    [Theory]
    [InlineData(0, "applied", "0x")]
    [InlineData(-1, "no call", "0x")]
    [InlineData(1, "error 0", "0x00")]
    [InlineData(2, "error 1", "0x01")]
    [InlineData(256, "error 255", "0xff")]
    [InlineData(257, "fault 11: stf_execute returned 257, which means nothing", "0x")]
    [InlineData(-2, "fault 11: stf_execute returned -2, which means nothing", "0x")]
    [InlineData(int.MinValue, "fault 11: stf_execute returned -2147483648, which means nothing", "0x")]
    [InlineData(int.MaxValue, "fault 11: stf_execute returned 2147483647, which means nothing", "0x")]
    public void A_calls_result_says_what_became_of_it(int result, string ended, string bytes)
    {
        var run = Run.Call(StfModule.Of(_ => new WasmCode().Constant(result)));
        Assert.Equal((ended, bytes), (run.Ended, run.Bytes));
    }

    [Fact]
    public void An_error_may_have_details_in_the_output()
    {
        var run = Run.Call(StfModule.Of(
            module => module.Call("output", 0, 3).Constant(2), more: module => module.Builder.Data(0, 1, 2, 3)));
        Assert.Equal(("error 1", "0x010203"), (run.Ended, run.Bytes));
    }

    [Theory]
    [InlineData(0, "Answered")]
    [InlineData(1, "NotAllowed")]
    [InlineData(2, "SignatureRequired")]
    [InlineData(3, "UnknownGetter")]
    [InlineData(16, "error 0")]
    [InlineData(271, "error 255")]
    [InlineData(272, "fault 11: stf_query returned 272, which means nothing")]
    [InlineData(4, "fault 11: stf_query returned 4, which means nothing")]
    [InlineData(15, "fault 11: stf_query returned 15, which means nothing")]
    [InlineData(-1, "fault 11: stf_query returned -1, which means nothing")]
    public void A_getters_result_says_what_became_of_it(int result, string ended) =>
        Assert.Equal(ended, Run.Query(StfModule.Of(_ => new WasmCode().Constant(result)), null).Ended);

    [Fact]
    public void Only_an_answered_getter_has_an_answer()
    {
        foreach (var (result, answer) in ((int, string)[])[(0, "0x01"), (1, "0x"), (2, "0x"), (3, "0x"), (16, "0x")])
        {
            var module = StfModule.Of(
                module => module.Call("output", 0, 1).Constant(result), more: module => module.Builder.Data(0, 1));
            Assert.Equal(answer, Run.Query(module, null).Bytes);
        }
    }

    [Fact]
    public void Genesis_fills_the_state_if_the_module_has_one()
    {
        var module = new StfModule();
        module.Builder.Data(0, 1, 2);
        module.Builder.Function(StfModule.Nothing, module.Call("state_set", 0, 1, 1, 1), StfAbi.Genesis);
        module.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Execute);
        module.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Query);
        Assert.Equal("0x01=0x02", Run.Genesis(module.Build()).State);
        Assert.Equal(string.Empty, Run.Genesis(StfModule.Of(_ => new WasmCode().Constant(0))).State);
    }

    [Theory]
    [InlineData("unreachable", 1)]
    [InlineData("load", 2)]
    [InlineData("divide", 6)]
    [InlineData("recurse", 9)]
    public void A_trap_is_a_fault_with_the_traps_number(string what, int code)
    {
        var module = StfModule.Of(module => what switch
        {
            "unreachable" => new WasmCode().Add(Opcode.Unreachable),
            "load" => new WasmCode().Constant(65_536).Add(Opcode.I32Load, 2, 0),
            "divide" => new WasmCode().Constant(1).Constant(0).Add(Opcode.I32DivU),
            // The call itself is the function that comes next.
            _ => new WasmCode().Add(Opcode.Call, module.Builder.FunctionCount),
        });
        Assert.StartsWith($"fault {code}: ", Run.Call(module).Ended, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_without_end_uses_up_all_fuel_and_nothing_more()
    {
        var module = StfModule.Of(_ => new WasmCode().Add(Opcode.Loop, WasmCode.NoResult).Add(Opcode.Br, 0).Add(Opcode.End).Constant(0));
        foreach (var fuel in (ulong[])[0, 1, 1000, 1_000_000])
        {
            var run = Run.Call(module, fuel: fuel);
            Assert.Equal(("exhausted", fuel), (run.Ended, run.Fuel));
            Assert.Equal("exhausted", Run.Query(module, null, fuel: fuel).Ended);
        }
    }

    [Fact]
    public void Fuel_ends_a_call_at_the_same_unit_wherever_it_is()
    {
        // Counts in the state, so that what was done before the fuel ended can be seen.
        var module = StfModule.Of(
            module => module.Call(
                new WasmCode().Add(Opcode.Loop, WasmCode.NoResult)
                    .Constant(0).Constant(0).Add(Opcode.I32Load, 2, 0).Constant(1).Add(Opcode.I32Add).Store(),
                "state_set", 8, 1, 0, 4).Add(Opcode.Br, 0).Add(Opcode.End).Constant(0));
        var before = string.Empty;
        for (ulong fuel = 4_000; fuel < 14_000; fuel += 97)
        {
            var run = Run.Call(module, fuel: fuel);
            Assert.Equal(("exhausted", fuel), (run.Ended, run.Fuel));
            Assert.True(string.CompareOrdinal(before, run.State) <= 0, "more fuel did less");
            before = run.State;
        }

        Assert.Equal("0x00=0x03000000", before);
    }

    [Fact]
    public void A_start_function_runs_in_every_call_and_is_paid_by_it()
    {
        var plain = StfModule.Of(_ => new WasmCode().Constant(0).Add(Opcode.I32Load, 2, 0));
        var started = StfModule.Of(
            _ => new WasmCode().Constant(0).Add(Opcode.I32Load, 2, 0),
            more: module => module.Builder.Start(module.Builder.Function(StfModule.Nothing, new WasmCode().Constant(0).Constant(5).Store())));
        Assert.Equal("applied", Run.Call(plain).Ended);
        var run = Run.Call(started);
        Assert.Equal("error 4", run.Ended);
        Assert.Equal(Run.Call(plain).Fuel + 3, run.Fuel);
        Assert.Equal("exhausted", Run.Call(started, fuel: 2).Ended);
    }

    [Fact]
    public void A_start_function_that_traps_makes_every_call_a_fault()
    {
        var module = StfModule.Of(
            _ => new WasmCode().Constant(0),
            more: module => module.Builder.Start(module.Builder.Function(StfModule.Nothing, new WasmCode().Add(Opcode.Unreachable))));
        Assert.StartsWith("fault 1: ", Run.Call(module).Ended, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_grows_to_its_cap_and_the_next_page_is_refused_to_the_module()
    {
        var module = StfModule.Of(_ => new WasmCode()
            .Constant((int)StfAbi.MaxMemoryPages - 1).Add(Opcode.MemoryGrow).Add(Opcode.Drop).Constant(1).Add(Opcode.MemoryGrow));
        Assert.Equal("no call", Run.Call(module).Ended);
    }

    [Fact]
    public void Results_do_not_depend_on_culture_or_thread()
    {
        var module = StfModule.Of(
            module => module.Call(module.Call("state_set", 0, 1, 0, 3), "output", 0, 3).Constant(0), more: module => module.Builder.Data(0, "klm"u8));
        var here = Run.Call(module);
        var runs = new System.Collections.Concurrent.ConcurrentBag<Run>();
        var threads = ((string[])[",", "٫", "·", " "]).Select(sign => new Thread(() =>
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = sign;
            culture.NumberFormat.NegativeSign = sign;
            CultureInfo.CurrentCulture = culture;
            runs.Add(Run.Call(module));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(4, runs.Count);
        Assert.All(runs, run => Assert.Equal(here, run));
    }
}
