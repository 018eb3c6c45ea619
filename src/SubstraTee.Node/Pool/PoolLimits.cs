namespace SubstraTee.Node;

/// <summary>How much a pool holds (Substrate's defaults); what waits for others may have a tenth.</summary>
internal sealed record PoolLimits
{
    public int MaxReady { get; init; } = 8192;

    public long MaxReadyBytes { get; init; } = 20L << 20;

    public int MaxFuture { get; init; } = 819;

    public long MaxFutureBytes { get; init; } = 2L << 20;

    public TimeSpan BanTime { get; init; } = TimeSpan.FromMinutes(30);

    public int MaxBanned { get; init; } = 16_384;
}
