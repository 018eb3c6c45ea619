namespace SubstraTee.Attestation;

/// <summary>The time within which everything that the verdict rests on is valid, as Unix seconds, both ends included.</summary>
/// <param name="From">The latest of all issue dates and beginnings.</param>
/// <param name="Until">The earliest of all next updates and ends; <see cref="long.MaxValue"/> where nothing ends.</param>
public readonly record struct ValidityWindow(long From, long Until)
{
    /// <summary>A window without bounds: what evidence has that does not depend on time.</summary>
    public static ValidityWindow Always => new(long.MinValue, long.MaxValue);

    /// <summary>Whether a time lies within.</summary>
    public bool Contains(long time) => From <= time && time <= Until;

    /// <summary>The time that both windows have in common.</summary>
    public ValidityWindow Intersect(ValidityWindow other) => new(Math.Max(From, other.From), Math.Min(Until, other.Until));
}
