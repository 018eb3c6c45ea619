using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Attestation.Files;

namespace SubstraTee.Cli;

/// <summary><c>substratee attest verify --manifest</c>: how far the verifiers agree with a set of test vectors.</summary>
internal static class AttestManifest
{
    /// <summary>Verifies every case, then compares.</summary>
    /// <returns>Ok only when all cases agree.</returns>
    /// <exception cref="CliException">The manifest cannot be used.</exception>
    public static int Run(Invocation run, string path, string? clash)
    {
        if (clash is not null)
        {
            throw CliErrors.BadValue(clash, path, "given without evidence of its own: a manifest names all of it");
        }

        ManifestReport report;
        try
        {
            report = ManifestRunner.Run(path);
        }
        catch (ManifestException refused)
        {
            throw CliErrors.FileUnusable(path, refused);
        }

        run.Result(Describe(report), CliJson.Default.ManifestDocument, WriteText);
        return report.AllAgree ? ExitCodes.Ok : ExitCodes.Verification;
    }

    private static ManifestDocument Describe(ManifestReport report) => new(
        report.Agree,
        report.Disagree,
        report.ByKind().ToImmutableSortedDictionary(
            one => one.Kind.Text(), one => new AgreementDocument(one.Agree, one.Cases - one.Agree), StringComparer.Ordinal),
        "substratee.attest.manifest/1",
        [.. report.Results.Select(one => new CaseDocument(
            one.Id, one.Kind.Text(), one.Outcome.Verdict, one.Outcome.Reason.Length == 0 ? null : one.Outcome.Reason, one.Agrees, one.Differences))]);

    private static void WriteText(TextWriter output, ManifestDocument report)
    {
        foreach (var one in report.Cases.Where(one => !one.Agrees))
        {
            output.WriteLine($"{one.Case}: {one.Verdict}{(one.Reason is null ? string.Empty : $" ({one.Reason})")}");
            foreach (var difference in one.Differences)
            {
                output.WriteLine($"  {difference}");
            }
        }

        Table.Write(output, report.Kinds.Select(one => (IReadOnlyList<string>)[one.Key, $"{one.Value.Agree} agree", $"{one.Value.Disagree} disagree"]));
        output.WriteLine($"{report.Agree} agree, {report.Disagree} disagree");
    }
}

/// <summary>How far the verifiers agree with a manifest.</summary>
internal sealed record ManifestDocument(
    int Agree,
    int Disagree,
    ImmutableSortedDictionary<string, AgreementDocument> Kinds,
    string Schema,
    ImmutableArray<CaseDocument> Cases);

/// <summary>Cases of one kind.</summary>
internal sealed record AgreementDocument(int Agree, int Disagree);

/// <summary>One case.</summary>
internal sealed record CaseDocument(string Case, string Kind, string Verdict, string? Reason, bool Agrees, ImmutableArray<string> Differences);
