using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Attestation.Tests.Simulation;
using SubstraTee.Primitives;
using SubstraTee.Simulation;

namespace SubstraTee.Attestation.Tests.SevSnp;

/// <summary>Reports of simulated machines: what is said of a good one, and that each single fault is refused for itself.</summary>
public sealed class SevSnpTests : IDisposable
{
    private readonly SimulatedSnpRoot _root = Mint.SnpRoot();
    private readonly SecretBytes _seed = Mint.Seed(1);

    private byte[] Crl => _root.Crl(Mint.CrlValidity);

    public static TheoryData<SnpProduct, uint, string> Processors => new()
    {
        { SnpProduct.Milan, 2, "000000" },
        { SnpProduct.Milan, 3, "190101" },
        { SnpProduct.Milan, 4, "190001" },
        { SnpProduct.Genoa, 3, "191101" },
        { SnpProduct.Genoa, 3, "19a001" },
        { SnpProduct.Turin, 5, "1a0201" },
        { SnpProduct.Turin, 5, "1a1101" },
    };

    public void Dispose() => _seed.Dispose();

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_report_of_every_product_and_version_is_verified(SnpProduct product, uint version, string cpuId)
    {
        var root = Mint.SnpRoot(product);
        var tcb = product == SnpProduct.Turin ? Mint.TurinTcb : Mint.Tcb;
        using var machine = new SimulatedSnpMachine(root, _seed, tcb, Mint.Validity);
        var report = machine.Report(Mint.SnpReport() with { Version = version, CpuId = [.. Convert.FromHexString(cpuId)] });

        var evidence = Judge.Accepted(Judge.Verify(EvidenceKind.SevSnp, report, machine.Collateral(root.Crl(Mint.CrlValidity)), root.Anchor));

        var claims = Assert.IsType<SevSnpClaims>(evidence.Claims);
        Assert.Equal((product, version, tcb), (claims.Product, claims.Version, claims.ReportedTcb));
        Assert.Equal(new Measurement(MeasurementFamily.SevSnp, Mint.Bytes(48, 0x3E).AsSpan()), evidence.Measurement);
        Assert.True(Mint.Bytes(64, 0xDA).SequenceEqual(evidence.ReportData));
        Assert.Equal(SigningKeyKind.AmdVcek, evidence.SignedBy);
        Assert.Equal(AnchorClass.Test, evidence.AnchorClass);
        Assert.Equal(TcbStatus.UpToDate, evidence.Tcb);
        Assert.False(evidence.Debug);
        Assert.Empty(evidence.Skipped);
        Assert.Equal(PlatformIdentityKind.ChipId, Assert.Single(evidence.Platform).Kind);
        Assert.Equal(Mint.CrlValidity.NotAfter.ToUnixTimeSeconds(), evidence.Validity.Until);
    }

    [Fact]
    public void A_generated_root_has_keys_of_4096_bits_and_is_the_same_when_it_is_loaded_again()
    {
        using var root = SimulatedSnpRoot.Generate(SnpProduct.Genoa, Mint.Validity);
        var keys = root.ExportKeys();
        using var ark = RSA.Create();
        using var ask = RSA.Create();
        ark.ImportPkcs8PrivateKey(keys.Ark, out _);
        ask.ImportPkcs8PrivateKey(keys.Ask, out _);
        Assert.Equal((4096, 4096), (ark.KeySize, ask.KeySize));
        using var again = new SimulatedSnpRoot(SnpProduct.Genoa, ark, ask, Mint.Validity);
        using var machine = new SimulatedSnpMachine(again, _seed, Mint.Tcb, Mint.Validity);
        Judge.Accepted(Judge.Verify(
            EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), machine.Collateral(again.Crl(Mint.CrlValidity)), root.Anchor));
    }

    [Fact]
    public void A_report_signed_by_a_providers_key_names_the_provider_and_no_chip()
    {
        using var machine = Machine(new SimulatedVek { CloudProvider = "CN=cloud.example" });

        var evidence = Judge.Accepted(Verify(machine, Mint.SnpReport()));

        Assert.Equal(SigningKeyKind.AmdVlek, evidence.SignedBy);
        Assert.Equal(new PlatformIdentity(PlatformIdentityKind.CloudProvider, "CN=cloud.example"u8), Assert.Single(evidence.Platform));
    }

    [Fact]
    public void The_hardware_id_may_stand_in_an_octet_string()
    {
        using var machine = Machine(new SimulatedVek { WrapHardwareId = true });
        Judge.Accepted(Verify(machine, Mint.SnpReport()));
    }

    [Fact]
    public void A_policy_that_allows_debugging_or_migration_is_said()
    {
        using var machine = Machine();
        Assert.True(Judge.Accepted(Verify(machine, Mint.SnpReport() with { Policy = 0xB0000 })).Debug);
        var migratable = Judge.Accepted(Verify(machine, Mint.SnpReport() with { Policy = 0x70000 }));
        Assert.True(Assert.IsType<SevSnpClaims>(migratable.Claims).MigrationAgentAllowed);
    }

    [Fact]
    public void A_platform_below_the_callers_minimum_is_out_of_date_by_whichever_level_is_lowest()
    {
        using var machine = Machine();
        var collateral = machine.Collateral(Crl);
        SevSnpCollateral With(SnpTcb minimum) => new()
        {
            Vek = collateral.Vek,
            Ask = collateral.Ask,
            Ark = collateral.Ark,
            ArkCrl = collateral.ArkCrl,
            MinimumTcb = ImmutableDictionary<SnpProduct, SnpTcb>.Empty.Add(SnpProduct.Milan, minimum),
        };
        TcbStatus Status(SimulatedSnpReport content, SnpTcb minimum) =>
            Judge.Accepted(Judge.Verify(EvidenceKind.SevSnp, machine.Report(content), With(minimum), _root.Anchor)).Tcb;

        Assert.Equal(TcbStatus.UpToDate, Status(Mint.SnpReport(), Mint.Tcb));
        Assert.Equal(TcbStatus.OutOfDate, Status(Mint.SnpReport(), Mint.Tcb with { Microcode = 220 }));
        Assert.Equal(TcbStatus.OutOfDate, Status(Mint.SnpReport(), Mint.Tcb with { Tee = 1 }));
        Assert.Equal(TcbStatus.OutOfDate, Status(Mint.SnpReport() with { CommittedTcb = Mint.Tcb with { Snp = 8 } }, Mint.Tcb));
        Assert.Equal(TcbStatus.OutOfDate, Status(Mint.SnpReport() with { LaunchTcb = Mint.Tcb with { Bootloader = 3 } }, Mint.Tcb));
    }

    [Fact]
    public void A_debug_bit_and_a_fresh_nonce_do_not_hide_a_foreign_machine()
    {
        using var machine = Machine();
        using var otherSeed = Mint.Seed(2);
        using var other = new SimulatedSnpMachine(_root, otherSeed, Mint.Tcb, Mint.Validity);
        Judge.Refused(
            RefusalReason.SnpSignatureInvalid,
            Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), other.Collateral(Crl), _root.Anchor));
    }

    [Fact]
    public void Each_fault_of_a_report_is_refused_for_itself()
    {
        using var machine = Machine();
        var good = Mint.SnpReport();
        Judge.Refused(RefusalReason.UnsupportedEvidence, Verify(machine, good with { Version = 1 }));
        Judge.Refused(RefusalReason.UnsupportedEvidence, Verify(machine, good with { Version = 6 }));
        Judge.Refused(RefusalReason.SnpSignatureAlgorithmUnsupported, Verify(machine, good with { SignatureAlgorithm = 2 }));
        Judge.Refused(RefusalReason.SnpNotSigned, Verify(machine, good with { SigningKey = 7 }));
        Judge.Refused(RefusalReason.SnpSigningKeyMismatch, Verify(machine, good with { SigningKey = 2 }));
        Judge.Refused(RefusalReason.SnpSigningKeyMismatch, Verify(machine, good with { SigningKey = 1 }));
        Judge.Refused(RefusalReason.SnpTcbMismatch, Verify(machine, good with { ReportedTcb = Mint.Tcb with { Microcode = 218 } }));
        Judge.Refused(RefusalReason.SnpTcbMismatch, Verify(machine, good with { ReportedTcb = Mint.TurinTcb }));
        Judge.Refused(RefusalReason.SnpChipIdMismatch, Verify(machine, good with { ChipId = Mint.Bytes(64, 7) }));
        Judge.Refused(RefusalReason.SnpChipIdMasked, Verify(machine, good with { ChipId = Mint.Bytes(64, 0) }));
        Judge.Refused(RefusalReason.SnpProductMismatch, Verify(machine, good with { CpuId = [0x19, 0x11, 0x01] }));
        Judge.Refused(RefusalReason.SnpProductUnknown, Verify(machine, good with { CpuId = [0x17, 0x31, 0x00] }));
    }

    [Fact]
    public void Each_fault_of_a_certificate_is_refused_for_itself()
    {
        void Refused(RefusalReason reason, SimulatedVek certificate)
        {
            using var machine = Machine(certificate);
            Judge.Refused(reason, Verify(machine, Mint.SnpReport()));
        }

        Refused(RefusalReason.SnpTcbMismatch, new SimulatedVek { Tcb = Mint.Tcb with { Snp = 23 } });
        Refused(RefusalReason.SnpChipIdMismatch, new SimulatedVek { HardwareId = Mint.Bytes(64, 9) });
        Refused(RefusalReason.SnpChipIdMismatch, new SimulatedVek { HardwareId = Mint.Bytes(8, 9) });
        Refused(RefusalReason.SnpChipIdMismatch, new SimulatedVek { HardwareId = [] });
        Refused(RefusalReason.SnpProductMismatch, new SimulatedVek { ProductName = "Genoa" });
        Refused(RefusalReason.SnpProductMismatch, new SimulatedVek { ProductName = "Milano" });
        Refused(RefusalReason.CertificateSubject, new SimulatedVek { CommonName = "SEV-VCEK2" });
        Refused(RefusalReason.CertificateIssuerMismatch, new SimulatedVek { IssuedByOtherAuthority = true });
        Refused(RefusalReason.CertificateIssuerMismatch, new SimulatedVek { CloudProvider = "CN=x", IssuedByOtherAuthority = true });
        foreach (var extension in new[] { "1", "2", "3.1", "3.2", "3.3", "3.8" })
        {
            Refused(RefusalReason.SnpExtensionMalformed, new SimulatedVek { WithoutExtension = extension });
        }
    }

    [Fact]
    public void A_providers_key_issued_by_the_chips_authority_is_refused_also_with_that_authoritys_chain()
    {
        using var machine = Machine(new SimulatedVek { CloudProvider = "CN=x", IssuedByOtherAuthority = true });
        var collateral = new SevSnpCollateral { Vek = machine.Vek, Ask = _root.Ask, Ark = _root.Ark, ArkCrl = Crl };
        Judge.Refused(
            RefusalReason.CertificateSubject, Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), collateral, _root.Anchor));
    }

    [Fact]
    public void A_signature_in_the_order_of_other_formats_is_refused()
    {
        using var machine = Machine();
        var report = machine.Report(Mint.SnpReport());
        report.AsSpan(0x2A0, 48).Reverse();
        report.AsSpan(0x2A0 + 72, 48).Reverse();
        Judge.Refused(RefusalReason.SnpSignatureInvalid, Judge.Verify(EvidenceKind.SevSnp, report, machine.Collateral(Crl), _root.Anchor));
    }

    [Theory]
    [InlineData(0x2A0 + 48)]
    [InlineData(0x2A0 + 71)]
    [InlineData(0x2A0 + 72 + 48)]
    [InlineData(0x2A0 + 144)]
    [InlineData(0x49F)]
    public void Bytes_of_the_signature_field_that_no_signature_has_are_refused(int offset)
    {
        using var machine = Machine();
        var report = machine.Report(Mint.SnpReport());
        report[offset] = 1;
        Judge.Refused(RefusalReason.SnpSignatureMalformed, Judge.Verify(EvidenceKind.SevSnp, report, machine.Collateral(Crl), _root.Anchor));
    }

    [Fact]
    public void A_chain_with_all_the_right_names_under_a_key_of_ones_own_is_refused()
    {
        using var forged = new SimulatedSnpRoot(SnpProduct.Milan, RSA.Create(2048), RSA.Create(2048), Mint.Validity);
        using var machine = new SimulatedSnpMachine(forged, _seed, Mint.Tcb, Mint.Validity);
        Judge.Refused(
            RefusalReason.UntrustedRoot,
            Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), machine.Collateral(forged.Crl(Mint.CrlValidity)), _root.Anchor));
        // The genuine root above the forged chain: names fit, the signature does not.
        var mixed = new SevSnpCollateral { Vek = machine.Vek, Ask = forged.Ask, Ark = _root.Ark, ArkCrl = Crl };
        Judge.Refused(
            RefusalReason.CertificateSignatureInvalid,
            Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), mixed, _root.Anchor));
    }

    [Fact]
    public void The_levels_of_turin_are_not_read_as_those_of_milan()
    {
        var root = Mint.SnpRoot(SnpProduct.Turin);
        using var machine = new SimulatedSnpMachine(root, _seed, Mint.TurinTcb, Mint.Validity);
        var bytes = Mint.TurinTcb.ToBytes();
        // The same eight bytes as the other products would write them: another platform.
        var misread = SnpTcb.Read(bytes.AsSpan(), SnpProduct.Milan);
        Assert.NotEqual((Mint.TurinTcb.Snp, Mint.TurinTcb.Bootloader), (misread.Snp, misread.Bootloader));
        using var wrong = new SimulatedSnpMachine(root, _seed, Mint.TurinTcb, Mint.Validity, new SimulatedVek { Tcb = misread with { Fmc = 0 } });
        Judge.Refused(
            RefusalReason.SnpTcbMismatch,
            Judge.Verify(EvidenceKind.SevSnp, wrong.Report(Mint.SnpReport()), wrong.Collateral(root.Crl(Mint.CrlValidity)), root.Anchor));
    }

    [Fact]
    public void Certificates_count_only_within_their_time_and_the_root_only_when_it_is_an_anchor()
    {
        using var machine = Machine();
        var report = machine.Report(Mint.SnpReport());
        var collateral = machine.Collateral(Crl);
        Verdict At(DateTimeOffset time) => EvidenceVerifier.Verify(
            EvidenceKind.SevSnp, report, collateral, TrustAnchors.Of([_root.Anchor]), time.ToUnixTimeSeconds(), VerificationOptions.Default);

        Judge.Accepted(At(Mint.CrlValidity.NotAfter));
        Judge.Refused(RefusalReason.CrlExpired, At(Mint.CrlValidity.NotAfter.AddSeconds(1)));
        Judge.Refused(RefusalReason.CrlNotYetValid, At(Mint.CrlValidity.NotBefore.AddSeconds(-1)));
        Judge.Refused(RefusalReason.CertificateNotYetValid, At(Mint.Validity.NotBefore.AddSeconds(-1)));
        Judge.Refused(RefusalReason.CertificateExpired, At(Mint.Validity.NotAfter.AddSeconds(1)));
        Judge.Refused(RefusalReason.AnchorMissing, Judge.Verify(EvidenceKind.SevSnp, report, collateral));
        Judge.Refused(
            RefusalReason.UntrustedRoot,
            EvidenceVerifier.Verify(EvidenceKind.SevSnp, report, collateral, TrustAnchors.Production, Mint.Time, VerificationOptions.Default));
    }

    [Fact]
    public void The_key_of_another_product_is_no_anchor_for_this_one()
    {
        using var machine = Machine();
        var genoa = Mint.SnpRoot(SnpProduct.Genoa);
        // The simulation's roots share a key, so the name in the certificate is what differs.
        Judge.Refused(
            RefusalReason.CertificateSubject,
            Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport()), machine.Collateral(Crl), genoa.Anchor));
    }

    [Fact]
    public void A_missing_revocation_list_is_refused_unless_that_is_allowed_and_then_said()
    {
        using var machine = Machine();
        var report = machine.Report(Mint.SnpReport());
        Judge.Refused(RefusalReason.CrlMissing, Judge.Verify(EvidenceKind.SevSnp, report, machine.Collateral([]), _root.Anchor));
        var allowed = EvidenceVerifier.Verify(
            EvidenceKind.SevSnp, report, machine.Collateral([]), TrustAnchors.Of([_root.Anchor]), Mint.Time,
            VerificationOptions.Default with { AllowMissing = [SkippableCheck.ArkCrl] });
        Assert.Equal(SkippableCheck.ArkCrl, Assert.Single(Judge.Accepted(allowed).Skipped).Check);
    }

    [Fact]
    public void A_revocation_list_that_is_given_is_believed_only_with_its_signature_and_counts()
    {
        using var machine = Machine();
        var other = Mint.SnpRoot(SnpProduct.Genoa);
        var report = machine.Report(Mint.SnpReport());
        var allowMissing = VerificationOptions.Default with { AllowMissing = [SkippableCheck.ArkCrl] };
        Verdict With(byte[] crl) => EvidenceVerifier.Verify(
            EvidenceKind.SevSnp, report, machine.Collateral(crl), TrustAnchors.Of([_root.Anchor]), Mint.Time, allowMissing);

        Judge.Refused(RefusalReason.CertificateRevoked, With(_root.Crl(Mint.CrlValidity, revokeAsk: true)));
        Judge.Accepted(With(_root.Crl(Mint.CrlValidity, revokeAsvk: true)));
        Judge.Refused(RefusalReason.CrlIssuerMismatch, With(other.Crl(Mint.CrlValidity)));
        Judge.Refused(RefusalReason.CrlMalformed, With([1, 2, 3]));
        var broken = Crl;
        broken[^1] ^= 1;
        Judge.Refused(RefusalReason.CrlSignatureInvalid, With(broken));
    }

    [Fact]
    public void Missing_surplus_and_foreign_collateral_is_refused()
    {
        using var machine = Machine();
        var report = machine.Report(Mint.SnpReport());
        var good = machine.Collateral(Crl);
        Judge.Refused(RefusalReason.CollateralMissing, Judge.Verify(EvidenceKind.SevSnp, report, Collateral.None, _root.Anchor));
        Judge.Refused(RefusalReason.CollateralKindMismatch, Judge.Verify(EvidenceKind.SevSnp, report, new ArmPsaCollateral(), _root.Anchor));
        Judge.Refused(
            RefusalReason.CertificateMissing,
            Judge.Verify(EvidenceKind.SevSnp, report, new SevSnpCollateral { Vek = good.Vek, Ask = default, Ark = good.Ark }, _root.Anchor));
        Judge.Refused(
            RefusalReason.CertificateIssuerMismatch,
            Judge.Verify(EvidenceKind.SevSnp, report, new SevSnpCollateral { Vek = good.Vek, Ask = good.Ark, Ark = good.Ark }, _root.Anchor));
    }

    [Fact]
    public void Prepared_collateral_gives_the_same_verdicts_and_counts_only_under_its_anchors()
    {
        using var machine = Machine();
        var anchors = TrustAnchors.Of([_root.Anchor]);
        Assert.True(PreparedSevSnpCollateral.TryPrepare(machine.Collateral(Crl), anchors, out var prepared, out _, out _));
        var report = machine.Report(Mint.SnpReport());
        Judge.Accepted(EvidenceVerifier.Verify(EvidenceKind.SevSnp, report, prepared, anchors, Mint.Time, VerificationOptions.Default));
        Judge.Accepted(Judge.Verify(EvidenceKind.SevSnp, report, prepared, _root.Anchor));
        Judge.Refused(
            RefusalReason.UntrustedRoot,
            EvidenceVerifier.Verify(EvidenceKind.SevSnp, report, prepared, TrustAnchors.Production, Mint.Time, VerificationOptions.Default));
        Judge.Refused(
            RefusalReason.SnpChipIdMismatch,
            Judge.Verify(EvidenceKind.SevSnp, machine.Report(Mint.SnpReport() with { ChipId = Mint.Bytes(64, 7) }), prepared, _root.Anchor));
        Assert.False(PreparedSevSnpCollateral.TryPrepare(machine.Collateral(Crl), TrustAnchors.Production, out _, out var reason, out _));
        Assert.Equal(RefusalReason.UntrustedRoot, reason);
    }

    [Fact]
    public void Without_time_and_revocation_only_signatures_are_confirmed_and_without_a_chain_only_the_layout()
    {
        using var machine = Machine();
        var report = machine.Report(Mint.SnpReport());
        Verdict At(VerificationDepth depth, Collateral collateral) => EvidenceVerifier.Verify(
            EvidenceKind.SevSnp, report, collateral, TrustAnchors.Of([_root.Anchor]), 0, VerificationOptions.Default with { Depth = depth });

        Assert.IsType<Verdict.SignatureOnly>(At(VerificationDepth.SignaturesOnly, machine.Collateral([])));
        Assert.IsType<Verdict.Decoded>(At(VerificationDepth.DecodeOnly, Collateral.None));
    }

    private SimulatedSnpMachine Machine(SimulatedVek? certificate = null) => new(_root, _seed, Mint.Tcb, Mint.Validity, certificate);

    private Verdict Verify(SimulatedSnpMachine machine, SimulatedSnpReport content) =>
        Judge.Verify(EvidenceKind.SevSnp, machine.Report(content), machine.Collateral(Crl), _root.Anchor);
}
