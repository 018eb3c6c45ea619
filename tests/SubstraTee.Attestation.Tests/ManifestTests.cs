using SubstraTee.Attestation.Files;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests;

public class ManifestTests
{
    private static readonly Lazy<ManifestReport> Report = new(() => ManifestRunner.Run(Vectors.PathOf("attestation/MANIFEST.json")));

    [VectorTheory]
    [InlineData(EvidenceKind.Ias, 9)]
    [InlineData(EvidenceKind.SgxDcap, 24)]
    [InlineData(EvidenceKind.Tdx, 21)]
    public void Every_case_of_a_kind_agrees_in_verdict_and_every_listed_value(EvidenceKind kind, int cases)
    {
        var results = Report.Value.Results.Where(result => result.Kind == kind).ToList();
        Assert.Equal(cases, results.Count);
        Findings.None(
            "values that differ from the manifest",
            results.SelectMany(result => result.Differences.Select(difference => $"{result.Id}: {difference}")));
    }
}
