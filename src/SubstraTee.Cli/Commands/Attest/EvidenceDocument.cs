using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>What verified evidence says. Times are Unix seconds; numbers that may pass 2^53 are texts.</summary>
internal sealed record EvidenceDocument(
    string Measurement,
    ImmutableSortedDictionary<string, string> Registers,
    string? Signer,
    uint? ProductId,
    string? SecurityVersion,
    ImmutableSortedDictionary<string, string> SecurityVersions,
    string ReportData,
    bool Debug,
    string TcbStatus,
    ImmutableArray<string> Advisories,
    ImmutableArray<string> Platform,
    long? ValidFrom,
    long? ValidUntil,
    long? IssuedAt,
    uint? TcbEvaluationNumber,
    string SignedBy,
    string Anchors,
    ImmutableArray<SkippedDocument> Skipped)
{
    /// <summary>The document of verified evidence.</summary>
    public static EvidenceDocument Of(VerifiedEvidence evidence) => new(
        evidence.Measurement.ToString(),
        evidence.Registers.GroupBy(one => one.Name, StringComparer.Ordinal).ToImmutableSortedDictionary(
            one => one.Key, one => Hex.Encode(one.First().Value.AsSpan()), StringComparer.Ordinal),
        evidence.Signer.IsEmpty ? null : Hex.Encode(evidence.Signer.AsSpan()),
        evidence.ProductId,
        Text(evidence.SecurityVersion),
        evidence.SecurityVersions.GroupBy(one => one.Name, StringComparer.Ordinal).ToImmutableSortedDictionary(
            one => one.Key, one => Text(one.First().Value)!, StringComparer.Ordinal),
        Hex.Encode(evidence.ReportData.AsSpan()),
        evidence.Debug,
        evidence.Tcb.Text(),
        evidence.Advisories,
        [.. evidence.Platform.Select(one => one.ToString())],
        evidence.Validity.From == long.MinValue ? null : evidence.Validity.From,
        evidence.Validity.Until == long.MaxValue ? null : evidence.Validity.Until,
        evidence.IssuedAt,
        evidence.TcbEvaluationNumber,
        SnakeCase.Of(evidence.SignedBy.ToString()),
        evidence.AnchorClass == AnchorClass.Test ? "test" : "production",
        [.. evidence.Skipped.Select(one => new SkippedDocument(one.Check.Text(), one.Detail))]);

    /// <summary>The lines of its facts.</summary>
    public IEnumerable<(string Name, string? Value)> Facts() =>
    [
        ("measurement", Measurement),
        ("signer", Signer),
        ("product", ProductId is null ? null : $"{ProductId}"),
        ("security version", SecurityVersion),
        .. SecurityVersions.Select(one => ($"  {one.Key}", (string?)one.Value)),
        ("debug", Debug ? "YES: its host can look into it" : "no"),
        ("TCB status", TcbStatus),
        ("advisories", Advisories.IsEmpty ? null : string.Join(", ", Advisories)),
        ("platform", Platform.IsEmpty ? null : string.Join(", ", Platform)),
        ("report data", ReportData),
        ("valid", $"{Utc.Text(ValidFrom) ?? "always"} to {Utc.Text(ValidUntil) ?? "always"}"),
        ("made", Utc.Text(IssuedAt)),
        ("evaluation number", TcbEvaluationNumber is null ? null : $"{TcbEvaluationNumber}"),
        ("anchors", Anchors == "test" ? "TEST ROOTS: a simulation, which protects nothing" : "production"),
        .. Skipped.Select(one => ("NOT checked", (string?)$"{one.Check}: {one.Detail}")),
        .. Registers.Select(one => ($"  {one.Key}", (string?)one.Value)),
    ];

    private static string? Text(ulong? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A check that was left out.</summary>
internal sealed record SkippedDocument(string Check, string Detail);

/// <summary>One thing that a policy minds.</summary>
internal sealed record ViolationDocument(string Reason, string Detail);
