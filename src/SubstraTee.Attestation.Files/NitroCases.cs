namespace SubstraTee.Attestation.Files;

/// <summary>Cases of AWS Nitro attestation documents.</summary>
internal static class NitroCases
{
    public static CaseOutcome Run(ManifestCase testCase, CaseFiles files) => CaseOutcome.Of(EvidenceVerifier.Verify(
        EvidenceKind.Nitro,
        files.Get("document"),
        Collateral.None,
        files.Anchors(AnchorRole.AwsNitroRoot),
        testCase.Time ?? 0,
        new VerificationOptions { CollectDiagnostics = true }));
}
