using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using SubstraTee.Attestation.Files;
using SubstraTee.Testing;

namespace SubstraTee.Attestation.Tests;

public class ManifestTests
{
    private static readonly Lazy<byte[]> Json = new(() => File.ReadAllBytes(Vectors.PathOf("attestation/MANIFEST.json")));

    private static readonly Lazy<ImmutableArray<(ManifestCase Case, CaseOutcome Outcome)>> Outcomes =
        new(() => ManifestRunner.Verify(Manifest.Parse(Json.Value, Vectors.PathOf("attestation"))));

    private static readonly Lazy<ManifestReport> Report =
        new(() => ManifestRunner.Compare(Outcomes.Value, ManifestExpectations.Parse(Json.Value)));

    [VectorTheory]
    [InlineData(EvidenceKind.Ias, 9)]
    [InlineData(EvidenceKind.SgxDcap, 24)]
    [InlineData(EvidenceKind.Tdx, 21)]
    [InlineData(EvidenceKind.SevSnp, 11)]
    [InlineData(EvidenceKind.ArmPsa, 9)]
    [InlineData(EvidenceKind.ArmCca, 11)]
    [InlineData(EvidenceKind.Keystone, 2)]
    [InlineData(EvidenceKind.Nitro, 5)]
    public void Every_case_of_a_kind_agrees_in_verdict_and_every_listed_value(EvidenceKind kind, int cases)
    {
        var results = Report.Value.Results.Where(result => result.Kind == kind).ToList();
        Assert.Equal(cases, results.Count);
        Findings.None(
            "values that differ from the manifest",
            results.SelectMany(result => result.Differences.Select(difference => $"{result.Id}: {difference}")));
    }

    [VectorFact]
    public void Verdicts_stay_the_same_when_the_manifest_expects_nothing()
    {
        var manifest = JsonNode.Parse(Json.Value)!;
        foreach (var one in manifest["cases"]!.AsArray())
        {
            Assert.True(one!.AsObject().Remove("expected"));
            one.AsObject().Remove("peers");
            one.AsObject().Remove("notes");
        }

        var blind = ManifestRunner.Verify(Manifest.Parse(Encoding.UTF8.GetBytes(manifest.ToJsonString()), Vectors.PathOf("attestation")));
        Assert.Equal(
            Outcomes.Value.Select(one => (one.Case.Id, one.Outcome.Verdict, one.Outcome.Reason, Values(one.Outcome))),
            blind.Select(one => (one.Case.Id, one.Outcome.Verdict, one.Outcome.Reason, Values(one.Outcome))));
    }

    [VectorFact]
    public void A_manifest_that_expects_something_else_is_disagreed_with_in_every_single_value()
    {
        var expectations = ManifestExpectations.Parse(Json.Value);
        var missed = new List<string>();
        foreach (var result in Report.Value.Results.Where(result => result.Kind <= EvidenceKind.Tdx))
        {
            foreach (var (path, _) in expectations.Of(result.Id).Where(one => one.Key != "reason"))
            {
                var wrong = JsonNode.Parse("""{"cases":[{"expected":{"verdict":"valid"}}]}""")!;
                wrong["cases"]![0]!["id"] = result.Id;
                var expected = wrong["cases"]![0]!["expected"]!;
                expected[path] = "something else";
                var report = ManifestRunner.Compare(
                    [.. Outcomes.Value.Where(one => one.Case.Id == result.Id)],
                    ManifestExpectations.Parse(Encoding.UTF8.GetBytes(wrong.ToJsonString())));
                if (!report.Results[0].Differences.Any(difference => difference.StartsWith($"{path}:", StringComparison.Ordinal)))
                {
                    missed.Add($"{result.Id}: {path}");
                }
            }
        }

        Findings.None("values that nothing is compared with", missed);
    }

    [Fact]
    public void Files_that_are_not_what_the_manifest_describes_are_not_blamed_on_a_verifier()
    {
        var folder = Directory.CreateTempSubdirectory("manifest");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "quote.bin"), [1, 2, 3]);
            var json = """
                {"cases":[
                  {"id":"a","kind":"tdx","files":[{"role":"quote","path":"quote.bin","length":4}],"expected":{"verdict":"invalid"}},
                  {"id":"b","kind":"tdx","files":[{"role":"quote","path":"../quote.bin"}],"expected":{"verdict":"invalid"}},
                  {"id":"c","kind":"tdx","files":[{"role":"quote","path":"missing.bin"}],"expected":{"verdict":"invalid"}},
                  {"id":"d","kind":"tdx","files":[],"expected":{"verdict":"invalid"}},
                  {"id":"e","kind":"tdx","files":[{"role":"quote","path":"quote.bin"}],"expected":{"verdict":"invalid"}}]}
                """u8.ToArray();
            var report = ManifestRunner.Compare(ManifestRunner.Verify(Manifest.Parse(json, folder.FullName)), ManifestExpectations.Parse(json));
            Assert.Equal(["unusable", "unusable", "unusable", "unusable", "refused"], report.Results.Select(result => result.Outcome.Verdict));
            Assert.Equal(1, report.Agree);
            Assert.False(report.AllAgree);
            Assert.Equal([(EvidenceKind.Tdx, 1, 5)], report.ByKind());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"cases":[{"id":"a","kind":"sgx","files":[]}]}""")]
    [InlineData("""{"cases":[{"id":"a","kind":"tdx","files":[]},{"id":"a","kind":"tdx","files":[]}]}""")]
    [InlineData("not json")]
    public void A_manifest_of_another_form_is_named(string json) =>
        Assert.Throws<ManifestException>(() => Manifest.Parse(Encoding.UTF8.GetBytes(json), "."));

    /// <summary>The exact reason of every refusal: the manifest says it in words only.</summary>
    [VectorTheory]
    [InlineData("ias/integritee-neg-cert-fake-quote-status", RefusalReason.CertificateMalformed)]
    [InlineData("ias/integritee-neg-cert-too-short1", RefusalReason.CertificateMalformed)]
    [InlineData("ias/integritee-neg-cert-wrong-platform-blob", RefusalReason.IasSignatureInvalid)]
    [InlineData("sgx-dcap/fortanix-raw-tcb-certtype3", RefusalReason.CertificationDataUnsupported)]
    [InlineData("sgx-dcap/oasis-pcs-sgx-published-bad-tcb-certs", RefusalReason.CertificateSubject)]
    [InlineData("sgx-dcap/oasis-pcs-sgx-published-pck-expired", RefusalReason.CertificateExpired)]
    [InlineData("sgx-dcap/oasis-pcs-sgx-published-qeid-not-yet-valid", RefusalReason.CollateralNotYetValid)]
    [InlineData("sgx-dcap/openenclave-cert-ec-bad", RefusalReason.CertificateMissing)]
    [InlineData("sgx-dcap/openenclave-sgx-cert-rsa-bad", RefusalReason.CertificateKeyInvalid)]
    [InlineData("tdx/dcap-qvl-tappd", RefusalReason.TcbLevelMissing)]
    [InlineData("tdx/dcap-qvl-tdx-quote-hex", RefusalReason.TcbLevelMissing)]
    [InlineData("tdx/dstack-ra-tls-tdx", RefusalReason.TcbLevelMissing)]
    [InlineData("tdx/go-tdx-guest-spr-e4", RefusalReason.TcbLevelMissing)]
    [InlineData("tdx/intel-qvl-sample-tdx", RefusalReason.TcbInfoMalformed)]
    [InlineData("tdx/trustee-tdx-quote-5-v5", RefusalReason.TcbLevelMissing)]
    public void Refused_cases_are_refused_for_their_own_reason(string id, RefusalReason reason) =>
        Assert.Equal(reason.Code(), Report.Value.Results.Single(result => result.Id == id).Outcome.Reason);

    [VectorFact]
    public void Cases_that_are_not_verified_say_so_in_their_own_words()
    {
        Assert.Equal("signature_only", Report.Value.Results.Single(result => result.Id == "sgx-dcap/certifier-sgx").Outcome.Verdict);
        Assert.Equal("per_file", Report.Value.Results.Single(result => result.Id == "ias/mobilecoin-bodies").Outcome.Verdict);
    }

    private static string Values(CaseOutcome outcome) =>
        string.Join('\n', outcome.Values.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));
}
