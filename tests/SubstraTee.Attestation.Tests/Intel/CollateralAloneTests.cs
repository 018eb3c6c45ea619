using System.Text;
using System.Text.Json;
using SubstraTee.Attestation.Intel;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

/// <summary>Collateral without a quote, statements without collateral, and labels without either.</summary>
public class CollateralAloneTests
{
    private static readonly TrustAnchors Anchors = Mint.Simulator.Anchors;

    [Fact]
    public void Complete_collateral_says_what_it_is_about()
    {
        Assert.True(PreparedDcapCollateral.TryPrepare(Mint.SgxCollateral, Anchors, out var prepared, out _, out _));
        Assert.Equal(Mint.Platform.Spec.Fmspc, prepared.Fmspc);
        Assert.Equal(17u, prepared.EvaluationNumber);
        Assert.True(prepared.TryCheck(EvidenceKind.SgxDcap, Mint.Time, out var reason, out var detail), detail);
        Assert.Equal(RefusalReason.None, reason);
    }

    [Fact]
    public void The_lower_evaluation_counts()
    {
        var raw = Mint.WithQe(one => one with { EvaluationNumber = 16 });
        Assert.True(PreparedDcapCollateral.TryPrepare(raw, Anchors, out var prepared, out _, out _));
        Assert.Equal(16u, prepared.EvaluationNumber);
    }

    [Fact]
    public void Collateral_that_lacks_a_piece_is_of_another_kind_or_out_of_date_does_not_pass()
    {
        Assert.Equal(RefusalReason.CrlMissing, Why(Mint.With(pckCrl: ReadOnlyMemory<byte>.Empty)));
        Assert.Equal(RefusalReason.CollateralMissing, Why(Mint.With(pckCrlIssuerChain: ReadOnlyMemory<byte>.Empty)));
        Assert.Equal(RefusalReason.TcbInfoKindMismatch, Why(Mint.TdxCollateral));
        Assert.Equal(RefusalReason.QeIdentityKindMismatch, Why(Mint.WithQe(one => one with { Id = "TD_QE" })));
        Assert.Equal(RefusalReason.CertificateNotYetValid, Why(Mint.SgxCollateral, Mint.Time - 1));
        Assert.Equal(RefusalReason.CrlExpired, Why(Mint.SgxCollateral, Mint.Time + IntelSimulator.StatementLifetimeSeconds + 1));
        Assert.Equal(RefusalReason.CollateralExpired, Why(Mint.WithTcb(one => one with { NextUpdate = Mint.Time }), Mint.Time + 1));
    }

    [Fact]
    public void A_quote_without_the_roots_list_passes_only_where_that_is_allowed_and_says_so()
    {
        var raw = Mint.With(rootCaCrl: ReadOnlyMemory<byte>.Empty, pckCrl: ReadOnlyMemory<byte>.Empty);
        Assert.Equal(RefusalReason.CrlMissing, Mint.Reason(Mint.Sgx(collateral: raw)));
        Assert.Equal(
            RefusalReason.CrlMissing,
            Mint.Reason(Mint.Sgx(collateral: raw, options: new VerificationOptions { AllowMissing = [SkippableCheck.PckCrl] })));
        Assert.Equal(
            RefusalReason.CrlMissing,
            Mint.Reason(Mint.Sgx(collateral: raw, options: new VerificationOptions { AllowMissing = [SkippableCheck.RootCrl] })));

        var both = new VerificationOptions { AllowMissing = [SkippableCheck.PckCrl, SkippableCheck.RootCrl] };
        Assert.Equal(
            [SkippableCheck.PckCrl, SkippableCheck.RootCrl],
            Mint.Verified(Mint.Sgx(collateral: raw, options: both)).Skipped.Select(one => one.Check).Order());
        Assert.Empty(Mint.Verified(Mint.Sgx(options: both)).Skipped);
    }

    [Fact]
    public void A_statement_apart_from_its_signature_is_verified_over_its_own_bytes()
    {
        var info = Statement(Mint.SgxCollateral.TcbInfo, "tcbInfo");
        Assert.True(info.TryReadTcbInfo(Anchors, Mint.Time, out var tcb, out var reason), reason.Code());
        Assert.Equal(Mint.Platform.Spec.Fmspc, tcb.Fmspc);
        Assert.Equal((false, Mint.Time, 4), (tcb.IsTdx, tcb.IssueDate, tcb.Levels.Length));
        Assert.Equal((12, (ushort)13, TcbStatus.UpToDate), (tcb.Levels[0].Components[0], tcb.Levels[0].PceSvn, tcb.Levels[0].Status));

        var identity = Statement(Mint.SgxCollateral.QeIdentity, "enclaveIdentity");
        Assert.True(identity.TryReadQeIdentity(Anchors, Mint.Time, out var qe, out _));
        Assert.Equal("QE", qe.Id);
        Assert.Equal([(ushort)8], qe.UpToDateFrom.AsEnumerable());
        Assert.Equal(QuoteSpec.QeSigner, qe.MrSigner.AsEnumerable());
        Assert.Equal(Mint.SgxCollateral.QeIdentity.ToArray(), identity.QeIdentityJson.ToArray());
    }

    [Fact]
    public void A_statement_that_does_not_hold_is_refused()
    {
        var info = Statement(Mint.SgxCollateral.TcbInfo, "tcbInfo");
        Assert.Equal(RefusalReason.TcbInfoSignatureInvalid, Why(info with { Signature = new byte[64] }));
        Assert.Equal(RefusalReason.TcbInfoMalformed, Why(info with { Signature = new byte[63] }));
        Assert.Equal(RefusalReason.UntrustedRoot, Why(info, anchors: TrustAnchors.Production));
        Assert.Equal(RefusalReason.CertificateMissing, Why(info with { Chain = ReadOnlyMemory<byte>.Empty }));
        Assert.Equal(RefusalReason.CertificateSubject, Why(info with { Chain = Mint.SgxCollateral.PckCrlIssuerChain }));
        Assert.Equal(RefusalReason.CollateralExpired, Why(info, Mint.Time + IntelSimulator.StatementLifetimeSeconds + 1));
        Assert.Equal(RefusalReason.CertificateNotYetValid, Why(info, Mint.Time - 1));

        // A body that brings members of its own is no single statement.
        byte[] smuggled = [.. info.Body.Span, .. Encoding.ASCII.GetBytes(",\"x\":{}")];
        Assert.Equal(RefusalReason.TcbInfoMalformed, Why(info with { Body = smuggled }));

        static RefusalReason Why(IntelStatement statement, long time = Mint.Time, TrustAnchors? anchors = null) =>
            statement.TryReadTcbInfo(anchors ?? Anchors, time, out _, out var reason) ? RefusalReason.None : reason;
    }

    [Fact]
    public void Labels_are_read_without_belief_and_never_throw()
    {
        Assert.True(DcapLabels.TryReadFmspc(Mint.SgxQuote, out var fmspc, out _));
        Assert.Equal(Mint.Platform.Spec.Fmspc, fmspc);
        Assert.True(DcapLabels.TryReadFmspc(Mint.TdxQuote, out _, out _));
        Assert.True(DcapLabels.TryReadRootKey(Mint.SgxCollateral.TcbSigningChain, out var key, out _));
        Assert.Equal(Anchors.All[0].Key, key.AsEnumerable());

        Assert.False(DcapLabels.TryReadRootKey(ReadOnlyMemory<byte>.Empty, out key, out var reason));
        Assert.Equal((0, RefusalReason.CertificateMissing), (key.Length, reason));
        for (var length = 0; length < Mint.SgxQuote.Length; length++)
        {
            Assert.False(DcapLabels.TryReadFmspc(Mint.SgxQuote.AsMemory(0, length), out _, out reason));
            Assert.NotEqual(RefusalReason.None, reason);
        }
    }

    private static RefusalReason Why(DcapCollateral raw, long time = Mint.Time)
    {
        Assert.True(PreparedDcapCollateral.TryPrepare(raw, Anchors, out var prepared, out var reason, out var detail), $"{reason}: {detail}");
        return prepared.TryCheck(EvidenceKind.SgxDcap, time, out reason, out _) ? RefusalReason.None : reason;
    }

    private static IntelStatement Statement(ReadOnlyMemory<byte> json, string name)
    {
        using var document = JsonDocument.Parse(json);
        var signature = Convert.FromHexString(document.RootElement.GetProperty("signature").GetString()!);
        return new IntelStatement(
            Encoding.UTF8.GetBytes(document.RootElement.GetProperty(name).GetRawText()), signature, Mint.SgxCollateral.TcbSigningChain);
    }
}
