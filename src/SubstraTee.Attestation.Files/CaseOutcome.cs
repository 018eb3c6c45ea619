using System.Collections.Immutable;

namespace SubstraTee.Attestation.Files;

/// <summary>What came of one case, in the words of the manifest's form.</summary>
/// <param name="Verdict"><c>verified</c>, <c>refused</c>, <c>signature_only</c>, <c>decoded</c> or <c>per_file</c>.</param>
/// <param name="Reason">The code of the refusal, or empty.</param>
/// <param name="Detail">What was seen, for people.</param>
/// <param name="Values">Every value met on the way, by its path.</param>
public sealed record CaseOutcome(string Verdict, string Reason, string Detail, ImmutableDictionary<string, string> Values)
{
    /// <summary>What one verdict says.</summary>
    internal static CaseOutcome Of(Verdict verdict)
    {
        var values = verdict.Diagnostics.Entries.ToImmutableDictionary(StringComparer.Ordinal);
        return verdict switch
        {
            Verdict.Refused refused => new(
                refused.Text, refused.Reason.Code(), refused.Detail, values.AddRange(VendorTerms.Of(refused.Reason))),
            Verdict.Verified verified => new(
                verified.Text, "", "", values.Add("production_policy_verdict", ProductionView.Of(verified.Evidence))),
            _ => new(verdict.Text, "", "", values),
        };
    }

    /// <summary>What a case came to that is about a key pair instead of evidence.</summary>
    internal static CaseOutcome KeyPair(bool fits, string publicKey) => new(
        fits ? "verified" : "refused",
        "",
        fits ? "" : "the public key is not that of the secret",
        ImmutableDictionary<string, string>.Empty.Add("scope", "key pair").Add("device_public_key", publicKey));

    /// <summary>What a case came to whose files are judged one by one.</summary>
    internal static CaseOutcome PerFile(IEnumerable<KeyValuePair<string, string>> values) =>
        new("per_file", "", "", values.ToImmutableDictionary(StringComparer.Ordinal));
}
