namespace SubstraTee.Simulation;

/// <summary>From when to when something that a simulation issues is valid; time is always the caller's.</summary>
/// <param name="NotBefore">The first second.</param>
/// <param name="NotAfter">The last second.</param>
public readonly record struct SimulatedValidity(DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>A number of days from a moment on.</summary>
    public static SimulatedValidity Days(DateTimeOffset from, int days) => new(from, from.AddDays(days));
}
