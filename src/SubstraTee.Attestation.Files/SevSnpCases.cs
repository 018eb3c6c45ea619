namespace SubstraTee.Attestation.Files;

/// <summary>Cases of AMD SEV-SNP reports.</summary>
internal static class SevSnpCases
{
    /// <summary>A case without a revocation list of AMD is verified without; the verdict says so.</summary>
    private static readonly VerificationOptions Options = new() { CollectDiagnostics = true, AllowMissing = [SkippableCheck.ArkCrl] };

    public static CaseOutcome Run(ManifestCase testCase, CaseFiles files)
    {
        var collateral = new SevSnpCollateral
        {
            Vek = files.Get("vek"),
            Ask = files.Get("ask"),
            Ark = files.Get("ark"),
            ArkCrl = files.Find("ark_crl"),
        };
        var anchors = files.Anchors(AnchorRole.AmdArkMilan, AnchorRole.AmdArkGenoa, AnchorRole.AmdArkTurin);
        return CaseOutcome.Of(EvidenceVerifier.Verify(
            EvidenceKind.SevSnp, files.Get("report"), collateral, anchors, testCase.Time ?? 0, Options));
    }
}
