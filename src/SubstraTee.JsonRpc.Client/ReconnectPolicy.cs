namespace SubstraTee.JsonRpc.Client;

/// <summary>How a lost connection is made again: at once, then after growing pauses.</summary>
public sealed record ReconnectPolicy
{
    /// <summary>Pauses of 0.1 to 5 seconds without end.</summary>
    public static ReconnectPolicy Default { get; } = new();

    /// <summary>The pause after the first failed attempt (default 100 ms); each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause (default 5 s).</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failed attempts in a row after which the client gives up (default none: never).</summary>
    public int? MaxAttempts { get; init; }

    internal TimeSpan PauseAfter(int failures)
    {
        var factor = Math.Pow(2, Math.Min(failures - 1, 30));
        return TimeSpan.FromTicks((long)Math.Min(FirstPause.Ticks * factor, LongestPause.Ticks));
    }
}
