using System.Collections.Immutable;
using System.Text;
using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.Policy;

/// <summary>What a policy asks of AMD's, Arm's, Keystone's and Nitro's evidence beyond what all families have.</summary>
public class SmallFamilyPolicyTests
{
    [Fact]
    public void A_guest_that_can_be_migrated_asked_from_below_or_has_unchecked_memory_is_rejected_one_by_one()
    {
        using var seed = Mint.Seed(80);
        var root = Mint.SnpRoot();
        using var machine = new SimulatedSnpMachine(root, seed, Mint.Tcb, Mint.Validity);
        RefusalReason[] Judged(SimulatedSnpReport content, SevSnpPolicy rules) => Reasons(
            Judge.Verify(EvidenceKind.SevSnp, machine.Report(content), machine.Collateral(root.Crl(Mint.CrlValidity)), root.Anchor),
            new KindPolicy { AnyCode = true, SevSnp = rules });
        var strict = new SevSnpPolicy();

        Assert.Empty(Judged(Mint.SnpReport(), strict));
        Assert.Equal([RefusalReason.MigratableNotAllowed], Judged(Mint.SnpReport() with { Policy = 0x70000 }, strict));
        Assert.Empty(Judged(Mint.SnpReport() with { Policy = 0x70000 }, strict with { AllowMigratable = true }));
        Assert.Equal([RefusalReason.SnpVmplNotAllowed], Judged(Mint.SnpReport() with { Vmpl = 1 }, strict));
        Assert.Empty(Judged(Mint.SnpReport() with { Vmpl = 2 }, strict with { MaxVmpl = 2 }));
        Assert.Equal([RefusalReason.SnpVmplNotAllowed], Judged(Mint.SnpReport() with { Vmpl = 0xFFFFFFFF }, strict with { MaxVmpl = uint.MaxValue }));
        Assert.Equal([RefusalReason.SnpAliasCheckMissing], Judged(Mint.SnpReport() with { PlatformInfo = 1 }, strict));
        Assert.Empty(Judged(Mint.SnpReport() with { PlatformInfo = 1 }, strict with { RequireAliasCheck = false }));
        Assert.Equal([RefusalReason.DebugEnclave], Judged(Mint.SnpReport() with { Policy = 0xB0000 }, strict));
    }

    [Fact]
    public void A_platform_below_its_minimum_is_rejected_for_its_status()
    {
        using var seed = Mint.Seed(81);
        var root = Mint.SnpRoot();
        using var machine = new SimulatedSnpMachine(root, seed, Mint.Tcb, Mint.Validity);
        var good = machine.Collateral(root.Crl(Mint.CrlValidity));
        var collateral = new SevSnpCollateral
        {
            Vek = good.Vek,
            Ask = good.Ask,
            Ark = good.Ark,
            ArkCrl = good.ArkCrl,
            MinimumTcb = ImmutableDictionary<SnpProduct, SnpTcb>.Empty.Add(SnpProduct.Milan, Mint.Tcb with { Snp = 25 }),
        };
        var verdict = Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), collateral, root.Anchor);
        Assert.Equal([RefusalReason.TcbStatusNotAccepted], Reasons(verdict, new KindPolicy { AnyCode = true }));
        Assert.Equal(
            [RefusalReason.IsvSvnTooLow],
            Reasons(
                Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), good, root.Anchor),
                new KindPolicy { AnyCode = true, MinSecurityVersions = ImmutableDictionary<string, ulong>.Empty.Add("ucode_spl", 220) }));
    }

    [Fact]
    public void A_platform_whose_levels_can_be_taken_back_below_the_floor_of_its_product_is_rejected()
    {
        using var seed = Mint.Seed(86);
        var root = Mint.SnpRoot();
        using var machine = new SimulatedSnpMachine(root, seed, Mint.Tcb, Mint.Validity);
        RefusalReason[] Judged(SimulatedSnpReport content, SnpProduct product, SnpTcb floor) => Reasons(
            Judge.Verify(EvidenceKind.SevSnp, machine.Report(content), machine.Collateral(root.Crl(Mint.CrlValidity)), root.Anchor),
            new KindPolicy { AnyCode = true, SevSnp = new SevSnpPolicy { MinTcb = ImmutableDictionary<SnpProduct, SnpTcb>.Empty.Add(product, floor) } });

        Assert.Empty(Judged(Mint.SnpReport(), SnpProduct.Milan, Mint.Tcb));
        Assert.Empty(Judged(Mint.SnpReport(), SnpProduct.Genoa, Mint.Tcb with { Microcode = 255 }));
        Assert.Equal(3, Judged(Mint.SnpReport(), SnpProduct.Milan, Mint.Tcb with { Microcode = 220 }).Length);
        var rolledBack = Mint.SnpReport() with { CommittedTcb = Mint.Tcb with { Snp = 8 } };
        Assert.Equal([RefusalReason.SnpTcbTooLow], Judged(rolledBack, SnpProduct.Milan, Mint.Tcb));
    }

    [Fact]
    public void A_keystone_enclave_counts_only_together_with_a_named_security_monitor()
    {
        using var seed = Mint.Seed(82);
        using var device = new SimulatedKeystoneDevice(seed);
        var verdict = Judge.Verify(EvidenceKind.Keystone, device.Report(Mint.KeystoneReport()), Collateral.None, device.Anchor);
        var rules = new KindPolicy { Measurements = [Judge.Accepted(verdict).Measurement] };

        Assert.Equal([RefusalReason.FirmwareNotNamed], Reasons(verdict, rules));
        Assert.Empty(Reasons(verdict, rules with { Registers = Register("sm_hash", device.MonitorHash) }));
        Assert.Equal([RefusalReason.RegisterNotAllowed], Reasons(verdict, rules with { Registers = Register("sm_hash", Mint.Bytes(64, 1)) }));
    }

    [Fact]
    public void A_realm_counts_only_together_with_named_firmware()
    {
        using var seed = Mint.Seed(83);
        using var device = new SimulatedArmDevice(seed);
        var verdict = Judge.Verify(EvidenceKind.ArmCca, device.CcaToken(Mint.CcaToken()), Collateral.None, device.Anchor(AnchorRole.ArmCcaCpak));
        var evidence = Judge.Accepted(verdict);
        var rules = new KindPolicy { Measurements = [evidence.Measurement] };

        Assert.Equal([RefusalReason.FirmwareNotNamed], Reasons(verdict, rules));
        Assert.Empty(Reasons(verdict, rules with { Registers = Register("platform_firmware", evidence.Register("platform_firmware")) }));
        Assert.Empty(Reasons(verdict, rules with { Registers = Register("sw.prot", Mint.Bytes(32, 3)) }));
        Assert.Equal([RefusalReason.RegisterNotAllowed], Reasons(verdict, rules with { Registers = Register("sw.prot", Mint.Bytes(32, 4)) }));
    }

    [Fact]
    public void What_was_skipped_has_to_be_allowed_again_by_the_policy()
    {
        using var seed = Mint.Seed(84);
        using var device = new SimulatedArmDevice(seed, onP256: true);
        var verdict = EvidenceVerifier.Verify(
            EvidenceKind.ArmPsa,
            device.PsaToken(Mint.PsaToken() with { ProtectedHeader = [] }),
            Collateral.None,
            TrustAnchors.Of([device.Anchor(AnchorRole.ArmPsaIak)]),
            Mint.Time,
            VerificationOptions.Default with { AllowMissing = [SkippableCheck.CoseAlgorithm] });
        Assert.Equal([RefusalReason.SkippedCheckNotAllowed], Reasons(verdict, new KindPolicy { AnyCode = true }));
    }

    [Fact]
    public void An_old_nitro_document_is_rejected_for_its_age()
    {
        using var seed = Mint.Seed(85);
        using var root = new SimulatedNitroRoot(seed, Mint.Validity);
        var verdict = EvidenceVerifier.Verify(
            EvidenceKind.Nitro, root.Document(Mint.NitroDocument()), Collateral.None, TrustAnchors.Of([root.Anchor]), Mint.Time + 61, VerificationOptions.Default);
        var policy = Policy(EvidenceKind.Nitro, new KindPolicy { AnyCode = true, MaxAgeSeconds = 60 });
        Assert.IsType<PolicyDecision.Accepted>(policy.Judge(verdict, ReportDataExpectation.NotChecked, Mint.Time + 60));
        var rejected = Assert.IsType<PolicyDecision.Rejected>(policy.Judge(verdict, ReportDataExpectation.NotChecked, Mint.Time + 61));
        Assert.Equal([RefusalReason.EvidenceTooOld], rejected.Violations.Select(violation => violation.Reason));
    }

    [Theory]
    [InlineData("""{"version":1,"kinds":{"keystone":{"measurements":["0x@"]}}}""", "kinds.keystone.registers is incomplete")]
    [InlineData("""{"version":1,"kinds":{"arm-cca":{"measurements":["0x@"]}}}""", "kinds.arm-cca.registers is incomplete")]
    [InlineData("""{"version":1,"kinds":{"sev-snp":{"any_code":true,"sev_snp":{"max_vmpl":4}}}}""", "max_vmpl")]
    [InlineData("""{"version":1,"kinds":{"sev-snp":{"any_code":true,"sev_snp":{"min_tcb":{"naples":{}}}}}}""", "naples")]
    [InlineData("""{"version":1,"kinds":{"sev-snp":{"any_code":true,"sev_snp":{"min_tcb":{"milan":{"snp":256}}}}}}""", "milan.snp")]
    [InlineData("""{"version":1,"kinds":{"sev-snp":{"any_code":true,"sev_snp":{"min_tcb":{"milan":{"ucode":1}}}}}}""", "ucode")]
    [InlineData("""{"version":1,"kinds":{"nitro":{"any_code":true,"sev_snp":{}}}}""", "sev_snp")]
    public void A_policy_file_that_says_too_little_or_too_much_is_refused_where_it_does(string text, string where)
    {
        var json = text.Replace("@", new string('0', 128), StringComparison.Ordinal);
        Assert.False(AttestationPolicy.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error));
        Assert.Contains(where, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_file_for_guests_is_read()
    {
        const string Text =
            """
            {"version":1,"kinds":{"sev-snp":{"any_code":true,"sev_snp":{"max_vmpl":2,"allow_migratable":true,"require_alias_check":false,
            "min_tcb":{"turin":{"fmc":1,"microcode":81},"milan":{"snp":24}}}}}}
            """;
        Assert.True(AttestationPolicy.TryParse(Encoding.UTF8.GetBytes(Text), out var policy, out var error), error);
        var rules = policy.Kinds[EvidenceKind.SevSnp].SevSnp;
        Assert.Equal((2u, true, false), (rules.MaxVmpl, rules.AllowMigratable, rules.RequireAliasCheck));
        Assert.Equal(new SnpTcb(1, 0, 0, 0, 81), rules.MinTcb[SnpProduct.Turin]);
        Assert.Equal(24, rules.MinTcb[SnpProduct.Milan].Snp);
    }

    private static RefusalReason[] Reasons(Verdict verdict, KindPolicy rules) =>
        Policy(verdict.Kind, rules).Judge(verdict, ReportDataExpectation.NotChecked, Mint.Time) is PolicyDecision.Rejected rejected
            ? [.. rejected.Violations.Select(violation => violation.Reason)]
            : [];

    private static AttestationPolicy Policy(EvidenceKind kind, KindPolicy rules) =>
        new() { Name = "test", AcceptTestAnchors = true, Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty.Add(kind, rules) };

    private static ImmutableDictionary<string, ImmutableArray<ImmutableArray<byte>>> Register(string name, ImmutableArray<byte> value) =>
        ImmutableDictionary<string, ImmutableArray<ImmutableArray<byte>>>.Empty.Add(name, [value]);
}
