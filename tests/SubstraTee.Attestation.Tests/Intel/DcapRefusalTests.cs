using System.Text;
using SubstraTee.Attestation.Intel;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Attestation.Tests.Intel;

/// <summary>Each numbered check of the reference algorithm, minted to fail alone, is refused for its own reason.</summary>
public class DcapRefusalTests
{
    private static byte[] Flip(byte[] bytes, int index)
    {
        var changed = bytes.ToArray();
        changed[index] ^= 1;
        return changed;
    }

    // Check 1; row 13 of the fault list.
    [Fact]
    public void Unknown_versions_and_kinds_of_quotes_are_unsupported()
    {
        var quote = Mint.SgxQuote;
        Assert.Equal(RefusalReason.UnsupportedEvidence, Mint.Reason(Mint.Sgx([9, 0, .. quote[2..]])));
        Assert.Equal(RefusalReason.UnsupportedEvidence, Mint.Reason(Mint.Sgx([2, 0, .. quote[2..]])));
        Assert.Equal(RefusalReason.UnsupportedEvidence, Mint.Reason(Mint.Sgx([.. quote[..4], 0x81, .. quote[5..]])));
        Assert.Equal(RefusalReason.UnsupportedEvidence, Mint.Reason(Mint.Sgx(new QuoteSpec { Version = 4, TeeType = 0x82 }.Sign(Mint.Platform, Mint.Enclave))));
        Assert.Equal(RefusalReason.UnsupportedEvidence, Mint.Reason(Mint.Sgx(Mint.TdxQuote)));
        Assert.Equal(RefusalReason.UnsupportedEvidence, Mint.Reason(Mint.Tdx(Mint.SgxQuote)));
        var five = new QuoteSpec { Version = 5 }.Sign(Mint.Platform, Mint.Enclave);
        Assert.Equal(RefusalReason.UnsupportedEvidence, Mint.Reason(Mint.Sgx([.. five[..48], 4, 0, .. five[50..]])));
        Assert.Equal(RefusalReason.EvidenceMalformed, Mint.Reason(Mint.Sgx([.. five[..48], 2, 0, .. five[50..]])));
        Assert.Equal(RefusalReason.EvidenceMalformed, Mint.Reason(Mint.Sgx([.. five[..50], 0x81, 1, 0, 0, .. five[54..]])));
        var unknown = EvidenceVerifier.Verify((EvidenceKind)99, quote, Collateral.None, TrustAnchors.None, 0, VerificationOptions.Default);
        Assert.Equal(RefusalReason.UnsupportedEvidence, Mint.Reason(unknown));
    }

    [Fact]
    public void The_header_has_to_name_an_ecdsa_key_and_intels_quoting_enclave()
    {
        Assert.Equal(
            RefusalReason.AttestationKeyTypeUnsupported,
            Mint.Reason(Mint.Sgx(new QuoteSpec { AttestationKeyType = 3 }.Sign(Mint.Platform, Mint.Enclave))));
        Assert.Equal(
            RefusalReason.QeVendorUnknown,
            Mint.Reason(Mint.Sgx(new QuoteSpec { VendorId = new byte[16] }.Sign(Mint.Platform, Mint.Enclave))));
    }

    [Fact]
    public void Inner_lengths_have_to_be_used_up_exactly()
    {
        const int SignatureLength = 432;
        const int AuthenticationLength = SignatureLength + 4 + 576;
        const int ChainLength = AuthenticationLength + 2 + 32 + 2;
        Assert.Equal(RefusalReason.EvidenceTruncated, Mint.Reason(Mint.Sgx(Add(Mint.SgxQuote, SignatureLength, 1))));
        Assert.Equal(RefusalReason.EvidenceMalformed, Mint.Reason(Mint.Sgx(Add([.. Mint.SgxQuote, 0], SignatureLength, 1))));
        Assert.Equal(RefusalReason.EvidenceMalformed, Mint.Reason(Mint.Sgx(Add(Mint.SgxQuote, SignatureLength, -1))));
        Assert.Equal(RefusalReason.EvidenceMalformed, Mint.Reason(Mint.Sgx(Add(Mint.SgxQuote, AuthenticationLength, 1))));
        Assert.Equal(RefusalReason.EvidenceMalformed, Mint.Reason(Mint.Sgx(Add(Mint.SgxQuote, ChainLength, -1))));
        var four = new QuoteSpec { Version = 4 }.Sign(Mint.Platform, Mint.Enclave);
        Assert.Equal(RefusalReason.EvidenceMalformed, Mint.Reason(Mint.Sgx(Add(four, SignatureLength + 4 + 128, -1))));
        Assert.Equal(RefusalReason.EvidenceMalformed, Mint.Reason(Mint.Sgx(Add(four, SignatureLength + 4 + 130, -1))));
        Assert.Equal(RefusalReason.EvidenceTooLarge, Mint.Reason(Mint.Sgx([.. Mint.SgxQuote, .. new byte[Quote.MaxLength]])));

        static byte[] Add(byte[] quote, int offset, int difference)
        {
            var changed = quote.ToArray();
            BitConverter.TryWriteBytes(changed.AsSpan(offset), (ushort)(BitConverter.ToUInt16(changed, offset) + difference));
            return changed;
        }
    }

    [Fact]
    public void Collateral_that_is_missing_or_of_another_family_is_named()
    {
        Assert.Equal(RefusalReason.CollateralMissing, Mint.Reason(Mint.Sgx(collateral: Collateral.None)));
        Assert.Equal(RefusalReason.CollateralKindMismatch, Mint.Reason(Mint.Sgx(collateral: new IasCollateral())));
        Assert.Equal(RefusalReason.CollateralMissing, Mint.Reason(Mint.Sgx(collateral: new DcapCollateral())));
        Assert.Equal(RefusalReason.CollateralMissing, Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbInfo: Array.Empty<byte>()))));
        Assert.Equal(RefusalReason.CollateralMissing, Mint.Reason(Mint.Sgx(collateral: Mint.With(qeIdentity: Array.Empty<byte>()))));
        Assert.Equal(RefusalReason.CrlMissing, Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: Array.Empty<byte>()))));
        Assert.Equal(RefusalReason.AnchorMissing, Mint.Reason(Mint.Sgx(anchors: TrustAnchors.None)));
    }

    [Fact]
    public void A_missing_pck_crl_is_refused_unless_that_one_check_may_be_skipped_and_then_it_is_listed()
    {
        var collateral = Mint.With(pckCrl: Array.Empty<byte>());
        Assert.Equal(RefusalReason.CrlMissing, Mint.Reason(Mint.Sgx(collateral: collateral)));
        var allowed = new VerificationOptions { AllowMissing = [SkippableCheck.PckCrl] };
        Assert.Equal(SkippableCheck.PckCrl, Assert.Single(Mint.Verified(Mint.Sgx(collateral: collateral, options: allowed)).Skipped).Check);
        Assert.Empty(Mint.Verified(Mint.Sgx(options: allowed)).Skipped);
        // Allowed to be missing does not mean allowed to be wrong, and is about this list alone.
        Assert.Equal(RefusalReason.CrlMalformed, Mint.Reason(Mint.Sgx(collateral: Mint.With(pckCrl: new byte[] { 1 }), options: allowed)));
        Assert.Equal(RefusalReason.CrlMissing, Mint.Reason(Mint.Sgx(collateral: Mint.With(rootCaCrl: Array.Empty<byte>()), options: allowed)));
    }

    // Check 3, and row 5 of the fault list.
    [Fact]
    public void Statements_have_to_be_signed_by_the_tcb_signer_over_their_bytes()
    {
        var tcb = Encoding.UTF8.GetString(Mint.SgxCollateral.TcbInfo.Span);
        var qe = Encoding.UTF8.GetString(Mint.SgxCollateral.QeIdentity.Span);
        // The same statement in other bytes is another statement.
        Assert.Equal(RefusalReason.TcbInfoSignatureInvalid, Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbInfo: Bytes(tcb.Replace("\"version\":3", "\"version\": 3", StringComparison.Ordinal))))));
        Assert.Equal(RefusalReason.QeIdentitySignatureInvalid, Mint.Reason(Mint.Sgx(collateral: Mint.With(qeIdentity: Bytes(qe.Replace("\"version\":2", "\"version\": 2", StringComparison.Ordinal))))));
        using var other = Mint.Entropy.NewP256();
        var impostor = new SimulatedCertificate([], other);
        Assert.Equal(
            RefusalReason.TcbInfoSignatureInvalid,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbInfo: IntelSimulator.TcbInfo(EvidenceKind.SgxDcap, Mint.Time).Sign(impostor)))));
        Assert.Equal(
            RefusalReason.QeIdentitySignatureInvalid,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(qeIdentity: IntelSimulator.QeIdentity(EvidenceKind.SgxDcap, Mint.Time).Sign(impostor)))));

        static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"tcbInfo\":{},\"signature\":\"00\"}")]
    [InlineData("{\"tcbInfo\":1,\"signature\":\"\"}")]
    [InlineData("not json")]
    public void Statements_that_cannot_be_read_are_a_refusal_and_never_no_data(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Length == 0 ? " " : text);
        Assert.Equal(RefusalReason.TcbInfoMalformed, Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbInfo: bytes))));
        Assert.Equal(RefusalReason.QeIdentityMalformed, Mint.Reason(Mint.Sgx(collateral: Mint.With(qeIdentity: bytes))));
    }

    [Fact]
    public void Unsigned_members_beside_a_statement_are_refused()
    {
        var tcb = Encoding.UTF8.GetString(Mint.SgxCollateral.TcbInfo.Span);
        Assert.Equal(RefusalReason.TcbInfoMalformed, Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbInfo: Encoding.UTF8.GetBytes($"{tcb[..^1]},\"x\":1}}")))));
    }

    [Fact]
    public void Signed_statements_of_another_form_are_refused()
    {
        Assert.Equal(RefusalReason.TcbInfoVersionUnsupported, Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { Version = 4 }))));
        Assert.Equal(RefusalReason.TcbInfoMalformed, Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { Id = "QVE" }))));
        Assert.Equal(
            RefusalReason.TcbInfoMalformed,
            Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { Levels = [info.Levels[0] with { Status = "Fine" }] }))));
        Assert.Equal(
            RefusalReason.TcbInfoMalformed,
            Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { Levels = [info.Levels[0] with { SgxComponents = new byte[15] }] }))));
        Assert.Equal(
            RefusalReason.TcbInfoMalformed,
            Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { Levels = [.. Enumerable.Repeat(info.Levels[0], 257)] }))));
        Assert.Equal(RefusalReason.QeIdentityMalformed, Mint.Reason(Mint.Sgx(collateral: Mint.WithQe(qe => qe with { Version = 3 }))));
        Assert.Equal(
            RefusalReason.QeIdentityMalformed,
            Mint.Reason(Mint.Sgx(collateral: Mint.WithQe(qe => qe with { Levels = [new IsvLevelSpec(1, "SWHardeningNeeded", Mint.Time)] }))));
    }

    [Fact]
    public void Statements_count_within_their_dates_only()
    {
        Assert.Equal(RefusalReason.CollateralNotYetValid, Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { IssueDate = Mint.Time + 1 }))));
        Assert.Equal(RefusalReason.CollateralNotYetValid, Mint.Reason(Mint.Sgx(collateral: Mint.WithQe(qe => qe with { IssueDate = Mint.Time + 1 }))));
        var tcb = Mint.WithTcb(info => info with { NextUpdate = Mint.Time + 10 });
        var qe = Mint.WithQe(identity => identity with { NextUpdate = Mint.Time + 10 });
        foreach (var collateral in (DcapCollateral[])[tcb, qe])
        {
            Assert.Equal(Mint.Time + 10, Mint.Verified(Mint.Sgx(collateral: collateral, time: Mint.Time + 10)).Validity.Until);
            Assert.Equal(RefusalReason.CollateralExpired, Mint.Reason(Mint.Sgx(collateral: collateral, time: Mint.Time + 11)));
        }
    }

    [Theory]
    [InlineData(17u, 17, 17, true)]
    [InlineData(18u, 17, 17, false)]
    [InlineData(18u, 18, 17, false)]
    [InlineData(18u, 17, 18, false)]
    [InlineData(18u, 18, 19, true)]
    public void Collateral_of_an_older_evaluation_than_was_seen_is_a_rollback(uint floor, int tcbNumber, int qeNumber, bool accepted)
    {
        var collateral = Mint.With(
            tcbInfo: Mint.WithTcb(info => info with { EvaluationNumber = tcbNumber }).TcbInfo,
            qeIdentity: Mint.WithQe(qe => qe with { EvaluationNumber = qeNumber }).QeIdentity);
        var verdict = Mint.Sgx(collateral: collateral, options: new() { TcbEvaluationFloor = floor });
        if (accepted)
        {
            Assert.Equal((uint)Math.Min(tcbNumber, qeNumber), Mint.Verified(verdict).TcbEvaluationNumber);
        }
        else
        {
            Assert.Equal("collateral_rolled_back", Mint.Reason(verdict).Code());
        }
    }

    // Check 4, and row 6 of the fault list.
    [Fact]
    public void Collateral_of_another_platform_is_a_mismatch()
    {
        Assert.Equal("collateral_mismatch", Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { Fmspc = [1, 2, 3, 4, 5, 6] }))).Code());
        Assert.Equal("collateral_mismatch", Mint.Reason(Mint.Sgx(collateral: Mint.WithTcb(info => info with { PceId = [0, 1] }))).Code());
        Assert.Equal(
            RefusalReason.TcbInfoKindMismatch,
            Mint.Reason(Mint.Sgx(collateral: Mint.With(tcbInfo: Mint.TdxCollateral.TcbInfo))));
        Assert.Equal(
            RefusalReason.TcbInfoKindMismatch,
            Mint.Reason(Mint.Tdx(collateral: Mint.With(tcbInfo: Mint.SgxCollateral.TcbInfo, from: Mint.TdxCollateral))));
    }

    // Check 5.
    [Fact]
    public void The_tdx_module_has_to_be_the_one_in_the_tcb_info()
    {
        byte[] Td(Func<TdReportSpec, TdReportSpec> change) => new QuoteSpec { Version = 4 }.Sign(Mint.Platform, change(Mint.Domain));
        Assert.Equal(RefusalReason.TdxModuleUnknown, Mint.Reason(Mint.Tdx(Td(report => report with { TeeTcbSvn = [6, 3, 3, .. new byte[13]] }))));
        Assert.Equal(
            RefusalReason.TdxModuleUnknown, Mint.Reason(Mint.Tdx(collateral: Mint.WithTdxTcb(info => info with { Modules = [] }))));
        Assert.Equal(
            RefusalReason.TdxModuleSignerMismatch, Mint.Reason(Mint.Tdx(Td(report => report with { MrSignerSeam = Flip(report.MrSignerSeam, 0) }))));
        Assert.Equal(
            RefusalReason.TdxModuleAttributesMismatch, Mint.Reason(Mint.Tdx(Td(report => report with { SeamAttributes = Flip(report.SeamAttributes, 7) }))));
        // Also where the TCB info would allow it: only zero is a production module.
        var open = Mint.WithTdxTcb(info => info with { Modules = [info.Modules[0] with { AttributesMask = new byte[8] }] });
        Assert.Equal(
            RefusalReason.TdxModuleAttributesMismatch,
            Mint.Reason(Mint.Tdx(Td(report => report with { SeamAttributes = Flip(report.SeamAttributes, 7) }), open)));
        var other = Mint.WithTdxTcb(info => info with { Modules = [info.Modules[0] with { Attributes = [1, 0, 0, 0, 0, 0, 0, 0] }] });
        Assert.Equal(RefusalReason.TdxModuleAttributesMismatch, Mint.Reason(Mint.Tdx(collateral: other)));
    }

    // Checks 6, 7 and 9: offsets of quote version 3 after header, body and length.
    [Fact]
    public void Each_link_from_the_pck_key_to_the_report_is_checked()
    {
        const int Signature = 436;
        const int Key = Signature + 64;
        const int QeReport = Key + 64;
        const int QeSignature = QeReport + 384;
        const int Authentication = QeSignature + 66;
        Assert.Equal(RefusalReason.QeReportSignatureInvalid, Mint.Reason(Mint.Sgx(Flip(Mint.SgxQuote, QeReport))));
        Assert.Equal(RefusalReason.QeReportSignatureInvalid, Mint.Reason(Mint.Sgx(Flip(Mint.SgxQuote, QeSignature))));
        Assert.Equal(RefusalReason.QeReportDataMismatch, Mint.Reason(Mint.Sgx(Flip(Mint.SgxQuote, Authentication))));
        Assert.Equal(RefusalReason.QeReportDataMismatch, Mint.Reason(Mint.Sgx(Flip(Mint.SgxQuote, Key))));
        Assert.Equal(RefusalReason.QuoteSignatureInvalid, Mint.Reason(Mint.Sgx(Flip(Mint.SgxQuote, Signature))));
        Assert.Equal(RefusalReason.QuoteSignatureInvalid, Mint.Reason(Mint.Sgx(Flip(Mint.SgxQuote, 48 + 64))));
        var longer = new QuoteSpec { QeReportData = [.. new byte[32], 1] }.Sign(Mint.Platform, Mint.Enclave);
        Assert.Equal(RefusalReason.QeReportDataMismatch, Mint.Reason(Mint.Sgx(longer)));
        using var other = Mint.Simulator.NewPlatform();
        var foreign = new QuoteSpec { CertificationData = Encoding.ASCII.GetBytes(other.ChainPem) }.Sign(Mint.Platform, Mint.Enclave);
        Assert.Equal(RefusalReason.QeReportSignatureInvalid, Mint.Reason(Mint.Sgx(foreign)));
    }

    [Fact]
    public void An_attestation_key_that_is_no_point_is_refused_although_the_qe_report_binds_it()
    {
        const int Key = 436 + 64;
        var spec = new QuoteSpec();
        var bound = System.Security.Cryptography.SHA256.HashData([.. new byte[64], .. spec.AuthenticationData]);
        var quote = (spec with { QeReportData = bound }).Sign(Mint.Platform, Mint.Enclave);
        quote.AsSpan(Key, 64).Clear();
        Assert.Equal(RefusalReason.AttestationKeyInvalid, Mint.Reason(Mint.Sgx(quote)));
    }

    // Check 8.
    [Fact]
    public void The_quoting_enclave_has_to_be_the_one_in_the_identity()
    {
        Assert.Equal(RefusalReason.QeIdentityKindMismatch, Mint.Reason(Mint.Sgx(collateral: Mint.WithQe(qe => qe with { Id = "TD_QE" }))));
        Assert.Equal(RefusalReason.QeIdentityKindMismatch, Mint.Reason(Mint.Sgx(collateral: Mint.WithQe(qe => qe with { Id = "QVE" }))));
        Assert.Equal(RefusalReason.QeMiscSelectMismatch, Mint.Reason(Mint.Sgx(Qe(report => report with { MiscSelect = 1 }))));
        Assert.Equal(RefusalReason.QeAttributesMismatch, Mint.Reason(Mint.Sgx(Qe(report => report.WithDebug()))));
        Assert.Equal(RefusalReason.QeSignerMismatch, Mint.Reason(Mint.Sgx(Qe(report => report with { MrSigner = new byte[32] }))));
        Assert.Equal(RefusalReason.QeProductMismatch, Mint.Reason(Mint.Sgx(Qe(report => report with { IsvProdId = 2 }))));
    }

    [Fact]
    public void Miscselect_is_compared_byte_by_byte_in_the_order_of_the_report()
    {
        var quote = Qe(report => report with { MiscSelect = 0x04030201 });
        Assert.Equal(TcbStatus.UpToDate, Mint.Verified(Mint.Sgx(quote, Mint.WithQe(qe => qe with { MiscSelect = [1, 2, 3, 4] }))).Tcb);
        Assert.Equal(RefusalReason.QeMiscSelectMismatch, Mint.Reason(Mint.Sgx(quote, Mint.WithQe(qe => qe with { MiscSelect = [4, 3, 2, 1] }))));
        Assert.Equal(
            TcbStatus.UpToDate,
            Mint.Verified(Mint.Sgx(quote, Mint.WithQe(qe => qe with { MiscSelect = [1, 0, 0, 0], MiscSelectMask = [255, 0, 0, 0] }))).Tcb);
    }

    // Check 11: debug is verified, and a policy's matter.
    [Fact]
    public void A_debug_enclave_is_verified_and_says_so()
    {
        Assert.True(Mint.Verified(Mint.Sgx(new QuoteSpec().Sign(Mint.Platform, Mint.Enclave.WithDebug()))).Debug);
        Assert.True(Mint.Verified(Mint.Tdx(new QuoteSpec { Version = 4 }.Sign(Mint.Platform, Mint.Domain with { TdAttributes = 1 }))).Debug);
        Assert.True(Mint.Verified(Mint.Tdx(new QuoteSpec { Version = 4 }.Sign(Mint.Platform, Mint.Domain with { TdAttributes = 0x80 }))).Debug);
    }

    private static byte[] Qe(Func<SgxReportSpec, SgxReportSpec> change)
    {
        var spec = new QuoteSpec();
        return (spec with { Qe = change(spec.Qe) }).Sign(Mint.Platform, Mint.Enclave);
    }
}
