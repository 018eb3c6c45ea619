using System.Globalization;

namespace SubstraTee.Cli;

/// <summary>Times as people read them.</summary>
internal static class Utc
{
    private static readonly long MaxSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
    private static readonly long MinSeconds = DateTimeOffset.MinValue.ToUnixTimeSeconds();

    /// <summary>A time of Unix seconds, for example <c>2026-05-01T12:00:00Z</c>; null stays null.</summary>
    public static string? Text(long? seconds) => seconds is not { } time
        ? null
        : DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(time, MinSeconds, MaxSeconds))
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time of Unix milliseconds.</summary>
    public static string TextOfMs(ulong ms) => Text((long)Math.Min(ms / 1000, (ulong)MaxSeconds))!;
}
