using System.Collections.Immutable;
using SubstraTee.Attestation;

namespace SubstraTee.Cli;

/// <summary>What a verifier said of evidence, and a policy of that.</summary>
/// <param name="Schema">The document's form.</param>
/// <param name="Kind">The kind of evidence.</param>
/// <param name="At">For when it was asked, Unix seconds.</param>
/// <param name="Verdict"><c>verified</c>, <c>refused</c>, <c>signature_only</c> or <c>decoded</c>.</param>
/// <param name="Reason">Code of the refusal, or null.</param>
/// <param name="Detail">What was seen there, or null.</param>
/// <param name="Policy">Name of the policy.</param>
/// <param name="Accepted">Whether the policy accepts it.</param>
/// <param name="Violations">Everything that the policy minds.</param>
/// <param name="Concessions">What a strict policy would have minded.</param>
/// <param name="Evidence">What it says; null unless verified.</param>
/// <param name="Diagnostics">What was seen on the way, also of refused evidence: nothing to decide by; null unless asked for.</param>
internal sealed record VerdictDocument(
    string Schema,
    string Kind,
    long At,
    string Verdict,
    string? Reason,
    string? Detail,
    string Policy,
    bool Accepted,
    ImmutableArray<ViolationDocument> Violations,
    ImmutableArray<string> Concessions,
    EvidenceDocument? Evidence,
    ImmutableArray<DiagnosticDocument>? Diagnostics)
{
    /// <summary>The document of a verdict and a decision.</summary>
    public static VerdictDocument Of(Verdict verdict, PolicyDecision decision, string policy, long at) => new(
        "substratee.attest.verify/1",
        verdict.Kind.Text(),
        at,
        verdict.Text,
        (verdict as Attestation.Verdict.Refused)?.Reason.Code(),
        (verdict as Attestation.Verdict.Refused)?.Detail,
        policy,
        decision is PolicyDecision.Accepted,
        ViolationsOf(decision),
        decision is PolicyDecision.Accepted accepted ? accepted.Concessions : [],
        verdict is Attestation.Verdict.Verified verified ? EvidenceDocument.Of(verified.Evidence) : null,
        verdict.Diagnostics.Entries.IsEmpty ? null : [.. verdict.Diagnostics.Entries.Select(one => new DiagnosticDocument(one.Key, one.Value))]);

    /// <summary>Everything that a policy minds.</summary>
    public static ImmutableArray<ViolationDocument> ViolationsOf(PolicyDecision? decision) => decision is PolicyDecision.Rejected rejected
        ? [.. rejected.Violations.Select(one => new ViolationDocument(one.Reason.Code(), one.Detail))]
        : [];

    /// <summary>Writes it for people.</summary>
    public static void WriteText(TextWriter output, VerdictDocument one)
    {
        output.WriteLine(one.Reason is null ? $"{one.Kind}: {one.Verdict}" : $"{one.Kind}: refused, {one.Reason}: {one.Detail}");
        if (one.Evidence is { } evidence)
        {
            output.WriteLine($"policy '{one.Policy}': {(one.Accepted ? "accepted" : "REJECTED")}");
            WriteMinded(output, one.Violations, one.Concessions);
            Table.Facts(output, evidence.Facts());
        }

        foreach (var seen in one.Diagnostics ?? [])
        {
            output.WriteLine($"seen: {seen.Path} = {seen.Value}");
        }
    }

    /// <summary>Writes what a policy minds or overlooks.</summary>
    public static void WriteMinded(TextWriter output, ImmutableArray<ViolationDocument> violations, ImmutableArray<string> concessions)
    {
        foreach (var violation in violations)
        {
            output.WriteLine($"  {violation.Reason}: {violation.Detail}");
        }

        foreach (var concession in concessions)
        {
            output.WriteLine($"  overlooked: {concession}");
        }
    }
}

/// <summary>A value that was seen.</summary>
internal sealed record DiagnosticDocument(string Path, string Value);
