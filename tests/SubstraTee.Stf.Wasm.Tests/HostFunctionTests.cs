using System.Security.Cryptography;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Stf.Wasm.Tests;

/// <summary>Every function of the ABI does what docs/wasm-stf.md says, the same in every tier.</summary>
public class HostFunctionTests
{
    private const int At = 1024;

    private static byte[] Input { get; } = [.. Enumerable.Range(1, 100).Select(one => (byte)one)];

    [Fact]
    public void Input_length_gives_the_bytes_of_the_call() =>
        Assert.Equal("error 99", Run.Call(StfModule.Of(module => module.Call("input_length")), Input).Ended);

    [Fact]
    public void Input_read_copies_a_part_of_the_call_to_where_it_is_told()
    {
        var module = StfModule.Of(module => module.Call(module.Call("input_read", At, 10, 5), "output", At - 1, 7).Constant(0));
        var run = Run.Call(module, Input);
        Assert.Equal(("applied", "0x000b0c0d0e0f00"), (run.Ended, run.Bytes));
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(0, 100)]
    public void Input_read_takes_nothing_at_the_end_and_everything_at_the_start(int offset, int length) => Assert.Equal(
        "applied", Run.Call(StfModule.Of(module => module.Call("input_read", At, offset, length).Constant(0)), Input).Ended);

    [Theory]
    [InlineData(101, 0)]
    [InlineData(100, 1)]
    [InlineData(0, 101)]
    [InlineData(-1, 1)]
    [InlineData(1, -1)]
    [InlineData(-1, -1)]
    public void Input_read_beyond_the_call_is_refused(int offset, int length) => Assert.StartsWith(
        "fault 11: host function failed: input_read: ",
        Run.Call(StfModule.Of(module => module.Call("input_read", At, offset, length).Constant(0)), Input).Ended,
        StringComparison.Ordinal);

    [Fact]
    public void Caller_gives_the_account_of_who_signed()
    {
        var module = StfModule.Of(module => module.Call(module.Call("caller", At), "output", At, 32));
        Assert.Equal(("error 0", Hex.Encode(Run.Alice.ToArray())), Ended(Run.Call(module)));
        Assert.Equal(("NotAllowed", "0x"), Ended(Run.Query(module, Run.Bob)));
    }

    [Fact]
    public void Caller_says_when_nobody_signed_and_writes_nothing()
    {
        var module = StfModule.Of(module => module.Call(module.Call("caller", At), "output", At, 32), more: Filled);
        Assert.Equal(("Answered", $"0x{new string('f', 64)}"), Ended(Run.Query(module, null)));
    }

    [Fact]
    public void The_last_output_counts()
    {
        var module = StfModule.Of(
            module => module.Call(module.Call(module.Call("output", At, 4), "output", At, 0), "output", At, 2).Constant(0), more: Filled);
        Assert.Equal(("applied", "0xffff"), Ended(Run.Call(module)));
    }

    [Fact]
    public void State_get_copies_a_value_and_gives_its_length()
    {
        var state = State("0x6b", "0x0102030405");
        var module = StfModule.Of(
            module => module.Call(module.Call("state_get", 0, 1, At, 8), "output", At, 8), more: module => module.Builder.Data(0, (byte)'k'));
        Assert.Equal(("error 4", "0x0102030405000000"), Ended(Run.Call(module, state: state)));
    }

    [Fact]
    public void State_get_copies_only_what_there_is_room_for_but_gives_the_whole_length()
    {
        var state = State("0x6b", "0x0102030405");
        var module = StfModule.Of(
            module => module.Call(module.Call("state_get", 0, 1, At, 2), "output", At, 8), more: module => module.Builder.Data(0, (byte)'k'));
        Assert.Equal(("error 4", "0x0102000000000000"), Ended(Run.Call(module, state: state)));
    }

    [Fact]
    public void State_get_and_contains_tell_an_empty_value_from_none()
    {
        var state = State("0x6b", "0x");
        foreach (var name in (string[])["state_get", "state_contains"])
        {
            long[] place = name == "state_get" ? [At, 8] : [];
            var module = StfModule.Of(module => module.Call(name, [0, 1, .. place]), more: module => module.Builder.Data(0, (byte)'k'));
            Assert.Equal("applied", Run.Call(module, state: state).Ended);
            Assert.Equal("no call", Run.Call(module).Ended);
        }
    }

    [Fact]
    public void State_contains_gives_the_length()
    {
        var module = StfModule.Of(module => module.Call("state_contains", 0, 1), more: module => module.Builder.Data(0, (byte)'k'));
        Assert.Equal("error 4", Run.Call(module, state: State("0x6b", "0x0102030405")).Ended);
    }

    [Fact]
    public void State_set_writes_state_remove_removes_and_the_empty_key_is_one_like_any_other()
    {
        var module = StfModule.Of(
            module => module.Call(module.Call(module.Call("state_set", 0, 1, 0, 3), "state_set", 0, 0, 0, 0), "state_remove", 1, 1).Constant(0),
            more: module => module.Builder.Data(0, "klm"u8));
        Assert.Equal("0x=0x 0x6b=0x6b6c6d", Run.Call(module, state: State("0x6c", "0x01")).State);
    }

    [Fact]
    public void A_value_that_was_set_is_read_in_the_same_call()
    {
        var module = StfModule.Of(
            module => module.Call(module.Call("state_set", 0, 1, 0, 3), "state_contains", 0, 1), more: module => module.Builder.Data(0, "klm"u8));
        Assert.Equal("error 2", Run.Call(module).Ended);
    }

    [Fact]
    public void The_block_is_the_one_that_orders_the_call()
    {
        var module = StfModule.Of(module =>
        {
            var code = module.Call(new WasmCode().Constant(At), "block_number").Store();
            return module.Call(module.Call(code.Constant(At + 4), "block_time_ms").Add(Opcode.I64Store, 3, 0), "output", At, 12).Constant(0);
        });
        Assert.Equal(("applied", "0xbebafeca8877665544332211"), Ended(Run.Call(module)));
    }

    [Fact]
    public void Events_are_told_in_their_order()
    {
        var module = StfModule.Of(
            module => module.Call(module.Call(module.Call("emit_event", 0, 2), "emit_event", 1, 1), "emit_event", 0, 0).Constant(0),
            more: module => module.Builder.Data(0, 1, 2));
        Assert.Equal("0x0102 0x02 0x", Run.Call(module).Events);
    }

    [Theory]
    [InlineData("hash_blake2b_256")]
    [InlineData("hash_sha2_256")]
    [InlineData("hash_keccak_256")]
    public void Hashes_are_those_of_their_names_also_when_they_overwrite_what_they_hash(string name)
    {
        byte[] bytes = [.. Input, .. Input];
        var hash = name switch
        {
            "hash_blake2b_256" => Blake2b.Hash256(bytes).Bytes.AsSpan().ToArray(),
            "hash_sha2_256" => SHA256.HashData(bytes),
            _ => Keccak.Hash256(bytes).Bytes.AsSpan().ToArray(),
        };
        foreach (var output in (int[])[0, 7, 190, At])
        {
            var module = StfModule.Of(
                module => module.Call(module.Call(name, 0, bytes.Length, output), "output", output, 32).Constant(0),
                more: module => module.Builder.Data(0, bytes));
            Assert.Equal(("applied", Hex.Encode(hash)), Ended(Run.Call(module)));
        }
    }

    private static (string, string) Ended(Run run) => (run.Ended, run.Bytes);

    private static TestState State(string key, string value)
    {
        var state = new TestState();
        state.Set(Hex.Decode(key), Hex.Decode(value));
        return state;
    }

    private static void Filled(StfModule module) => module.Builder.Data(At, Enumerable.Repeat((byte)0xFF, 64).ToArray());
}
