using SubstraTee.Primitives;
using SubstraTee.Stf.Counter;
using SubstraTee.Testing;

namespace SubstraTee.Samples.Tests;

/// <summary>Runs the same calls and getters on a counter in WebAssembly and on the one in C#, and compares everything but fuel.</summary>
internal static class CounterComparison
{
    private static readonly AccountId[] Accounts = [Run.AccountOf(1), Run.AccountOf(2), Run.AccountOf(3)];

    /// <summary>Makes random calls and getters, valid ones and others.</summary>
    public static void Compare(byte[] module, int seed, int calls)
    {
        foreach (var stf in Run.Load(module))
        {
            var random = new Random(seed);
            var (theirs, ours) = (new TestState(), new TestState());
            for (var i = 0; i < calls; i++)
            {
                var (caller, call, getter) = (Accounts[random.Next(Accounts.Length)], Call(random), Getter(random));
                Same(Run.Call(new CounterStf(), ours, caller, call), Run.Call(stf, theirs, caller, call), seed, i, call);
                AccountId? asking = random.Next(4) == 0 ? null : caller;
                Same(Run.Query(new CounterStf(), ours, asking, getter), Run.Query(stf, theirs, asking, getter), seed, i, getter);
            }
        }
    }

    /// <summary>Makes sure that one run came to what another did, its state included.</summary>
    public static void Same(Run expected, Run actual, int seed, int step, byte[] input) => Assert.True(
        expected with { Fuel = 0 } == actual with { Fuel = 0 },
        $"seed {seed}, step {step}, input {Hex.Encode(input)}: expected {expected}, got {actual}");

    private static byte[] Call(Random random)
    {
        var by = random.Next(8) switch { 0 => uint.MaxValue, 1 => 0u, _ => (uint)random.Next(1000) };
        Bytes32? memo = random.Next(4) switch { 0 => default(Bytes32), 1 => Run.AccountOf((byte)random.Next(256)).Bytes, _ => null };
        return Spoilt(random, CounterCall.Codec.Encode(new CounterCall.Increment(by, memo)));
    }

    private static byte[] Getter(Random random) => Spoilt(random, CounterGetter.Codec.Encode(random.Next(3) switch
    {
        0 => new CounterGetter.Memo(),
        1 => new CounterGetter.Value(null),
        _ => new CounterGetter.Value(Accounts[random.Next(Accounts.Length)]),
    }));

    // One in three is not what the schema says: cut, longer, another byte, empty.
    private static byte[] Spoilt(Random random, byte[] bytes)
    {
        switch (random.Next(12))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                return [.. bytes, (byte)random.Next(256)];
            case 2:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                return bytes;
            case 3:
                return [.. bytes, .. new byte[random.Next(200)]];
            default:
                return bytes;
        }
    }
}
