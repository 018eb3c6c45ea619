using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What kind of work a call is.</summary>
[ScaleType("frame_support::dispatch::DispatchClass")]
public enum DispatchClass : byte
{
    /// <summary>A user's call.</summary>
    Normal = 0,

    /// <summary>A call that keeps the chain running.</summary>
    Operational = 1,

    /// <summary>A call that every block must have.</summary>
    Mandatory = 2,
}
