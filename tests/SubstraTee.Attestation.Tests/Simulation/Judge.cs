namespace SubstraTee.Attestation.Tests.Simulation;

/// <summary>Short ways to ask for a verdict and to say what it has to be.</summary>
internal static class Judge
{
    public static Verdict Verify(EvidenceKind kind, ReadOnlyMemory<byte> evidence, Collateral collateral, params TrustAnchor[] anchors) =>
        EvidenceVerifier.Verify(kind, evidence, collateral, TrustAnchors.Of(anchors), Mint.Time, VerificationOptions.Default);

    public static VerifiedEvidence Accepted(Verdict verdict) =>
        Assert.IsType<Verdict.Verified>(verdict, exactMatch: true) is var verified ? verified.Evidence : null!;

    public static void Refused(RefusalReason reason, Verdict verdict)
    {
        var refused = verdict as Verdict.Refused;
        Assert.True(refused?.Reason == reason, $"expected {reason.Code()}, got {refused?.ToString() ?? verdict.Text}");
        Assert.NotEmpty(refused!.Detail);
    }
}
