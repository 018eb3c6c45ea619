using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What an event says of a dispatched call.</summary>
/// <param name="Weight">What it cost.</param>
/// <param name="Class">What kind of work it was.</param>
/// <param name="PaysFee">Whether the sender paid.</param>
[ScaleType("frame_system::DispatchEventInfo")]
public readonly partial record struct DispatchInfo(Weight Weight, DispatchClass Class, Pays PaysFee);
