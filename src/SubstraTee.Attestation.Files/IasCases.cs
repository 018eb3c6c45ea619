using SubstraTee.Attestation.Intel;

namespace SubstraTee.Attestation.Files;

/// <summary>Cases of reports of Intel's attestation service.</summary>
internal static class IasCases
{
    private const string Role = "avr_body";

    public static CaseOutcome Run(ManifestCase testCase, CaseFiles files)
    {
        var options = new VerificationOptions { CollectDiagnostics = true };
        if (files.Has(Role) && !files.Has("avr_signature"))
        {
            return CaseOutcome.PerFile(files.All(Role).SelectMany(file => Decode(file.Name, file.Contents, options)));
        }

        Collateral collateral = files.Has("avr_signature")
            ? new IasCollateral { Signature = files.Get("avr_signature"), SigningChain = files.Get("signing_chain_urlencoded") }
            : Collateral.None;
        var evidence = files.Get(files.Has("ra_cert") ? "ra_cert" : files.Has(Role) ? Role : "ias_attestation_json");
        var outcome = CaseOutcome.Of(EvidenceVerifier.Verify(
            EvidenceKind.Ias, evidence, collateral, files.Anchors(AnchorRole.IntelIasSigningCa), testCase.Time ?? 0, options));
        return files.Has("enclave_signing_pubkey") ? WithBinding(outcome, files.Get("enclave_signing_pubkey")) : outcome;
    }

    private static IEnumerable<KeyValuePair<string, string>> Decode(string name, ReadOnlyMemory<byte> body, VerificationOptions options)
    {
        var verdict = EvidenceVerifier.Verify(
            EvidenceKind.Ias, body, Collateral.None, TrustAnchors.None, 0, options with { Depth = VerificationDepth.DecodeOnly });
        var prefix = $"per_file.{name}";
        yield return KeyValuePair.Create($"{prefix}.verdict", verdict.Text);
        foreach (var (path, value) in verdict.Diagnostics.Entries)
        {
            var last = path.StartsWith("fields.", StringComparison.Ordinal) ? path["fields.".Length..] : path;
            yield return KeyValuePair.Create($"{prefix}.{last}", value);
        }
    }

    // Report data is the enclave's key and 32 zero bytes: all 64 count, never a prefix alone.
    private static CaseOutcome WithBinding(CaseOutcome outcome, ReadOnlyMemory<byte> key)
    {
        var expected = Convert.ToHexStringLower(key.Span) + new string('0', 128 - (2 * key.Length));
        return outcome.Values.GetValueOrDefault("fields.report_data") == expected
            ? outcome with { Values = outcome.Values.SetItem("report_data_binding", "first 32 bytes = enclave ed25519 signing key") }
            : outcome;
    }
}
