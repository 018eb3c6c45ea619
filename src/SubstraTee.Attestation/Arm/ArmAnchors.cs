using SubstraTee.Attestation.Cose;

namespace SubstraTee.Attestation.Arm;

/// <summary>Finds the enrolled key of a device by the ids in its token, and checks the token's signature with it.</summary>
internal static class ArmAnchors
{
    /// <summary>How many keys are tried when anchors do not say which device they belong to.</summary>
    public const int MaxCandidates = 16;

    /// <summary>Checks a signature with the enrolled key.</summary>
    /// <returns>The anchor whose key it is.</returns>
    /// <exception cref="RefusalException">No key is enrolled for the device, or none of them signed the token.</exception>
    public static TrustAnchor CheckSignature(
        VerificationRun run, AnchorRole role, CoseSign1 token, ReadOnlySpan<byte> implementationId, ReadOnlySpan<byte> instanceId, string what)
    {
        var candidates = Candidates(run.Anchors, role, implementationId, instanceId, what).ConvertAll(anchor => (Anchor: anchor, Key: anchor.PublicKey));
        if (token.Algorithm == CoseAlgorithm.None)
        {
            run.SkipOrRefuse(
                SkippableCheck.CoseAlgorithm, RefusalReason.CoseAlgorithmMissing, $"the protected header of {what} names no algorithm");
        }
        else
        {
            Check.That(
                candidates.Exists(one => CoseSign1.AlgorithmOf(one.Key) == token.Algorithm),
                RefusalReason.CoseAlgorithmMismatch,
                $"{what} is signed with {token.Algorithm}, for which its enrolled key is not");
        }

        return candidates.Find(one => token.IsSignedBy(one.Key)).Anchor
            ?? throw new RefusalException(RefusalReason.ArmSignatureInvalid, $"{what} is not signed by its enrolled key");
    }

    /// <summary>The keys that may be the device's: those enrolled for it, or else those enrolled for any.</summary>
    /// <exception cref="RefusalException">There is none, or there are too many to try.</exception>
    private static List<TrustAnchor> Candidates(
        TrustAnchors anchors, AnchorRole role, ReadOnlySpan<byte> implementationId, ReadOnlySpan<byte> instanceId, string what)
    {
        var exact = new List<TrustAnchor>();
        var open = new List<TrustAnchor>();
        var any = false;
        foreach (var anchor in anchors.WithRole(role))
        {
            any = true;
            if (Fits(anchor.ImplementationId.AsSpan(), implementationId) && Fits(anchor.InstanceId.AsSpan(), instanceId))
            {
                (anchor.InstanceId.IsEmpty ? open : exact).Add(anchor);
            }
        }

        Check.That(any, RefusalReason.AnchorMissing, $"there is no trust anchor for {role.Text()}");
        var candidates = exact.Count > 0 ? exact : open;
        Check.That(
            candidates.Count > 0,
            RefusalReason.UntrustedRoot,
            $"{what}: no key is enrolled for implementation {Convert.ToHexStringLower(implementationId)}, instance {Convert.ToHexStringLower(instanceId)}");
        Check.That(
            candidates.Count <= MaxCandidates,
            RefusalReason.ArmAnchorAmbiguous,
            $"{what}: {candidates.Count} enrolled keys may be its own; enrol keys with the instance they belong to");
        return candidates;
    }

    private static bool Fits(ReadOnlySpan<byte> enrolled, ReadOnlySpan<byte> claimed) => enrolled.IsEmpty || enrolled.SequenceEqual(claimed);
}
