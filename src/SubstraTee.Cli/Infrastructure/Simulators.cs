namespace SubstraTee.Cli;

/// <summary>Finds the program that plays hardware; only what is called simulated ever runs it.</summary>
internal static class Simulators
{
    /// <summary>What help calls it when none is named.</summary>
    public const string Fallback = "simulator/substratee-simulator beside this program";

    /// <summary>The one that was published with this program; null where there is none.</summary>
    public static string? BesideUs =>
        Path.Combine(AppContext.BaseDirectory, "simulator", "substratee-simulator") is var path && File.Exists(path) ? path : null;
}
