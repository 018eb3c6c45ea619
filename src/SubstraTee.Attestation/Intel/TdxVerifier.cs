using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Intel;

/// <summary>Verifies DCAP quotes about TDX trust domains (quote versions 4 and 5).</summary>
/// <remarks>
/// The measurement of a trust domain is <see cref="CompositeMeasurement"/> over <c>mrtd</c>, <c>rtmr0</c>, <c>rtmr1</c>,
/// <c>rtmr2</c>, <c>rtmr3</c>: firmware, kernel, command line and whatever the guest measured. What the host set at launch
/// (<c>mrconfigid</c>, <c>mrowner</c>, <c>mrownerconfig</c>) is among the registers, for a policy to look at.
/// </remarks>
public static class TdxVerifier
{
    /// <summary>Verifies a quote; see <see cref="EvidenceVerifier.Verify"/>.</summary>
    /// <param name="quote">The quote, bytes after it allowed; or a certificate that holds one (Gramine's and Open Enclave's RA-TLS).</param>
    /// <param name="collateral"><see cref="DcapCollateral"/>, or <see cref="PreparedDcapCollateral"/> for many quotes.</param>
    /// <param name="anchors">Has to have one for <see cref="AnchorRole.IntelSgxRoot"/>.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="options">What may be left out.</param>
    public static Verdict Verify(
        ReadOnlyMemory<byte> quote, Collateral collateral, TrustAnchors anchors, long time, VerificationOptions options) =>
        VerificationRun.Judge(EvidenceKind.Tdx, anchors, time, options, run => new DcapVerification(run, collateral).Verify(quote, Facts));

    private static EvidenceFacts Facts(DcapFindings findings)
    {
        var report = new TdReport(findings.Quote.Body);
        MeasuredRegister[] measured =
        [
            new("mrtd", report.MrTd.AsSpan()),
            new("rtmr0", report.Rtmr(0).AsSpan()),
            new("rtmr1", report.Rtmr(1).AsSpan()),
            new("rtmr2", report.Rtmr(2).AsSpan()),
            new("rtmr3", report.Rtmr(3).AsSpan()),
        ];
        var svn = report.TeeTcbSvn;
        return findings.Facts(
            CompositeMeasurement.Of(MeasurementFamily.Tdx, measured),
            [
                .. measured,
                new MeasuredRegister("mrconfigid", report.MrConfigId.AsSpan()),
                new MeasuredRegister("mrowner", report.MrOwner.AsSpan()),
                new MeasuredRegister("mrownerconfig", report.MrOwnerConfig.AsSpan()),
                new MeasuredRegister("mrseam", report.MrSeam.AsSpan()),
                new MeasuredRegister("mrservicetd", report.MrServiceTd.AsSpan()),
            ],
            [new SecurityVersion("tdx_module_svn", svn[0]), new SecurityVersion("tdx_module_version", svn[1])],
            new DcapSubject([], null, null, report.ReportData, report.Debug),
            new TdxClaims(report, findings.Platform, findings.Tcb, findings.CertificateKey.Span));
    }
}
