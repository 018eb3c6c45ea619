using System.Globalization;

namespace SubstraTee.Node;

/// <summary>When a node makes blocks: as soon as something waits, or at an interval.</summary>
public readonly record struct BlockTime
{
    private BlockTime(TimeSpan interval) => Interval = interval;

    /// <summary>A block as soon as a transaction waits; none otherwise.</summary>
    public static BlockTime Instant => default;

    /// <summary>The time from block to block; zero for <see cref="Instant"/>.</summary>
    public TimeSpan Interval { get; }

    /// <summary>True for <see cref="Instant"/>.</summary>
    public bool IsInstant => Interval == TimeSpan.Zero;

    /// <summary>A block at an interval, whether something waits or not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 50 ms and an hour.</exception>
    public static BlockTime Every(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromMilliseconds(50));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(interval, TimeSpan.FromHours(1));
        return new BlockTime(interval);
    }

    /// <summary>Reads <c>instant</c>, or a time such as <c>6s</c> or <c>500ms</c>.</summary>
    public static bool TryParse(string? text, out BlockTime time)
    {
        time = Instant;
        if (text == "instant")
        {
            return true;
        }

        var (digits, unit) = text switch
        {
            not null when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 1),
            not null when text.EndsWith('s') => (text[..^1], 1000),
            _ => ("", 0),
        };
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || (long)number * unit is < 50 or > 3_600_000)
        {
            return false;
        }

        time = Every(TimeSpan.FromMilliseconds((long)number * unit));
        return true;
    }

    /// <summary>What <see cref="TryParse"/> reads.</summary>
    public override string ToString() =>
        IsInstant ? "instant"
        : Interval.TotalMilliseconds % 1000 == 0 ? $"{(long)Interval.TotalSeconds}s"
        : $"{(long)Interval.TotalMilliseconds}ms";
}
