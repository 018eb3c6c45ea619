using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Stf.Counter;

/// <summary>What can be read.</summary>
[ScaleType("counter::Getter")]
public abstract partial record CounterGetter
{
    private CounterGetter()
    {
    }

    /// <summary>The value of a counter, for its owner alone.</summary>
    /// <param name="Of">Whose counter; the caller's when left out.</param>
    [ScaleVariant(0)]
    public sealed partial record Value(AccountId? Of) : CounterGetter;

    /// <summary>The memo of the owner's last call, for its owner alone.</summary>
    [ScaleVariant(1)]
    public sealed partial record Memo : CounterGetter;
}
