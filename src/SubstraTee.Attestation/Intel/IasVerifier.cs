using System.Globalization;
using SubstraTee.Attestation.X509;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Intel;

/// <summary>Verifies reports of Intel's attestation service for EPID (ended in April 2025): old chain data, not new devices.</summary>
/// <remarks>
/// The signing certificate is checked at the report's own time, because it has an end and reports do not; how old a report may
/// be is a policy's question, and the verdict's window is therefore open at its end. A certificate around a report proves
/// nothing by its own signature.
/// </remarks>
public static class IasVerifier
{
    private const string SignerName = "Intel SGX Attestation Report Signing";

    /// <summary>Verifies a report; see <see cref="EvidenceVerifier.Verify"/>.</summary>
    /// <param name="evidence">
    /// An X.509 certificate with the report in its Netscape comment; JSON that wraps report, signature and signing certificate;
    /// or the bare body, with <see cref="IasCollateral"/>.
    /// </param>
    /// <param name="collateral"><see cref="IasCollateral"/> for a bare body, else <see cref="Collateral.None"/>.</param>
    /// <param name="anchors">Has to have one for <see cref="AnchorRole.IntelIasSigningCa"/>.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="options">What may be left out.</param>
    public static Verdict Verify(
        ReadOnlyMemory<byte> evidence, Collateral collateral, TrustAnchors anchors, long time, VerificationOptions options) =>
        VerificationRun.Judge(EvidenceKind.Ias, anchors, time, options, run => Verify(run, evidence, collateral));

    private static Verdict Verify(VerificationRun run, ReadOnlyMemory<byte> evidence, Collateral collateral)
    {
        Check.That(
            evidence.Length <= IasParts.MaxLength,
            RefusalReason.EvidenceTooLarge,
            $"a report of {evidence.Length} bytes, at most {IasParts.MaxLength} are read");
        Check.That(!evidence.IsEmpty, RefusalReason.EvidenceTruncated, "the evidence is empty");
        if (run.Options.Depth == VerificationDepth.DecodeOnly && evidence.Span[0] == (byte)'{' && IasParts.OfJson(evidence) is null)
        {
            var bare = IasBody.Parse(evidence);
            bare.Note(run.Diagnostics);
            bare.Status();
            bare.Quote.CheckHeader();
            return run.Decoded();
        }

        var parts = Unwrap(run, evidence, collateral);
        NoteParts(run.Diagnostics, parts);
        if (run.Options.Depth == VerificationDepth.DecodeOnly)
        {
            IasBody.Parse(parts.Body).Quote.CheckHeader();
            return run.Decoded();
        }

        CheckSigner(run, parts.SigningChain);
        Check.That(
            parts.SigningChain[0].Key.Verify(SignatureScheme.RsaPkcs1Sha256, parts.Body.Span, parts.Signature),
            RefusalReason.IasSignatureInvalid,
            "the report is not signed by the signing certificate that came with it");
        if (run.Options.Depth == VerificationDepth.SignaturesOnly)
        {
            return run.SignatureOnly("report signing chain", "report signature");
        }

        var body = IasBody.Parse(parts.Body);
        var status = body.Status();
        CheckTime(run, body, parts.SigningChain);
        body.Quote.CheckHeader();
        return run.Verified(Facts(body, status, BindsKey(body, parts.Envelope)));
    }

    private static IasParts Unwrap(VerificationRun run, ReadOnlyMemory<byte> evidence, Collateral collateral)
    {
        if (evidence.Span[0] == (byte)'{')
        {
            return IasParts.OfJson(evidence) ?? IasParts.OfHeaders(evidence, collateral);
        }

        Certificate envelope;
        try
        {
            envelope = Certificate.Parse(evidence, "the certificate around the report");
        }
        catch (RefusalException)
        {
            IasSalvage.Note(evidence, run.Diagnostics);
            throw;
        }

        return IasParts.OfCertificate(envelope);
    }

    // Without the authority's own certificate the signing certificate has to be signed by the pinned key itself.
    private static void CheckSigner(VerificationRun run, IReadOnlyList<Certificate> chain)
    {
        const string What = "report signing chain";
        var signer = chain[0];
        Check.That(
            signer.CommonName == SignerName && !signer.IsAuthority,
            RefusalReason.CertificateSubject,
            $"{What}: expected '{SignerName}', found '{signer.CommonName}'");
        Check.That(
            signer.KeyUsage is not { } usage || usage.HasFlag(KeyUsages.DigitalSignature),
            RefusalReason.CertificateKeyUsage,
            $"{What}: the key of the signing certificate may not sign reports");
        if (chain.Count > 1)
        {
            Check.That(chain.Count == 2, RefusalReason.CertificateExtra, $"{What}: {chain.Count} certificates");
            CertificateChain.InOrder(chain, What).VerifyTo(run.Anchors, AnchorRole.IntelIasSigningCa, What);
            return;
        }

        CertificateChain.CheckCritical(signer, What, []);
        var anchors = run.Anchors.WithRole(AnchorRole.IntelIasSigningCa).ToList();
        Check.That(anchors.Count > 0, RefusalReason.AnchorMissing, "there is no trust anchor for intel_ias_signing_ca");
        Check.That(
            anchors.Any(anchor => signer.IsSignedBy(anchor.PublicKey)),
            RefusalReason.UntrustedRoot,
            $"{What}: the signing certificate is not signed by a trust anchor");
    }

    private static void CheckTime(VerificationRun run, IasBody body, IReadOnlyList<Certificate> chain)
    {
        Check.That(
            body.IssuedAt <= run.Time,
            RefusalReason.IasReportFromFuture,
            $"the report was made {body.Timestamp}, which is after {IntelJson.TimeText(run.Time)}");
        foreach (var certificate in chain)
        {
            CertificateChain.CheckTime(certificate, body.IssuedAt, "report signing chain at the report's own time");
        }
    }

    private static bool BindsKey(IasBody body, Certificate? envelope) =>
        envelope is not null && body.Quote.Report.ReportData.AsSpan().SequenceEqual(envelope.Key.Coordinates);

    private static EvidenceFacts Facts(IasBody body, TcbStatus status, bool bindsKey)
    {
        var report = body.Quote.Report;
        return new EvidenceFacts
        {
            Kind = EvidenceKind.Ias,
            Measurement = new Measurement(MeasurementFamily.Sgx, report.MrEnclave.AsSpan()),
            Registers =
            [
                new MeasuredRegister("mrenclave", report.MrEnclave.AsSpan()),
                new MeasuredRegister("mrsigner", report.MrSigner.AsSpan()),
            ],
            Signer = report.MrSigner,
            ProductId = report.IsvProdId,
            SecurityVersion = report.IsvSvn,
            SecurityVersions =
            [
                new SecurityVersion("isv_svn", report.IsvSvn),
                new SecurityVersion("pce_svn", body.Quote.PceSvn),
                new SecurityVersion("qe_isv_svn", body.Quote.QeSvn),
            ],
            ReportData = report.ReportData,
            Debug = report.Debug,
            Tcb = status,
            Advisories = [.. body.Advisories.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Platform = body.Pseudonym.Length == 0 ? [] : [new PlatformIdentity(PlatformIdentityKind.EpidPseudonym, body.Pseudonym)],
            Validity = new ValidityWindow(body.IssuedAt, long.MaxValue),
            IssuedAt = body.IssuedAt,
            SignedBy = SigningKeyKind.IntelAttestationService,
            Claims = new IasClaims(body, bindsKey),
        };
    }

    private static void NoteParts(DiagnosticsBuilder notes, IasParts parts)
    {
        if (!notes.Enabled)
        {
            return;
        }

        IasSalvage.NoteBody(parts.Body, notes);
        if (parts.Envelope is not { } envelope)
        {
            return;
        }

        notes.Add("self_signature", envelope.IsSignedBy(envelope.Key) ? "valid" : "invalid");
        notes.AddList("certificate_validity", [Text(envelope.NotBefore), Text(envelope.NotAfter)]);
        if (notes.Find("fields.report_data") == Convert.ToHexStringLower(envelope.Key.Coordinates))
        {
            notes.Add("report_data_binding", "SubjectPublicKey X||Y");
        }
    }

    private static string Text(long time) =>
        DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
