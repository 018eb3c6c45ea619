using System.Security.Cryptography;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Files;

/// <summary>Cases of Keystone: reports, and key pairs in its scheme.</summary>
internal static class KeystoneCases
{
    private const string SecretRole = "device_secret_key_expanded";
    private const string KeyRole = "device_public_key";

    public static CaseOutcome Run(ManifestCase testCase, CaseFiles files) =>
        files.Has(SecretRole) ? RunKeyPair(files) : CaseOutcome.Of(EvidenceVerifier.Verify(
            EvidenceKind.Keystone,
            files.Get("report"),
            Collateral.None,
            Anchors(testCase, files),
            testCase.Time ?? 0,
            new VerificationOptions { CollectDiagnostics = true }));

    // Whether the published public key is that of the published secret: what minting and verifying both rest on.
    private static CaseOutcome RunKeyPair(CaseFiles files)
    {
        using var secret = new SecretBytes(files.Get(SecretRole).Span);
        try
        {
            var key = Ed25519Sha3.PublicKey(secret);
            var fits = key.AsSpan().SequenceEqual(files.Get(KeyRole).Span);
            return CaseOutcome.KeyPair(fits, Convert.ToHexStringLower(key));
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            throw new ManifestException($"the secret key: {fault.Message}", fault);
        }
    }

    private static TrustAnchors Anchors(ManifestCase testCase, CaseFiles files)
    {
        try
        {
            return TrustAnchors.Of(
                [new TrustAnchor(AnchorRole.KeystoneDevice, AnchorClass.Test, files.Get(KeyRole).Span, "device key of the case", testCase.Id)]);
        }
        catch (ArgumentException fault)
        {
            throw new ManifestException($"{testCase.Id}: the device key: {fault.Message}", fault);
        }
    }
}
