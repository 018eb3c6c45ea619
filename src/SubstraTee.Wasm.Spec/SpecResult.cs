namespace SubstraTee.Wasm.Spec;

/// <summary>What came of one command.</summary>
/// <param name="Script">Name of the script.</param>
/// <param name="Command">The command.</param>
/// <param name="Failure">Why it failed, or null when it passed.</param>
/// <param name="Outcome">Results, trap or refusal, in a form that can be compared between tiers.</param>
/// <param name="FuelUsed">Fuel that it used; bits of NaN, traps and fuel are the same in every tier.</param>
public sealed record SpecResult(string Script, SpecCommand Command, string? Failure, string Outcome, long FuelUsed)
{
    /// <summary>True when it did what the script says.</summary>
    public bool Passed => Failure is null;

    /// <summary>Where it is, and what is wrong.</summary>
    public override string ToString() => $"{Script}.wast:{Command.Line}: {Command.Kind}: {Failure ?? "passed"}";
}
