using System.Security.Cryptography;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation.Intel;

/// <summary>One verification of an SGX or TDX quote: the checks of Intel's reference library, in their order.</summary>
internal sealed class DcapVerification(VerificationRun run, Collateral collateral)
{
    private static ReadOnlySpan<byte> ZeroHalf => new byte[32];

    /// <summary>Verifies a quote as deep as the options ask.</summary>
    /// <exception cref="RefusalException">A check failed.</exception>
    public Verdict Verify(ReadOnlyMemory<byte> evidence, Func<DcapFindings, EvidenceFacts> facts)
    {
        var envelope = QuoteCertificate.IsOne(evidence.Span) ? QuoteCertificate.Parse(evidence) : null;
        var quote = Quote.Parse(envelope?.Quote ?? evidence);
        NoteQuote(quote);
        var expectTdx = run.Kind == EvidenceKind.Tdx;
        Check.That(
            quote.IsTdx == expectTdx,
            RefusalReason.UnsupportedEvidence,
            $"the quote is about {(quote.IsTdx ? "a TDX trust domain" : "an SGX enclave")}, and was given as {run.Kind.Text()}");
        quote.CheckHeader();
        switch (run.Options.Depth)
        {
            case VerificationDepth.DecodeOnly:
                return run.Decoded();
            case VerificationDepth.SignaturesOnly:
                var chain = PckChain.Of(quote);
                PckChain.Verify(chain, run.Anchors, known: null);
                CheckQeReportSignature(quote, chain.Leaf.Key);
                CheckKeyBinding(quote);
                CheckQuoteSignature(quote);
                envelope?.CheckBinding(ReportData(quote));
                return run.SignatureOnly("PCK chain", "QE report signature", "QE report data binding", "quote signature");
            default:
                var findings = VerifyFully(quote);
                envelope?.CheckBinding(ReportData(quote));
                findings.CertificateKey = envelope?.Key ?? default;
                return run.Verified(facts(findings));
        }
    }

    private static ReadOnlySpan<byte> ReportData(Quote quote) =>
        (quote.IsTdx ? new TdReport(quote.Body).ReportData : new SgxReport(quote.Body).ReportData).AsSpan();

    private DcapFindings VerifyFully(Quote quote)
    {
        var hasExternal = collateral is DcapCollateral { PckCertificate.IsEmpty: false } or PreparedDcapCollateral { External: not null };
        var own = hasExternal ? null : PckChain.Of(quote, (collateral as PreparedDcapCollateral)?.Certificates ?? []);
        var prepared = collateral switch
        {
            PreparedDcapCollateral ready => ready.For(run.Anchors),
            DcapCollateral raw => PreparedDcapCollateral.Prepare(
                raw, run.Anchors, own?.Certificates ?? [], run.Options.AllowMissing.Contains(SkippableCheck.RootCrl)),
            _ when ReferenceEquals(collateral, Collateral.None) => throw new RefusalException(
                RefusalReason.CollateralMissing, "a quote needs TCB info, QE identity and revocation lists"),
            _ => throw new RefusalException(RefusalReason.CollateralKindMismatch, "the collateral is of another family"),
        };
        var chain = prepared.External ?? own!;
        PckChain.Verify(chain, run.Anchors, prepared);
        CheckRevocation(chain, prepared);
        chain.CheckTime(run.Time, "PCK chain");
        var validity = prepared.CheckTime(run.Time).Intersect(chain.Validity);
        var evaluation = CheckEvaluationNumber(prepared);

        var pck = PckExtension.Of(chain.Leaf);
        NotePck(pck, chain.Leaf);
        CheckFits(prepared.TcbInfo, pck, quote);
        if (quote.IsTdx)
        {
            CheckTdxModule(prepared.TcbInfo, new TdReport(quote.Body));
        }

        CheckQeReportSignature(quote, chain.Leaf.Key);
        CheckKeyBinding(quote);
        var qe = new SgxReport(quote.QeReport);
        prepared.QeIdentity.CheckReport(qe, quote.IsTdx);
        CheckQuoteSignature(quote);
        var tcb = quote.IsTdx
            ? TcbEvaluation.Tdx(pck, prepared.TcbInfo, prepared.QeIdentity, qe.IsvSvn, new TdReport(quote.Body))
            : TcbEvaluation.Sgx(pck, prepared.TcbInfo, prepared.QeIdentity, qe.IsvSvn);
        NoteTcb(tcb, qe.IsvSvn, prepared.TcbInfo.EvaluationNumber);
        return new DcapFindings
        {
            Kind = run.Kind,
            Quote = quote,
            Pck = pck,
            Platform = new DcapPlatform(pck, chain.Leaf.SerialNumber.Span, qe.IsvSvn, tcb, prepared.TcbInfo.EvaluationNumber),
            Tcb = tcb,
            Validity = validity,
            EvaluationNumber = evaluation,
        };
    }

    private void CheckRevocation(CertificateChain chain, PreparedDcapCollateral prepared)
    {
        if (prepared.RootCrl is null)
        {
            run.SkipOrRefuse(SkippableCheck.RootCrl, RefusalReason.CrlMissing, "no revocation list of the root was given");
        }

        prepared.CheckNotRevoked(chain.Issuer, "PCK chain");
        if (prepared.PckCrl is not { } crl)
        {
            run.SkipOrRefuse(
                SkippableCheck.PckCrl,
                RefusalReason.CrlMissing,
                "no revocation list of the PCK's authority was given; fetch it, or allow it to be missing (pck-crl)");
            return;
        }

        Check.That(
            crl.Issuer.Span.SequenceEqual(chain.Leaf.Issuer.Span),
            RefusalReason.CrlIssuerMismatch,
            $"the PCK CRL is of another authority than {chain.Issuer.CommonName}, which issued the PCK certificate");
        if (prepared.PckAuthority is not { } authority || !authority.Leaf.Key.Equals(chain.Issuer.Key))
        {
            crl.CheckAuthority(chain.Issuer, "PCK CRL");
        }

        Check.That(
            !crl.Revokes(chain.Leaf.SerialNumber.Span), RefusalReason.CertificateRevoked, "the PCK certificate is on its authority's revocation list");
    }

    private uint CheckEvaluationNumber(PreparedDcapCollateral prepared)
    {
        var number = prepared.EvaluationNumber;
        Check.That(
            number >= run.Options.TcbEvaluationFloor,
            RefusalReason.CollateralRolledBack,
            $"the collateral's evaluation number is {number}, and {run.Options.TcbEvaluationFloor} was seen before");
        return number;
    }

    private static void CheckFits(TcbInfo info, PckExtension pck, Quote quote)
    {
        Check.That(
            info.IsTdx == quote.IsTdx,
            RefusalReason.TcbInfoKindMismatch,
            $"the TCB info is about {(info.IsTdx ? "TDX" : "SGX")}, and the quote about {(quote.IsTdx ? "TDX" : "SGX")}");
        Check.That(
            pck.Fmspc.Span.SequenceEqual(info.Fmspc),
            RefusalReason.CollateralMismatch,
            $"the TCB info is for FMSPC {Convert.ToHexStringLower(info.Fmspc)}, and the platform's is {Convert.ToHexStringLower(pck.Fmspc.Span)}");
        Check.That(
            pck.PceId.Span.SequenceEqual(info.PceId),
            RefusalReason.CollateralMismatch,
            $"the TCB info is for PCEID {Convert.ToHexStringLower(info.PceId)}, and the platform's is {Convert.ToHexStringLower(pck.PceId.Span)}");
    }

    private static void CheckTdxModule(TcbInfo info, TdReport report)
    {
        var module = TcbEvaluation.FindModule(info, report.TeeTcbSvn.AsSpan());
        Check.That(
            report.MrSignerSeam.AsSpan().SequenceEqual(module.MrSigner),
            RefusalReason.TdxModuleSignerMismatch,
            "the TDX module is signed by another key than the TCB info says");
        var attributes = report.SeamAttributes.AsSpan();
        Check.That(
            QeIdentity.Masked(attributes, module.AttributesMask, module.Attributes) && !attributes.ContainsAnyExcept((byte)0),
            RefusalReason.TdxModuleAttributesMismatch,
            $"the TDX module's attributes are {Convert.ToHexStringLower(attributes)}");
    }

    private static void CheckQeReportSignature(Quote quote, PublicKey pckKey) =>
        Check.That(
            pckKey.Algorithm == KeyAlgorithm.P256
                && pckKey.VerifyFixed(SignatureScheme.EcdsaSha256, quote.QeReport.Span, quote.QeReportSignature.Span),
            RefusalReason.QeReportSignatureInvalid,
            "the QE report is not signed by the PCK key");

    private static void CheckKeyBinding(Quote quote)
    {
        Span<byte> expected = stackalloc byte[64];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(quote.AttestationKey.Span);
        hash.AppendData(quote.AuthenticationData.Span);
        hash.GetHashAndReset(expected);
        ZeroHalf.CopyTo(expected[32..]);
        Check.That(
            new SgxReport(quote.QeReport).ReportData.AsSpan().SequenceEqual(expected),
            RefusalReason.QeReportDataMismatch,
            "the QE report does not bind the attestation key");
    }

    private static void CheckQuoteSignature(Quote quote)
    {
        PublicKey key;
        try
        {
            key = PublicKey.FromCoordinates(KeyAlgorithm.P256, quote.AttestationKey.Span);
        }
        catch (RefusalException)
        {
            throw new RefusalException(RefusalReason.AttestationKeyInvalid, "the attestation key is not a point on P-256");
        }

        Check.That(
            key.VerifyFixed(SignatureScheme.EcdsaSha256, quote.SignedBytes.Span, quote.Signature.Span),
            RefusalReason.QuoteSignatureInvalid,
            "the quote is not signed by its attestation key");
    }

    private void NoteQuote(Quote quote)
    {
        var notes = run.Diagnostics;
        if (!notes.Enabled)
        {
            return;
        }

        notes.Add("quote_version", quote.Version);
        notes.Add("certification_data_type", quote.CertificationDataType);
        notes.Add("trailing_bytes", quote.PaddingLength);
        if (quote.IsTdx)
        {
            var report = new TdReport(quote.Body);
            report.Note(notes);
            notes.Add("debug", report.Debug);
        }
        else
        {
            var report = new SgxReport(quote.Body);
            report.Note(notes);
            notes.Add("debug", report.Debug);
        }

        try
        {
            CheckQuoteSignature(quote);
            notes.Add("quote_signature", "valid");
        }
        catch (RefusalException)
        {
            notes.Add("quote_signature", "invalid");
        }
    }

    private void NotePck(PckExtension pck, Certificate leaf)
    {
        var notes = run.Diagnostics;
        if (!notes.Enabled)
        {
            return;
        }

        notes.Add("fmspc", pck.Fmspc.Span);
        notes.Add("pceid", pck.PceId.Span);
        notes.Add("pcesvn", pck.PceSvn);
        notes.Add("pck_cpusvn", pck.ComponentSvns);
        notes.Add("pck_serial", Convert.ToHexStringLower(leaf.SerialNumber.Span).TrimStart('0'));
    }

    private void NoteTcb(DcapTcb tcb, ushort qeSvn, uint evaluationNumber)
    {
        var notes = run.Diagnostics;
        if (!notes.Enabled)
        {
            return;
        }

        notes.Add("qe_isvsvn", qeSvn);
        notes.Add("tcb_evaluation_data_number", evaluationNumber);
        notes.Add("tcb_status", tcb.Converged.Text());
        notes.Add("platform_tcb_status", tcb.Platform.Text());
        notes.Add("qe_tcb_status", tcb.Qe.Text());
        notes.Add("tcb_date", IntelJson.TimeText(tcb.Date));
        notes.AddList("advisory_ids", [.. tcb.Advisories]);
        NoteStatus("tdx_module_tcb_status", tcb.Module);
        NoteStatus("launch_status_before_relaunch_check", tcb.Launch);
        NoteStatus("current_tcb_status", tcb.Current);
    }

    private void NoteStatus(string path, TcbStatus? status)
    {
        if (status is { } value)
        {
            run.Diagnostics.Add(path, value.Text());
        }
    }
}
