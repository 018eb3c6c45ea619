using System.Collections.Immutable;

namespace SubstraTee.Attestation.Files;

/// <summary>One case: what came of it, and where that differs from what the manifest expects.</summary>
/// <param name="Id">Kind and name.</param>
/// <param name="Kind">The kind of evidence.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Differences">One line for each expected value that is not met; empty when the case agrees.</param>
public sealed record CaseResult(string Id, EvidenceKind Kind, CaseOutcome Outcome, ImmutableArray<string> Differences)
{
    /// <summary>Whether verdict and every listed value are as expected.</summary>
    public bool Agrees => Differences.IsEmpty;
}
