using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm.Tests;

/// <summary>Nothing but the state passes from one call to the next, and getters change nothing at all.</summary>
public class IsolationTests
{
    [Fact]
    public void Memory_globals_and_tables_are_new_in_every_call()
    {
        // Gives what it finds in memory, global and table, and leaves something in each.
        var module = StfModule.Of(
            module => new WasmCode()
                .Constant(0).Add(Opcode.I32Load, 2, 0).Add(Opcode.GlobalGet, 0).Add(Opcode.I32Add).Add(Opcode.TableSize, 0).Add(Opcode.I32Add)
                .Constant(0).Constant(5).Store().Constant(7).Add(Opcode.GlobalSet, 0)
                .Add(Opcode.RefNull, (long)ValueKind.FuncRef).Constant(3).Add(Opcode.TableGrow, 0).Add(Opcode.Drop)
                .Constant(1).Add(Opcode.MemoryGrow).Add(Opcode.Drop),
            more: module =>
            {
                module.Builder.Global(ValueKind.I32, mutable: true, new WasmCode().Constant(0));
                module.Builder.Table(ValueKind.FuncRef, 0, 100);
            });
        foreach (var stf in Run.Load(module))
        {
            var state = new TestState();
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal("applied", Run.Call(stf, state, Run.Alice, []).Ended);
                Assert.Equal("Answered", Run.Query(stf, state, null, []).Ended);
            }
        }
    }

    [Fact]
    public void A_call_that_trapped_in_the_middle_leaves_nothing_to_the_next()
    {
        // Traps when there is input, after it has written to the memory; else tells what is there.
        var module = StfModule.Of(module => module.Call("input_length").Add(Opcode.If, WasmCode.NoResult)
            .Constant(0).Constant(9).Store().Add(Opcode.Unreachable).Add(Opcode.End).Constant(0).Add(Opcode.I32Load, 2, 0));
        foreach (var stf in Run.Load(module))
        {
            Assert.StartsWith("fault 1", Run.Call(stf, new TestState(), Run.Alice, [1]).Ended, StringComparison.Ordinal);
            Assert.Equal("applied", Run.Call(stf, new TestState(), Run.Alice, []).Ended);
        }
    }

    [Fact]
    public void Output_events_input_and_caller_of_one_call_are_not_those_of_another()
    {
        // With input: output and event. Without: only what the host has by itself.
        var module = StfModule.Of(module => module.Call(
            module.Call(module.Call("input_length").Add(Opcode.If, WasmCode.NoResult), "output", 0, 4), "emit_event", 0, 4)
            .Add(Opcode.End).Then(module.Call("input_length")));
        foreach (var stf in Run.Load(module))
        {
            var loud = Run.Call(stf, new TestState(), Run.Alice, [1]);
            Assert.Equal(("error 0", "0x00000000", "0x00000000"), (loud.Ended, loud.Bytes, loud.Events));
            var quiet = Run.Call(stf, new TestState(), Run.Bob, []);
            Assert.Equal(("applied", "0x", string.Empty), (quiet.Ended, quiet.Bytes, quiet.Events));
        }
    }

    [Theory]
    [InlineData("state_set", "a getter does not change the state")]
    [InlineData("state_remove", "a getter does not change the state")]
    [InlineData("emit_event", "emit_event: only calls have events")]
    public void A_getter_that_writes_or_tells_is_a_fault_and_the_state_is_not_touched(string name, string why)
    {
        var state = new TestState();
        state.Set([0], [1]);
        var module = StfModule.Of(module => module.Call(name, name switch
        {
            "state_set" => [0, 1, 0, 1],
            "state_remove" => [0, 1],
            _ => [0L, 0L],
        }).Constant(0));
        var run = Run.Query(module, Run.Alice, state: state);
        Assert.Equal($"fault 11: host function failed: {why}", run.Ended);
        Assert.Equal("0x00=0x01", run.State);
        Assert.Equal("applied", Run.Call(module, state: state).Ended);
    }

    [Fact]
    public void A_start_function_cannot_write_in_a_getter_either()
    {
        var module = StfModule.Of(
            _ => new WasmCode().Constant(0),
            more: module => module.Builder.Start(module.Builder.Function(StfModule.Nothing, module.Call("state_set", 0, 1, 0, 1))));
        Assert.StartsWith("fault 11", Run.Query(module, Run.Alice).Ended, StringComparison.Ordinal);
        Assert.Equal("0x00=0x00", Run.Call(module).State);
    }

    [Fact]
    public void A_genesis_has_no_caller_input_or_events()
    {
        var module = new StfModule();
        module.Builder.Function(
            StfModule.Nothing,
            module.Call(new WasmCode().Constant(0).Then(module.Call("caller", 64)).Store(), "state_set", 4, 1, 0, 4)
                .Constant(0).Then(module.Call("input_length")).Store()
                .Then(module.Call("state_set", 4, 2, 0, 4)),
            StfAbi.Genesis);
        module.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Execute);
        module.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Query);
        Assert.Equal("0x00=0x00000000 0x0000=0x00000000", Run.Genesis(module.Build()).State);

        var loud = new StfModule();
        loud.Builder.Function(StfModule.Nothing, loud.Call("emit_event", 0, 0), StfAbi.Genesis);
        loud.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Execute);
        loud.Builder.Function(StfModule.Returning, new WasmCode().Constant(0), StfAbi.Query);
        Assert.StartsWith("fault 11", Run.Genesis(loud.Build()).Ended, StringComparison.Ordinal);
    }
}
