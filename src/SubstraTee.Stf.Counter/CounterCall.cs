using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Stf.Counter;

/// <summary>What can be done to one's own counter.</summary>
[ScaleType("counter::Call")]
public abstract partial record CounterCall
{
    private CounterCall()
    {
    }

    /// <summary>Adds to the caller's counter.</summary>
    /// <param name="By">How much.</param>
    /// <param name="Memo">A private note, kept with the counter until the next one.</param>
    [ScaleVariant(0)]
    public sealed partial record Increment(uint By, Bytes32? Memo) : CounterCall;
}
