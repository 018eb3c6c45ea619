namespace SubstraTee.Attestation.Files;

/// <summary>Cases of Arm's tokens.</summary>
internal static class ArmCases
{
    public static CaseOutcome RunPsa(ManifestCase testCase, CaseFiles files)
    {
        // Tokens of early firmware name no algorithm; the verdict says that it was taken from the key.
        var options = new VerificationOptions { CollectDiagnostics = true, AllowMissing = [SkippableCheck.CoseAlgorithm] };
        var collateral = files.Has("hmac_key") ? new ArmPsaCollateral { MacKey = files.Get("hmac_key") } : Collateral.None;
        var anchors = DeviceKeyFile.ReadAnchors(AnchorRole.ArmPsaIak, files.Find("verification_key"));
        return CaseOutcome.Of(EvidenceVerifier.Verify(
            EvidenceKind.ArmPsa, files.Get("token"), collateral, anchors, testCase.Time ?? 0, options));
    }

    public static CaseOutcome RunCca(ManifestCase testCase, CaseFiles files)
    {
        // Without a published key there is nothing to verify a platform with, so such a token is only read.
        var options = new VerificationOptions
        {
            CollectDiagnostics = true,
            Depth = files.Has("platform_key") ? VerificationDepth.Full : VerificationDepth.DecodeOnly,
            AllowMissing = files.Has("platform_token") ? [SkippableCheck.CcaRealm] : [],
        };
        var anchors = DeviceKeyFile.ReadAnchors(AnchorRole.ArmCcaCpak, files.Find("platform_key"));
        var token = files.Get(files.Has("platform_token") ? "platform_token" : "token");
        return CaseOutcome.Of(EvidenceVerifier.Verify(EvidenceKind.ArmCca, token, Collateral.None, anchors, testCase.Time ?? 0, options));
    }
}
