using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Intel;

/// <summary>Verifies DCAP quotes about SGX enclaves (quote versions 3, 4 and 5).</summary>
public static class SgxDcapVerifier
{
    /// <summary>Verifies a quote; see <see cref="EvidenceVerifier.Verify"/>.</summary>
    /// <param name="quote">The quote, bytes after it allowed; or a certificate that holds one (Gramine's and Open Enclave's RA-TLS).</param>
    /// <param name="collateral"><see cref="DcapCollateral"/>, or <see cref="PreparedDcapCollateral"/> for many quotes.</param>
    /// <param name="anchors">Has to have one for <see cref="AnchorRole.IntelSgxRoot"/>.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="options">What may be left out.</param>
    public static Verdict Verify(
        ReadOnlyMemory<byte> quote, Collateral collateral, TrustAnchors anchors, long time, VerificationOptions options) =>
        VerificationRun.Judge(EvidenceKind.SgxDcap, anchors, time, options, run => new DcapVerification(run, collateral).Verify(quote, Facts));

    private static EvidenceFacts Facts(DcapFindings findings)
    {
        var report = new SgxReport(findings.Quote.Body);
        return findings.Facts(
            new Measurement(MeasurementFamily.Sgx, report.MrEnclave.AsSpan()),
            [
                new MeasuredRegister("mrenclave", report.MrEnclave.AsSpan()),
                new MeasuredRegister("mrsigner", report.MrSigner.AsSpan()),
                new MeasuredRegister("configid", report.ConfigId.AsSpan()),
            ],
            [new SecurityVersion("isv_svn", report.IsvSvn), new SecurityVersion("config_svn", report.ConfigSvn)],
            new DcapSubject(report.MrSigner, report.IsvProdId, report.IsvSvn, report.ReportData, report.Debug),
            new SgxClaims(report, findings.Platform, findings.CertificateKey.Span));
    }
}
