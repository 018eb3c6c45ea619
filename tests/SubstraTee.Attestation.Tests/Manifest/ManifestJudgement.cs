namespace SubstraTee.Attestation.Tests.Manifest;

/// <summary>Verifies the cases of the families whose collateral is small, as whoever has only the case's files would.</summary>
internal static class ManifestJudgement
{
    /// <summary>What the vectors lack: no revocation list of AMD is stored, and early tokens name no algorithm.</summary>
    private static readonly VerificationOptions Full = new()
    {
        CollectDiagnostics = true,
        AllowMissing = [SkippableCheck.ArkCrl, SkippableCheck.CoseAlgorithm],
    };

    public static Verdict Judge(ManifestCase one) => one.Kind switch
    {
        "sev-snp" => EvidenceVerifier.Verify(EvidenceKind.SevSnp, one.File("report"), SnpCollateral(one), TrustAnchors.Production, one.Time ?? 0, Full),
        "arm-psa" => EvidenceVerifier.Verify(
            EvidenceKind.ArmPsa,
            one.File("token"),
            one.File("hmac_key") is { } secret ? new ArmPsaCollateral { MacKey = secret } : Collateral.None,
            Anchors(AnchorRole.ArmPsaIak, one.File("verification_key")),
            one.Time ?? 0,
            Full),
        "arm-cca" => JudgeCca(one),
        "keystone" => EvidenceVerifier.Verify(
            EvidenceKind.Keystone,
            one.File("report"),
            Collateral.None,
            TrustAnchors.Of([new TrustAnchor(AnchorRole.KeystoneDevice, AnchorClass.Production, one.File("device_public_key"), "device", "manifest")]),
            one.Time ?? 0,
            Full),
        "nitro" => EvidenceVerifier.Verify(EvidenceKind.Nitro, one.File("document"), Collateral.None, TrustAnchors.Production, one.Time ?? 0, Full),
        _ => throw new InvalidOperationException(one.Kind),
    };

    private static SevSnpCollateral SnpCollateral(ManifestCase one) =>
        new() { Vek = one.File("vek"), Ask = one.File("ask"), Ark = one.File("ark") };

    // Without a published key a token can only be read; a platform token alone is allowed where nothing else is there.
    private static Verdict JudgeCca(ManifestCase one)
    {
        var anchors = Anchors(AnchorRole.ArmCcaCpak, one.File("platform_key"));
        var options = one.File("platform_key") is null ? Full with { Depth = VerificationDepth.DecodeOnly }
            : one.File("platform_token") is null ? Full
            : Full with { AllowMissing = Full.AllowMissing.Add(SkippableCheck.CcaRealm) };
        return EvidenceVerifier.Verify(
            EvidenceKind.ArmCca, one.File("token") ?? one.File("platform_token"), Collateral.None, anchors, one.Time ?? 0, options);
    }

    /// <summary>The keys of a PEM, JWK or trust-anchor file; one that is no key is left out, as an operator would have to.</summary>
    private static TrustAnchors Anchors(AnchorRole role, byte[]? file)
    {
        if (file is null)
        {
            return TrustAnchors.None;
        }

        try
        {
            return TrustAnchors.Of(KeyFiles.Read(role, file));
        }
        catch (ArgumentException)
        {
            return TrustAnchors.None;
        }
    }
}
