namespace SubstraTee.JsonRpc.Client;

/// <summary>How a subscription behaves.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>Messages that wait for the reader (default 1 024).</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>What happens when that many wait (default: the subscription ends with an error).</summary>
    public WhenFull WhenFull { get; init; }

    /// <summary>
    /// True to subscribe again after the connection was lost and made again; messages of the time between are missing.
    /// False (the default) to end with a <see cref="ConnectionException"/>.
    /// </summary>
    public bool Resume { get; init; }
}
