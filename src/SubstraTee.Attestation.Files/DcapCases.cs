using SubstraTee.Attestation.Intel;

namespace SubstraTee.Attestation.Files;

/// <summary>Cases of SGX and TDX quotes, and of TCB infos to read.</summary>
internal static class DcapCases
{
    public static CaseOutcome Run(ManifestCase testCase, CaseFiles files)
    {
        if (files.Has("json"))
        {
            return CaseOutcome.PerFile(files.All("json").Select(file => KeyValuePair.Create(
                $"per_file.{file.Name}", DcapCollateral.IsTcbInfo(file.Contents, out _, out _) ? "parse-ok" : "reject")));
        }

        var evidence = files.Get(files.Has("quote") ? "quote" : "x509_with_quote");
        var collateral = new DcapCollateral
        {
            TcbInfo = files.Find("tcb_info_signed"),
            QeIdentity = files.Find("qe_identity_signed"),
            TcbSigningChain = files.Find("tcb_signing_chain"),
            RootCaCrl = files.Find("root_ca_crl"),
            PckCrl = files.Find("pck_crl"),
            PckCrlIssuerChain = files.Find("pck_crl_issuer_chain"),
            PckCertificate = files.Find("pck_cert"),
            PckIssuerChain = files.Find("pck_issuer_chain"),
        };
        var signaturesOnly = testCase.Lacks("tcb_info") && testCase.Lacks("qe_identity");
        var options = new VerificationOptions
        {
            CollectDiagnostics = true,
            Depth = signaturesOnly ? VerificationDepth.SignaturesOnly : VerificationDepth.Full,
            AllowMissing = testCase.Lacks("pck_crl") ? [SkippableCheck.PckCrl] : [],
        };
        return CaseOutcome.Of(EvidenceVerifier.Verify(
            testCase.Kind, evidence, collateral, files.Anchors(AnchorRole.IntelSgxRoot), testCase.Time ?? 0, options));
    }
}
