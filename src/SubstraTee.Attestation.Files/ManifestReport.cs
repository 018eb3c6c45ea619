using System.Collections.Immutable;

namespace SubstraTee.Attestation.Files;

/// <summary>How far the verifiers agree with a manifest.</summary>
/// <param name="Results">Every case, in the manifest's order.</param>
public sealed record ManifestReport(ImmutableArray<CaseResult> Results)
{
    /// <summary>Cases that agree.</summary>
    public int Agree => Results.Count(result => result.Agrees);

    /// <summary>Cases that do not.</summary>
    public int Disagree => Results.Length - Agree;

    /// <summary>Whether all agree, and there is at least one.</summary>
    public bool AllAgree => Agree > 0 && Disagree == 0;

    /// <summary>A line for each kind, in the order of the kinds: name, cases that agree, cases.</summary>
    public IEnumerable<(EvidenceKind Kind, int Agree, int Cases)> ByKind() =>
        from result in Results
        group result by result.Kind into kind
        orderby kind.Key
        select (kind.Key, kind.Count(one => one.Agrees), kind.Count());
}
