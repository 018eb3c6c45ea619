namespace SubstraTee.Fuzz;

/// <summary>What a run over one target came to.</summary>
/// <param name="Runs">Inputs that were tried.</param>
/// <param name="Kept">Inputs that were worth going on from, seeds and corpus included.</param>
/// <param name="Finding">The first input that broke something; the run ends there.</param>
public sealed record FuzzReport(long Runs, int Kept, FuzzFinding? Finding);
