using SubstraTee.Codec;

namespace SubstraTee.Stf.Counter;

/// <summary>Why an increment is refused.</summary>
[ScaleType("counter::Error")]
public enum CounterError : byte
{
    /// <summary>The counter would pass 2^64 − 1.</summary>
    Overflow = 0,
}
