using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>Ed25519 with SHA3-512 in the place of SHA-512, the signature scheme of RISC-V Keystone.</summary>
/// <remarks>
/// Everything else is RFC 8032's pure Ed25519; no stock implementation verifies these signatures. Secrets are in the expanded
/// form that Keystone stores: 32 bytes of clamped scalar, 32 bytes of prefix. SHA3-512 (FIPS 202) comes from OpenSSL.
/// </remarks>
public static class Ed25519Sha3
{
    /// <summary>The length of an expanded secret.</summary>
    public const int SecretLength = EdwardsSignature.SecretLength;

    /// <summary>True when the signature is valid; false as well for any wrong length.</summary>
    /// <remarks>
    /// Strict: s must be reduced, the key canonical and in the prime-order subgroup, R not the identity. So the all-zero key,
    /// which boards with an empty boot ROM carry and for which anyone can make signatures, verifies nothing.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        EdwardsSignature.Verify(Hash, publicKey, message, signature);

    /// <summary>False for a key that is malformed, zero or of small order; no signature verifies under such a key.</summary>
    public static bool IsUsableKey(ReadOnlySpan<byte> publicKey) => EdwardsSignature.IsUsableKey(publicKey);

    /// <summary>Signs a message, deterministically.</summary>
    /// <exception cref="ArgumentException">The secret does not have <see cref="SecretLength"/> bytes.</exception>
    public static byte[] Sign(SecretBytes expandedSecret, ReadOnlySpan<byte> message)
    {
        var signature = new byte[EdwardsSignature.SignatureLength];
        EdwardsSignature.Sign(Hash, Checked(expandedSecret), message, signature);
        return signature;
    }

    /// <summary>The public key of an expanded secret.</summary>
    /// <exception cref="ArgumentException">The secret does not have <see cref="SecretLength"/> bytes.</exception>
    public static byte[] PublicKey(SecretBytes expandedSecret)
    {
        var publicKey = new byte[EdwardsSignature.PointLength];
        EdwardsSignature.PublicKey(Checked(expandedSecret), publicKey);
        return publicKey;
    }

    /// <summary>The expanded secret of a seed, which is hashed with SHA3-512 too.</summary>
    public static SecretBytes Expand(SecretBytes seed) => EdwardsSignature.Expand(Hash, seed);

    private static ReadOnlySpan<byte> Checked(SecretBytes secret) => secret.Length == SecretLength
        ? secret.Reveal()
        : throw new ArgumentException($"an expanded secret has {SecretLength} bytes, not {secret.Length}", nameof(secret));

    private static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA3_512);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.AppendData(third);
        hash.GetHashAndReset(digest);
    }
}
