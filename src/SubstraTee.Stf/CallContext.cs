namespace SubstraTee.Stf;

/// <summary>What a call may see and do besides its arguments.</summary>
/// <param name="state">The shard's state.</param>
/// <param name="block">The parentchain block that orders the call.</param>
/// <param name="meter">What the call may still use.</param>
public sealed class CallContext(IStfState state, BlockInfo block, ResourceMeter meter)
{
    /// <summary>The shard's state.</summary>
    public IStfState State { get; } = state;

    /// <summary>The parentchain block that orders the call.</summary>
    public BlockInfo Block { get; } = block;

    /// <summary>What the call may still use.</summary>
    public ResourceMeter Meter { get; } = meter;
}
