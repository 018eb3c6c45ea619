using SubstraTee.Testing;

namespace SubstraTee.Samples.Tests;

/// <summary>A call that never ends uses up its fuel, and the next one works.</summary>
public class EndlessTests
{
    [Fact]
    public void A_call_without_end_is_ended_and_the_next_one_works() => Check(Sample.EndlessInC.Kept);

    internal static void Check(byte[] module)
    {
        foreach (var stf in Run.Load(module))
        {
            var state = new TestState();
            Assert.Equal(("applied", "0x0100000000000000"), Ended(Run.Call(stf, state, Run.Alice, [0])));
            var spinning = Run.Call(stf, state.Copy(), Run.Alice, [1]);
            Assert.Equal(("exhausted", Run.FuelLimit), (spinning.Ended, spinning.Fuel));
            Assert.Equal(("applied", "0x0200000000000000"), Ended(Run.Call(stf, state, Run.Alice, [0])));
            Assert.Equal(("Answered", "0x0200000000000000"), Ended(Run.Query(stf, state, null, [0])));
            Assert.Equal("no call", Run.Call(stf, state, Run.Alice, [2]).Ended);
            Assert.Equal("UnknownGetter", Run.Query(stf, state, null, [1]).Ended);
        }
    }

    private static (string, string) Ended(Run run) => (run.Ended, run.Bytes);
}
