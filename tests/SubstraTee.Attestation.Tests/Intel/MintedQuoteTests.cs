using System.Text;
using SubstraTee.Attestation.Intel;
using SubstraTee.Primitives;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

/// <summary>What the simulation mints goes through the same verifiers as genuine evidence.</summary>
public class MintedQuoteTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void An_sgx_quote_of_every_version_is_verified_and_says_what_it_was_made_of(int version)
    {
        var evidence = Mint.Verified(Mint.Sgx(new QuoteSpec { Version = version, Padding = 70 }.Sign(Mint.Platform, Mint.Enclave)));
        Assert.Equal(EvidenceKind.SgxDcap, evidence.Kind);
        Assert.Equal(new Measurement(MeasurementFamily.Sgx, Mint.Code), evidence.Measurement);
        Assert.Equal(Mint.Code, evidence.Register("mrenclave").AsSpan().ToArray());
        Assert.Equal(32, evidence.Signer.Length);
        Assert.Equal((1u, 4ul), (evidence.ProductId!.Value, evidence.SecurityVersion!.Value));
        Assert.Equal([1, 2, 3, 0], evidence.ReportData.AsSpan()[..4].ToArray());
        Assert.Equal(64, evidence.ReportData.Length);
        Assert.False(evidence.Debug);
        Assert.Equal(TcbStatus.UpToDate, evidence.Tcb);
        Assert.Empty(evidence.Advisories);
        Assert.Equal(
            [new PlatformIdentity(PlatformIdentityKind.Ppid, Mint.Platform.Spec.Ppid), new PlatformIdentity(PlatformIdentityKind.PlatformInstance, Mint.Platform.Spec.PlatformInstanceId)],
            evidence.Platform.ToArray());
        Assert.Equal(new ValidityWindow(Mint.Time, Mint.Time + IntelSimulator.StatementLifetimeSeconds), evidence.Validity);
        Assert.Equal(17u, evidence.TcbEvaluationNumber);
        Assert.Equal(SigningKeyKind.IntelPck, evidence.SignedBy);
        Assert.Equal(AnchorClass.Test, evidence.AnchorClass);
        Assert.Empty(evidence.Skipped);
        var claims = Assert.IsType<SgxClaims>(evidence.Claims);
        Assert.Equal(Mint.Platform.Spec.Fmspc, claims.Platform.Fmspc.AsSpan().ToArray());
        Assert.Equal(Mint.Platform.Spec.ComponentSvns, claims.Platform.ComponentSvns.AsSpan().ToArray());
        Assert.Equal(9, claims.Platform.QeIsvSvn);
        Assert.True(claims.Platform.SmtEnabled);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void A_tdx_quote_of_every_version_is_verified_and_says_what_it_was_made_of(int version, bool is15)
    {
        var evidence = Mint.Verified(
            Mint.Tdx(new QuoteSpec { Version = version }.Sign(Mint.Platform, is15 ? Mint.Domain15 : Mint.Domain)));
        Assert.Equal(MeasurementFamily.Tdx, evidence.Measurement.Family);
        Assert.Equal(
            CompositeMeasurement.Of(MeasurementFamily.Tdx, evidence.Registers.Take(5)), evidence.Measurement);
        Assert.Equal(["mrtd", "rtmr0", "rtmr1", "rtmr2", "rtmr3"], evidence.Registers.Take(5).Select(one => one.Name));
        Assert.Equal([4, 5, 6, 0], evidence.ReportData.AsSpan()[..4].ToArray());
        var claims = Assert.IsType<TdxClaims>(evidence.Claims);
        Assert.Equal(TcbStatus.UpToDate, claims.ModuleTcb);
        Assert.Equal(is15 ? TcbStatus.UpToDate : null, claims.CurrentTcb);
        Assert.True(claims.Report.SeptVeDisable);
    }

    [Fact]
    public void The_measurement_of_a_trust_domain_changes_with_each_of_its_registers()
    {
        var all = new[] { Mint.Domain }
            .Concat([Mint.Domain with { MrTd = new byte[48] }])
            .Concat(Enumerable.Range(0, 4).Select(i => Mint.Domain with
            {
                Rtmrs = [.. Enumerable.Range(0, 4).Select(k => Enumerable.Repeat((byte)(k == i ? 1 : 0), 48).ToArray())],
            }));
        var measurements = all.Select(report => Mint.Verified(Mint.Tdx(new QuoteSpec { Version = 4 }.Sign(Mint.Platform, report))).Measurement).ToList();
        Assert.Equal(6, measurements.Distinct().Count());
    }

    [Fact]
    public void Bytes_after_the_quote_are_not_looked_at()
    {
        var padded = Mint.SgxQuote.Concat(Enumerable.Repeat((byte)0xEE, 3000)).ToArray();
        Assert.Equal(Mint.Verified(Mint.Sgx()).Measurement, Mint.Verified(Mint.Sgx(padded)).Measurement);
    }

    [Fact]
    public void The_order_of_the_chain_does_not_matter()
    {
        var quote = Mint.QuoteWithChain(Mint.Platform.Pck, Mint.Platform.Root, Mint.Platform.Authority);
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(quote)).Tcb);
    }

    [Fact]
    public void A_processor_certificate_has_no_platform_instance()
    {
        using var machine = Mint.Simulator.NewPlatform(new PckSpec { Ppid = new byte[16] });
        var evidence = Mint.Verified(Mint.Sgx(
            new QuoteSpec().Sign(machine, Mint.Enclave), Mint.Simulator.Collateral(machine, EvidenceKind.SgxDcap, Mint.Time)));
        Assert.Equal([PlatformIdentityKind.Ppid], evidence.Platform.Select(one => one.Kind));
        Assert.Null(((SgxClaims)evidence.Claims).Platform.SmtEnabled);
    }

    [Fact]
    public void A_pck_chain_may_come_from_outside_the_quote()
    {
        var quote = new QuoteSpec { CertificationDataType = 1, CertificationData = new byte[34] }.Sign(Mint.Platform, Mint.Enclave);
        Assert.Equal(RefusalReason.CertificationDataUnsupported, Mint.Reason(Mint.Sgx(quote)));
        var outside = new DcapCollateral
        {
            TcbInfo = Mint.SgxCollateral.TcbInfo,
            QeIdentity = Mint.SgxCollateral.QeIdentity,
            TcbSigningChain = Mint.SgxCollateral.TcbSigningChain,
            RootCaCrl = Mint.SgxCollateral.RootCaCrl,
            PckCrl = Mint.SgxCollateral.PckCrl,
            PckCertificate = Mint.Pem(Mint.Platform.Pck),
            PckIssuerChain = Mint.Pem(Mint.Platform.Authority, Mint.Platform.Root),
        };
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(quote, outside)).Tcb);
    }

    [Fact]
    public void Prepared_collateral_gives_the_same_verdicts_at_every_time()
    {
        Assert.True(PreparedDcapCollateral.TryPrepare(Mint.SgxCollateral, Mint.Simulator.Anchors, out var prepared, out var reason, out _));
        Assert.Equal(RefusalReason.None, reason);
        Assert.Equal(Mint.Verified(Mint.Sgx()).Validity, Mint.Verified(Mint.Sgx(collateral: prepared)).Validity);
        foreach (var time in (long[])[Mint.Time - 1, Mint.Time, Mint.Time + IntelSimulator.StatementLifetimeSeconds, Mint.Time + IntelSimulator.StatementLifetimeSeconds + 1])
        {
            Assert.Equal(Describe(Mint.Sgx(time: time)), Describe(Mint.Sgx(collateral: prepared, time: time)));
        }

        static string Describe(Verdict verdict) => verdict is Verdict.Refused refused ? refused.ToString() : verdict.Text;
    }

    [Fact]
    public void Prepared_collateral_is_not_believed_under_other_anchors()
    {
        Assert.True(PreparedDcapCollateral.TryPrepare(Mint.SgxCollateral, Mint.Simulator.Anchors, out var prepared, out _, out _));
        Assert.Equal(RefusalReason.UntrustedRoot, Mint.Reason(Mint.Sgx(collateral: prepared, anchors: TrustAnchors.Production)));
        Assert.Equal(RefusalReason.AnchorMissing, Mint.Reason(Mint.Sgx(collateral: prepared, anchors: TrustAnchors.None)));
        var same = TrustAnchors.Of(Mint.Simulator.Anchors.All);
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(collateral: prepared, anchors: same)).Tcb);
    }

    [Fact]
    public void Collateral_that_is_no_good_is_not_prepared()
    {
        Assert.False(PreparedDcapCollateral.TryPrepare(
            Mint.With(tcbInfo: "{}"u8.ToArray()), Mint.Simulator.Anchors, out var prepared, out var reason, out var detail));
        Assert.Null(prepared);
        Assert.Equal(RefusalReason.TcbInfoMalformed, reason);
        Assert.Contains("tcbInfo", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Shallower_verifications_have_no_claims()
    {
        var signatures = Mint.Sgx(collateral: Collateral.None, options: new() { Depth = VerificationDepth.SignaturesOnly });
        Assert.Equal(4, Assert.IsType<Verdict.SignatureOnly>(signatures).Checks.Length);
        Assert.IsType<Verdict.Decoded>(Mint.Sgx(anchors: TrustAnchors.None, options: new() { Depth = VerificationDepth.DecodeOnly }));
        Assert.Equal(
            RefusalReason.UntrustedRoot,
            Mint.Reason(Mint.Sgx(anchors: TrustAnchors.Production, options: new() { Depth = VerificationDepth.SignaturesOnly })));
    }

    [Fact]
    public void Diagnostics_are_collected_when_asked_for_and_also_of_what_is_refused()
    {
        Assert.Empty(Mint.Sgx().Diagnostics.Entries);
        var options = new VerificationOptions { CollectDiagnostics = true };
        Assert.Equal("UpToDate", Mint.Sgx(options: options).Diagnostics.Find("tcb_status"));
        var refused = Mint.Sgx(anchors: TrustAnchors.Production, options: options);
        Assert.Equal(RefusalReason.UntrustedRoot, Mint.Reason(refused));
        Assert.Equal(Convert.ToHexStringLower(Mint.Code), refused.Diagnostics.Find("fields.mrenclave"));
    }

    [Fact]
    public void Version_2_of_the_tcb_info_serves_sgx()
    {
        var collateral = Mint.WithTcb(info => info with { Version = 2 });
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(collateral: collateral)).Tcb);
        Assert.DoesNotContain("\"id\"", Encoding.UTF8.GetString(collateral.TcbInfo.Span), StringComparison.Ordinal);
    }
}
