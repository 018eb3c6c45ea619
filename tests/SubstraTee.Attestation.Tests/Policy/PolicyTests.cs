using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Tests.Policy;

public class PolicyTests
{
    private static readonly KindPolicy Rules = new() { Measurements = [Evidence.Measurement] };

    private static AttestationPolicy With(KindPolicy rules) => new() { Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty.Add(EvidenceKind.SgxDcap, rules) };

    private static RefusalReason[] Judge(AttestationPolicy policy, VerifiedEvidence evidence, long time = Evidence.IssuedAt) =>
        policy.Judge(evidence, ReportDataExpectation.NotChecked, time) is PolicyDecision.Rejected rejected
            ? [.. rejected.Violations.Select(one => one.Reason)]
            : [];

    [Fact]
    public void The_default_accepts_nothing() =>
        Assert.Equal([RefusalReason.KindNotAllowed], Judge(AttestationPolicy.Default, Evidence.Sgx()));

    [Fact]
    public void Evidence_that_fits_is_accepted_without_concessions()
    {
        var accepted = Assert.IsType<PolicyDecision.Accepted>(
            With(Rules).Judge(Evidence.Sgx(), ReportDataExpectation.NotChecked, Evidence.IssuedAt));
        Assert.Empty(accepted.Concessions);
    }

    // Row 1.
    [Fact]
    public void A_debug_enclave_is_refused_unless_the_policys_own_name_says_that_it_is_insecure()
    {
        var evidence = Evidence.Sgx(debug: true);
        Assert.Equal([RefusalReason.DebugEnclave], Judge(With(Rules), evidence));
        Assert.Equal([RefusalReason.DebugEnclave], Judge(With(Rules) with { Name = "allow-debug" }, evidence));
        var policy = With(Rules) with { Name = "allow-debug-INSECURE" };
        var accepted = Assert.IsType<PolicyDecision.Accepted>(policy.Judge(evidence, ReportDataExpectation.NotChecked, Evidence.IssuedAt));
        Assert.Contains("debug", Assert.Single(accepted.Concessions), StringComparison.Ordinal);
    }

    // Row 2.
    [Fact]
    public void An_unknown_measurement_is_refused_and_both_values_are_shown()
    {
        var other = new Measurement(MeasurementFamily.Sgx, new byte[32]);
        var rejected = Assert.IsType<PolicyDecision.Rejected>(
            With(Rules with { Measurements = [other] }).Judge(Evidence.Sgx(), ReportDataExpectation.NotChecked, Evidence.IssuedAt));
        var violation = Assert.Single(rejected.Violations);
        Assert.Equal("measurement_not_allowed", violation.Reason.Code());
        Assert.Contains(Evidence.Measurement.ToString(), violation.Detail, StringComparison.Ordinal);
        Assert.Contains(other.ToString(), violation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measurement_of_another_family_is_another_measurement() =>
        Assert.Equal(
            [RefusalReason.MeasurementNotAllowed],
            Judge(With(Rules with { Measurements = [new Measurement(MeasurementFamily.Simulated, Evidence.Code)] }), Evidence.Sgx()));

    [Fact]
    public void Rules_that_name_no_code_accept_none() =>
        Assert.Equal([RefusalReason.MeasurementNotAllowed], Judge(With(new KindPolicy()), Evidence.Sgx()));

    // Row 3.
    [Theory]
    [InlineData(5UL, 5UL, true)]
    [InlineData(5UL, 6UL, false)]
    [InlineData(null, 1UL, false)]
    public void The_right_signer_with_an_old_security_version_is_refused(ulong? actual, ulong floor, bool accepted)
    {
        var rules = new KindPolicy { Signers = [[.. Evidence.Author]], MinSecurityVersion = floor };
        Assert.Equal(accepted ? [] : [RefusalReason.IsvSvnTooLow], Judge(With(rules), Evidence.Sgx(svn: actual)));
    }

    [Theory]
    [InlineData("pce_svn", 13UL, true)]
    [InlineData("pce_svn", 14UL, false)]
    [InlineData("snp_spl", 0UL, false)]
    public void Further_security_versions_have_floors_by_name(string name, ulong floor, bool accepted) =>
        Assert.Equal(
            accepted ? [] : [RefusalReason.IsvSvnTooLow],
            Judge(With(Rules with { MinSecurityVersions = ImmutableDictionary<string, ulong>.Empty.Add(name, floor) }), Evidence.Sgx()));

    public static TheoryData<TcbStatus, string, bool> Table()
    {
        var table = new TheoryData<TcbStatus, string, bool>();
        foreach (var status in TcbStatuses.All.Where(one => one is not (TcbStatus.Revoked or TcbStatus.NotSupported)))
        {
            table.Add(status, "default", status is TcbStatus.UpToDate or TcbStatus.SWHardeningNeeded);
            table.Add(status, "none", false);
            table.Add(status, "all", true);
            foreach (var only in TcbStatuses.All.Where(one => one is not (TcbStatus.Revoked or TcbStatus.NotSupported)))
            {
                table.Add(status, only.Text(), only == status);
            }
        }

        return table;
    }

    // Row 4: every status under every policy.
    [Theory]
    [MemberData(nameof(Table))]
    public void A_tcb_status_is_accepted_where_the_policy_names_it(TcbStatus status, string policy, bool accepted)
    {
        var rules = policy switch
        {
            "default" => Rules,
            "none" => Rules with { AcceptedTcb = [] },
            "all" => Rules with { AcceptedTcb = [.. TcbStatuses.All.Take(8)] },
            _ => Rules with { AcceptedTcb = [Enum.Parse<TcbStatus>(policy)] },
        };
        Assert.Equal(accepted ? [] : [RefusalReason.TcbStatusNotAccepted], Judge(With(rules), Evidence.Sgx(status)));
    }

    // Row 4: Revoked never acceptable.
    [Theory]
    [InlineData(TcbStatus.Revoked)]
    [InlineData(TcbStatus.NotSupported)]
    public void No_policy_can_name_a_status_that_is_always_refused(TcbStatus status)
    {
        Assert.Throws<ArgumentException>(() => Rules with { AcceptedTcb = [status] });
        Assert.Throws<InvalidOperationException>(() => Evidence.Sgx(status));
    }

    // Row 8.
    [Fact]
    public void Report_data_that_binds_something_else_is_refused_also_when_it_begins_alike()
    {
        var evidence = Evidence.Sgx();
        Assert.IsType<PolicyDecision.Accepted>(With(Rules).Judge(evidence, ReportDataExpectation.Exactly(new byte[64]), Evidence.IssuedAt));
        Assert.IsType<PolicyDecision.Accepted>(With(Rules).Judge(evidence, ReportDataExpectation.ZeroPadded(new byte[32]), Evidence.IssuedAt));
        foreach (var expected in (byte[][])[new byte[32], new byte[63], [], [.. new byte[63], 1], [.. new byte[64], 0]])
        {
            var rejected = Assert.IsType<PolicyDecision.Rejected>(
                With(Rules).Judge(evidence, ReportDataExpectation.Exactly(expected), Evidence.IssuedAt));
            Assert.Equal("report_data_mismatch", rejected.Reason.Code());
        }
    }

    // Row 14.
    [Fact]
    public void Evidence_under_a_test_root_is_refused_in_production()
    {
        var evidence = Evidence.Sgx(anchor: AnchorClass.Test);
        Assert.Equal([RefusalReason.SimulatedEvidenceRefused], Judge(With(Rules), evidence));
        Assert.Equal("simulated_evidence_refused", RefusalReason.SimulatedEvidenceRefused.Code());
        var accepted = Assert.IsType<PolicyDecision.Accepted>(
            (With(Rules) with { AcceptTestAnchors = true }).Judge(evidence, ReportDataExpectation.NotChecked, Evidence.IssuedAt));
        Assert.Contains("test root", Assert.Single(accepted.Concessions), StringComparison.Ordinal);
    }

    [Fact]
    public void A_skipped_check_has_to_be_allowed_by_the_policy_too()
    {
        var evidence = Evidence.Sgx(skipped: [new SkippedCheck(SkippableCheck.PckCrl, "no list")]);
        Assert.Equal([RefusalReason.SkippedCheckNotAllowed], Judge(With(Rules), evidence));
        Assert.Empty(Judge(With(Rules) with { AllowedSkips = [SkippableCheck.PckCrl] }, evidence));
    }

    [Theory]
    [InlineData(-1, RefusalReason.EvidenceOutsideValidity)]
    [InlineData(0, RefusalReason.None)]
    [InlineData(100, RefusalReason.None)]
    [InlineData(101, RefusalReason.EvidenceTooOld)]
    public void Evidence_is_judged_at_a_time_within_its_validity_and_the_maximum_age(long after, RefusalReason reason)
    {
        var violations = Judge(With(Rules with { MaxAgeSeconds = 100 }), Evidence.Sgx(), Evidence.IssuedAt + after);
        Assert.Equal(reason == RefusalReason.None ? [] : [reason], violations);
    }

    [Fact]
    public void Evidence_past_its_validity_is_refused_whatever_its_age() =>
        Assert.Equal([RefusalReason.EvidenceOutsideValidity], Judge(With(Rules), Evidence.Sgx(), Evidence.IssuedAt + 1001));

    [Fact]
    public void Each_further_rule_refuses_for_a_reason_of_its_own()
    {
        (KindPolicy Rules, RefusalReason Reason)[] table =
        [
            (Rules with { Signers = [[.. new byte[32]]] }, RefusalReason.SignerNotAllowed),
            (Rules with { ProductId = 8 }, RefusalReason.ProductNotAllowed),
            (Rules with { Platforms = [new PlatformIdentity(PlatformIdentityKind.ChipId, [1, 2, 3])] }, RefusalReason.PlatformNotAllowed),
            (Rules with { AcceptedAdvisories = ["INTEL-SA-00002"] }, RefusalReason.AdvisoryNotAccepted),
            (Rules with { MinTcbEvaluation = 18 }, RefusalReason.TcbEvaluationTooLow),
            (Rules with { Registers = Register("configid", 1) }, RefusalReason.RegisterNotAllowed),
            (Rules with { Registers = Register("mrtd", 0) }, RefusalReason.RegisterNotAllowed),
        ];
        var evidence = Evidence.Sgx(advisories: ["INTEL-SA-00001", "INTEL-SA-00002"]);
        Assert.All(table, one => Assert.Equal([one.Reason], Judge(With(one.Rules), evidence)));
        KindPolicy met = new()
        {
            Measurements = [Evidence.Measurement],
            Signers = [[.. new byte[32]], [.. Evidence.Author]],
            ProductId = 7,
            Platforms = [Evidence.Platform],
            AcceptedAdvisories = ["INTEL-SA-00001", "INTEL-SA-00002"],
            MinTcbEvaluation = 17,
            MaxAgeSeconds = 0,
            Registers = Register("configid", 0),
        };
        Assert.Empty(Judge(With(met), evidence));
    }

    [Fact]
    public void Everything_that_a_policy_minds_is_listed_at_once() =>
        Assert.Equal(
            [RefusalReason.SimulatedEvidenceRefused, RefusalReason.DebugEnclave, RefusalReason.MeasurementNotAllowed, RefusalReason.TcbStatusNotAccepted],
            Judge(With(new KindPolicy()), Evidence.Sgx(TcbStatus.OutOfDate, debug: true, anchor: AnchorClass.Test)));

    private const ulong SeptVeDisable = 1UL << 28;
    private const ulong MigratableBit = 1UL << 29;

    [Theory]
    [InlineData(SeptVeDisable, 0, RefusalReason.None)]
    [InlineData(0UL, 0, RefusalReason.SeptVeNotDisabled)]
    [InlineData(SeptVeDisable | MigratableBit, 0, RefusalReason.MigratableNotAllowed)]
    [InlineData(SeptVeDisable, 1, RefusalReason.ServiceTdNotAllowed)]
    public void A_trust_domain_that_its_host_or_a_service_td_can_reach_is_an_explicit_choice(ulong attributes, byte serviceTd, RefusalReason reason)
    {
        var evidence = Evidence.Td(attributes, serviceTd);
        var strict = new AttestationPolicy
        {
            Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty.Add(EvidenceKind.Tdx, new KindPolicy { AnyCode = true }),
        };
        var open = new AttestationPolicy
        {
            Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty.Add(
                EvidenceKind.Tdx,
                new KindPolicy { AnyCode = true, Tdx = new TdxPolicy { RequireSeptVeDisable = false, AllowMigratable = true, AllowServiceTd = true } }),
        };
        Assert.Equal(reason == RefusalReason.None ? [] : [reason], Judge(strict, evidence));
        Assert.Empty(Judge(open, evidence));
    }

    [Fact]
    public void What_was_not_verified_is_rejected_for_the_verifiers_own_reason()
    {
        var refused = EvidenceVerifier.Verify(EvidenceKind.Tdx, new byte[3], Collateral.None, TrustAnchors.None, 0, VerificationOptions.Default);
        Assert.Equal(RefusalReason.EvidenceTruncated, Reject(refused));
        Assert.Equal(RefusalReason.NotVerified, Reject(new Verdict.Decoded(EvidenceKind.Tdx, Diagnostics.Empty)));
        Assert.Equal(RefusalReason.NotVerified, Reject(new Verdict.SignatureOnly(EvidenceKind.Tdx, [], Diagnostics.Empty)));

        static RefusalReason Reject(Verdict verdict) =>
            Assert.IsType<PolicyDecision.Rejected>(With(Rules).Judge(verdict, ReportDataExpectation.NotChecked, 0)).Reason;
    }

    private static ImmutableDictionary<string, ImmutableArray<ImmutableArray<byte>>> Register(string name, byte first)
    {
        var value = new byte[64];
        value[0] = first;
        return ImmutableDictionary<string, ImmutableArray<ImmutableArray<byte>>>.Empty.Add(name, [[.. value]]);
    }
}
