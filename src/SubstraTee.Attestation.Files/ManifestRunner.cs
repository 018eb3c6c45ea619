using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SubstraTee.Attestation.Files;

/// <summary>Verifies every case of a manifest and compares the outcomes with what it expects.</summary>
public static class ManifestRunner
{
    private static readonly FrozenDictionary<string, string> VerdictNames = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["valid"] = "verified",
        ["invalid"] = "refused",
        ["signature-only"] = "signature_only",
        ["decode-ok"] = "decoded",
        ["per-file"] = "per_file",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Verifies all cases; nothing of what they expect is read.</summary>
    /// <exception cref="ManifestException">The manifest cannot be used.</exception>
    public static ImmutableArray<(ManifestCase Case, CaseOutcome Outcome)> Verify(Manifest manifest) =>
        [.. manifest.Cases.Select(one => (one, CaseRunners.Run(one, new CaseFiles(manifest.Folder, one))))];

    /// <summary>Verifies all cases, then reads what they expect and compares.</summary>
    /// <exception cref="ManifestException">The manifest cannot be used.</exception>
    public static ManifestReport Run(string path)
    {
        var outcomes = Verify(Manifest.Load(path));
        return Compare(outcomes, ManifestExpectations.Load(path));
    }

    /// <summary>Compares outcomes with what a manifest expects.</summary>
    public static ManifestReport Compare(ImmutableArray<(ManifestCase Case, CaseOutcome Outcome)> outcomes, ManifestExpectations expectations) =>
        new([.. outcomes.Select(one => new CaseResult(one.Case.Id, one.Case.Kind, one.Outcome, Compare(one.Outcome, expectations.Of(one.Case.Id))))]);

    private static ImmutableArray<string> Compare(CaseOutcome outcome, ImmutableArray<KeyValuePair<string, string?>> expected)
    {
        if (!expected.Any(one => one.Key == "verdict"))
        {
            return ["the manifest expects no verdict"];
        }

        var differences = ImmutableArray.CreateBuilder<string>();
        foreach (var (path, text) in expected)
        {
            if (path == "reason")
            {
                // Words on the first true cause, which another order of checks may not meet first.
                continue;
            }

            if (path == "verdict")
            {
                Expect("verdict", text is not null && VerdictNames.TryGetValue(text, out var name) ? name : text, outcome.Verdict, outcome, differences);
                continue;
            }

            outcome.Values.TryGetValue(path, out var actual);
            Expect(path, ExpectedText.Comparable(path, text), actual, outcome, differences);
        }

        return differences.ToImmutable();
    }

    private static void Expect(string path, string? expected, string? actual, CaseOutcome outcome, ImmutableArray<string>.Builder differences)
    {
        if (expected != actual)
        {
            var why = path == "verdict" && outcome.Detail.Length > 0 ? $" ({outcome.Reason}: {outcome.Detail})" : "";
            differences.Add($"{path}: expected {expected ?? "nothing"}, got {actual ?? "nothing"}{why}");
        }
    }
}
