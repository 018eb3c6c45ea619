using SubstraTee.Codec;
using SubstraTee.Stf.Counter;
using SubstraTee.Testing;

namespace SubstraTee.Samples.Tests;

/// <summary>The counters in C and AssemblyScript are the counter in C#: same calls, same outcomes, same state, same answers.</summary>
public class CounterTests
{
    public static TheoryData<Sample> Counters => [Sample.CounterInC, Sample.CounterInAssemblyScript];

    [Theory]
    [MemberData(nameof(Counters))]
    public void Random_calls_and_getters_come_to_the_same(Sample sample)
    {
        var seed = Environment.TickCount;
        CounterComparison.Compare(sample.Kept, seed, calls: 150);
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void An_increment_beyond_the_last_number_is_the_error_overflow_and_changes_nothing(Sample sample)
    {
        var almost = new TestState();
        almost.Set([0, .. Run.Alice.ToArray()], Scale.U64.Encode(ulong.MaxValue - 5));
        foreach (var by in (uint[])[5, 6, uint.MaxValue])
        {
            var call = CounterCall.Codec.Encode(new CounterCall.Increment(by, Run.Bob.Bytes));
            var expected = Run.Call(new CounterStf(), almost.Copy(), Run.Alice, call);
            Assert.Equal(by == 5 ? "applied" : "error 0", expected.Ended);
            CounterComparison.Same(expected, Run.Call(sample.Kept, call, almost), 0, (int)by, call);
        }
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Values_and_memos_are_for_their_owners_alone(Sample sample)
    {
        var state = new TestState();
        var stf = Run.Load(sample.Kept)[1];
        Assert.Equal("applied", Run.Call(stf, state, Run.Alice, CounterCall.Codec.Encode(new CounterCall.Increment(42, Run.Bob.Bytes))).Ended);
        var own = CounterGetter.Codec.Encode(new CounterGetter.Value(null));
        Assert.Equal(("Answered", "0x2a00000000000000"), (Run.Query(stf, state, Run.Alice, own).Ended, Run.Query(stf, state, Run.Alice, own).Bytes));
        Assert.Equal("SignatureRequired", Run.Query(stf, state, null, own).Ended);
        Assert.Equal("NotAllowed", Run.Query(stf, state, Run.Bob, CounterGetter.Codec.Encode(new CounterGetter.Value(Run.Alice))).Ended);
        Assert.Equal("0x00", Run.Query(stf, state, Run.Bob, CounterGetter.Codec.Encode(new CounterGetter.Memo())).Bytes);
        Assert.Equal($"0x01{new string('b', 1)}0", Run.Query(stf, state, Run.Alice, CounterGetter.Codec.Encode(new CounterGetter.Memo())).Bytes[..6]);
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void A_call_uses_a_small_part_of_what_it_may(Sample sample)
    {
        var run = Run.Call(sample.Kept, CounterCall.Codec.Encode(new CounterCall.Increment(1, Run.Bob.Bytes)));
        Assert.Equal("applied", run.Ended);
        Assert.InRange(run.Fuel, 1ul, Run.FuelLimit / 100);
    }
}
