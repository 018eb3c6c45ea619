using System.Collections.Immutable;
using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client.Tests;

public sealed class ShardEvidenceTests
{
    private const string Code = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private const string Long = "0x222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222";
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Fact]
    public void A_policy_becomes_rules_that_judge_as_it_does()
    {
        var policy = Parse($$"""
            {
              "version": 1, "accept_tcb": ["UpToDate", "SWHardeningNeeded", "OutOfDate"],
              "kinds": {
                "sgx-dcap": { "measurements": ["{{Code}}"], "min_security_versions": { "isv_svn": 3 } },
                "sev-snp": { "measurements": ["{{Long}}"], "registers": { "host_data": ["{{Code}}", "{{Long}}"] } }
              }
            }
            """);

        var made = Made(policy, TrustAnchors.Production, Day);

        Assert.False(made.Rules.TestRoots);
        Assert.False(made.Rules.AllowDebug);
        Assert.Equal(86_400_000ul, made.Rules.LifetimeMs);
        Assert.Equal(new SecurityFloor(EvidenceKind.SgxDcap, "isv_svn", 3), Assert.Single(made.Rules.Floors));
        Assert.Equal(
            [AnchorRole.IntelSgxRoot, AnchorRole.AmdArkMilan, AnchorRole.AmdArkGenoa, AnchorRole.AmdArkTurin],
            made.Rules.Roots.Select(root => root.Role));
        Same(policy, made);
    }

    [Fact]
    public void Kinds_that_share_a_vendor_or_a_family_stay_apart()
    {
        var sgx = Parse($$"""{ "version": 1, "kinds": { "sgx-dcap": { "measurements": ["{{Code}}"] } } }""");
        Same(sgx, Made(sgx, TrustAnchors.Production, Day));
        var both = Parse($$"""{ "version": 1, "kinds": { "ias": { "measurements": ["{{Code}}"] }, "sgx-dcap": { "measurements": ["{{Code}}"] } } }""");
        Same(both, Made(both, TrustAnchors.Production, Day));
        var all = Parse($$"""{ "version": 1, "kinds": { "tdx": { "measurements": ["{{Code}}"] }, "nitro": { "measurements": ["{{Code}}"] } } }""");
        Same(all, Made(all, TrustAnchors.Production, Day));
    }

    [Fact]
    public void Debug_is_taken_over_from_the_policy_that_is_named_so()
    {
        var policy = Parse($$"""{ "version": 1, "name": "allow-debug-INSECURE", "kinds": { "sgx-dcap": { "measurements": ["{{Code}}"] } } }""");

        Assert.True(Made(policy, TrustAnchors.Production, Day).Rules.AllowDebug);
    }

    [Theory]
    [InlineData("kinds.sgx-dcap.any_code", "sgx-dcap", """ "any_code": true """)]
    [InlineData("kinds.sgx-dcap.signers", "sgx-dcap", """ "measurements": ["CODE"], "signers": ["0x01"] """)]
    [InlineData("kinds.sgx-dcap.measurements is missing", "sgx-dcap", """ "registers": { "mrsigner": ["CODE"] } """)]
    [InlineData("kinds.sgx-dcap.product_id", "sgx-dcap", """ "measurements": ["CODE"], "product_id": 0 """)]
    [InlineData("kinds.sgx-dcap.min_security_version", "sgx-dcap", """ "measurements": ["CODE"], "min_security_version": 1 """)]
    [InlineData("kinds.sgx-dcap.accept_advisories", "sgx-dcap", """ "measurements": ["CODE"], "accept_advisories": [] """)]
    [InlineData("kinds.sgx-dcap.max_age_seconds", "sgx-dcap", """ "measurements": ["CODE"], "max_age_seconds": 60 """)]
    [InlineData("kinds.sgx-dcap.min_tcb_evaluation", "sgx-dcap", """ "measurements": ["CODE"], "min_tcb_evaluation": 17 """)]
    [InlineData("kinds.sgx-dcap.platforms", "sgx-dcap", """ "measurements": ["CODE"], "platforms": [{ "kind": "platform_instance", "value": "0x00906ea10000" }] """)]
    [InlineData("kinds.tdx.tdx.require_sept_ve_disable", "tdx", """ "measurements": ["CODE"], "tdx": { "require_sept_ve_disable": false } """)]
    [InlineData("kinds.tdx.tdx.allow_migratable", "tdx", """ "measurements": ["CODE"], "tdx": { "allow_migratable": true } """)]
    [InlineData("kinds.tdx.tdx.allow_service_td", "tdx", """ "measurements": ["CODE"], "tdx": { "allow_service_td": true } """)]
    [InlineData("kinds.sev-snp.sev_snp.allow_migratable", "sev-snp", """ "measurements": ["CODE"], "sev_snp": { "allow_migratable": true } """)]
    [InlineData("kinds.sev-snp.sev_snp.max_vmpl", "sev-snp", """ "measurements": ["CODE"], "sev_snp": { "max_vmpl": 1 } """)]
    [InlineData("kinds.sev-snp.sev_snp.require_alias_check", "sev-snp", """ "measurements": ["CODE"], "sev_snp": { "require_alias_check": false } """)]
    [InlineData("kinds.sev-snp.sev_snp.min_tcb", "sev-snp", """ "measurements": ["CODE"], "sev_snp": { "min_tcb": { "milan": { "snp": 20 } } } """)]
    [InlineData("kinds.sgx-dcap.registers.mrsigner is empty", "sgx-dcap", """ "measurements": ["CODE"], "registers": { "mrsigner": [] } """)]
    [InlineData("kinds.keystone has no anchor: keystone_device", "keystone", """ "measurements": ["CODE"], "registers": { "sm_hash": ["CODE"] } """)]
    public void What_a_shards_policy_cannot_say_is_refused_by_name(string expected, string kind, string rules)
    {
        var policy = Parse($$"""{ "version": 1, "kinds": { "{{kind}}": { {{rules.Replace("CODE", Code, StringComparison.Ordinal)}} } } }""");

        Assert.StartsWith(expected, Refusal(policy, TrustAnchors.Production, Day), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_values_that_do_not_fit_on_chain_are_refused_by_name()
    {
        var longName = new string('r', 65);
        var longValue = $"0x{new string('3', 130)}";
        Assert.StartsWith(
            $"kinds.sgx-dcap.registers.{longName}", Refused($$""" "registers": { "{{longName}}": ["{{Code}}"] } """), StringComparison.Ordinal);
        Assert.StartsWith("kinds.sgx-dcap.registers.r ", Refused($$""" "registers": { "r": ["{{longValue}}"] } """), StringComparison.Ordinal);
        Assert.StartsWith(
            $"kinds.sgx-dcap.min_security_versions.{longName}", Refused($$""" "min_security_versions": { "{{longName}}": 1 } """), StringComparison.Ordinal);

        static string Refused(string rule) => Refusal(
            Parse($$"""{ "version": 1, "kinds": { "sgx-dcap": { "measurements": ["{{Code}}"], {{rule}} } } }"""), TrustAnchors.Production, Day);
    }

    [Fact]
    public void More_than_fits_is_refused_with_the_limit()
    {
        var codes = string.Join(", ", Enumerable.Range(1, 65).Select(number => $"\"0x{number:x64}\""));
        Assert.Contains("at most 64 measurements, not 65", Of($$""" "measurements": [{{codes}}] """), StringComparison.Ordinal);
        var values = string.Join(", ", Enumerable.Range(1, 33).Select(number => $"\"0x{number:x2}\""));
        Assert.Contains(
            "at most 32 values in registers, not 33", Of($$""" "measurements": ["{{Code}}"], "registers": { "r": [{{values}}] } """), StringComparison.Ordinal);
        var floors = string.Join(", ", Enumerable.Range(1, 33).Select(number => $"\"f{number}\": 1"));
        Assert.Contains(
            "at most 32 floors", Of($$""" "measurements": ["{{Code}}"], "min_security_versions": { {{floors}} } """), StringComparison.Ordinal);

        static string Of(string rules) =>
            Refusal(Parse($$"""{ "version": 1, "kinds": { "sgx-dcap": { {{rules}} } } }"""), TrustAnchors.Production, Day);
    }

    [Fact]
    public void Rules_of_the_whole_policy_that_a_shards_cannot_have_are_refused_by_name()
    {
        var measured = $$"""{ "measurements": ["{{Code}}"] }""";
        Assert.StartsWith("kinds is empty", Refusal(AttestationPolicy.Default, TrustAnchors.Production, Day), StringComparison.Ordinal);
        Assert.StartsWith(
            "allow_skipped",
            Refusal(Parse($$"""{ "version": 1, "allow_skipped": ["pck-crl"], "kinds": { "sgx-dcap": {{measured}} } }"""), TrustAnchors.Production, Day),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "kinds.tdx.accept_tcb",
            Refusal(
                Parse($$"""{ "version": 1, "kinds": { "sgx-dcap": {{measured}}, "tdx": { "measurements": ["{{Code}}"], "accept_tcb": ["UpToDate"] } } }"""),
                TrustAnchors.Production,
                Day),
            StringComparison.Ordinal);
        Assert.Contains(
            "are of one family",
            Refusal(
                Parse($$"""{ "version": 1, "kinds": { "ias": {{measured}}, "sgx-dcap": { "measurements": ["0x{{new string('4', 64)}}"] } } }"""),
                TrustAnchors.Production,
                Day),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lifetimes_have_the_limits_of_the_protocol()
    {
        var policy = Parse($$"""{ "version": 1, "kinds": { "sgx-dcap": { "measurements": ["{{Code}}"] } } }""");
        foreach (var lifetime in (TimeSpan[])[TimeSpan.FromMilliseconds(999), TimeSpan.FromDays(91), TimeSpan.FromSeconds(-5)])
        {
            Assert.Contains("lifetime", Refusal(policy, TrustAnchors.Production, lifetime), StringComparison.Ordinal);
        }

        Assert.Equal(EvidenceRules.MaxLifetimeMs, Made(policy, TrustAnchors.Production, TimeSpan.FromDays(90)).Rules.LifetimeMs);
    }

    [Fact]
    public void Test_anchors_are_taken_only_where_the_policy_accepts_them_and_make_a_development_policy()
    {
        var strict = Parse($$"""{ "version": 1, "kinds": { "keystone": { "measurements": ["{{Code}}"], "registers": { "sm_hash": ["{{Long}}"] } } } }""");
        var anchors = TrustAnchors.Of([new TrustAnchor(AnchorRole.KeystoneDevice, AnchorClass.Test, new byte[32], "board", "here")]);

        Assert.StartsWith("accept_test_anchors", Refusal(strict, anchors, Day), StringComparison.Ordinal);
        var accepting = strict with { AcceptTestAnchors = true };
        var made = Made(accepting, anchors, Day);
        Assert.True(made.Rules.TestRoots);
        Assert.True(Admission(made).IsDevelopment);
        Same(accepting, made);
    }

    [Fact]
    public void A_kind_whose_firmware_is_not_named_is_refused_as_a_policy_refuses_its_evidence()
    {
        var rules = new KindPolicy { Measurements = [new Measurement(MeasurementFamily.Keystone, new byte[64])] };
        var policy = new AttestationPolicy { Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty.Add(EvidenceKind.Keystone, rules) };

        Assert.StartsWith("kinds.keystone.registers is incomplete", Refusal(policy, TrustAnchors.Production, Day), StringComparison.Ordinal);
    }

    // What the chain makes of the rules is what was asked for, kind by kind.
    private static void Same(AttestationPolicy asked, ShardEvidence made)
    {
        var judging = MemberJudge.ToAttestationPolicy(Admission(made), made.Rules);
        Assert.Equal(asked.Kinds.Keys.Order(), judging.Kinds.Keys.Order());
        Assert.Equal((asked.AcceptTestAnchors, asked.AcceptsDebug), (judging.AcceptTestAnchors, judging.AcceptsDebug));
        foreach (var (kind, rules) in asked.Kinds)
        {
            var same = judging.Kinds[kind];
            Assert.Equal(rules.Measurements.AsEnumerable(), same.Measurements);
            Assert.True(rules.AcceptedTcb.SetEquals(same.AcceptedTcb));
            Assert.Equal(rules.MinSecurityVersions.Order(), same.MinSecurityVersions.Order());
            Assert.Equal(Text(rules), Text(same));
        }

        static IEnumerable<string> Text(KindPolicy rules) => rules.Registers
            .SelectMany(one => one.Value.Select(value => $"{one.Key}={Convert.ToHexString(value.AsSpan())}"))
            .Order(StringComparer.Ordinal);
    }

    private static AdmissionPolicy Admission(ShardEvidence made) => new(made.Measurements, made.Rules, false, 1, [], 60_000);

    private static AttestationPolicy Parse(string json)
    {
        Assert.True(AttestationPolicy.TryParse(Encoding.UTF8.GetBytes(json), out var policy, out var error), error);
        return policy;
    }

    private static ShardEvidence Made(AttestationPolicy policy, TrustAnchors anchors, TimeSpan lifetime)
    {
        Assert.True(ShardEvidence.TryMake(policy, anchors, lifetime, out var evidence, out var error), error);
        Assert.Null(Admission(evidence).Fault());
        return evidence;
    }

    private static string Refusal(AttestationPolicy policy, TrustAnchors anchors, TimeSpan lifetime)
    {
        Assert.False(ShardEvidence.TryMake(policy, anchors, lifetime, out _, out var error));
        return error;
    }
}
