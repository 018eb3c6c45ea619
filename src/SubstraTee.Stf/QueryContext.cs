namespace SubstraTee.Stf;

/// <summary>What a getter may see besides its arguments.</summary>
/// <param name="state">The shard's state; writing to it throws.</param>
/// <param name="block">The parentchain block whose state it is.</param>
/// <param name="meter">What the getter may still use.</param>
public sealed class QueryContext(IStfState state, BlockInfo block, ResourceMeter meter)
{
    /// <summary>The shard's state; writing to it throws.</summary>
    public IStfState State { get; } = state;

    /// <summary>The parentchain block whose state it is.</summary>
    public BlockInfo Block { get; } = block;

    /// <summary>What the getter may still use.</summary>
    public ResourceMeter Meter { get; } = meter;
}
