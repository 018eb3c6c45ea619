using System.Globalization;

namespace SubstraTee.Client;

/// <summary>Holds the chain's time, by which evidence is judged, against the client's own clock.</summary>
/// <remarks>
/// Whoever is shown an old block as the newest is shown registrations that have ended since. A development chain without
/// traffic makes no blocks, and its time stands still: there it is told and not refused.
/// </remarks>
internal static class ClockJudge
{
    /// <summary>How far the two may be apart.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>What is to be said of the chain's time; null when it is plausible.</summary>
    /// <param name="chainMs">The chain's time, milliseconds since 1970.</param>
    /// <param name="clock">The client's clock.</param>
    /// <param name="standingIsAccepted">Whether the chain's time may stand still.</param>
    public static TrustFinding? FindingOf(ulong chainMs, TimeProvider clock, bool standingIsAccepted)
    {
        var here = clock.GetUtcNow();
        var apart = (Int128)chainMs - here.ToUnixTimeMilliseconds();
        if (Int128.Abs(apart) <= (Int128)Tolerance.TotalMilliseconds)
        {
            return null;
        }

        var hours = ((double)Int128.Abs(apart) / Tolerance.TotalMilliseconds).ToString("0.#", CultureInfo.InvariantCulture);
        return new TrustFinding(
            standingIsAccepted && apart < 0 ? TrustSeverity.Warning : TrustSeverity.Refusal,
            "clock_implausible",
            $"the chain's time is {hours} hours {(apart < 0 ? "behind" : "ahead of")} this computer's: the node shows an old block, or one of the clocks is wrong");
    }
}
