using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Whether a call's sender pays its fee.</summary>
[ScaleType("frame_support::dispatch::Pays")]
public enum Pays : byte
{
    /// <summary>The sender pays.</summary>
    Yes = 0,

    /// <summary>The fee is waived.</summary>
    No = 1,
}
