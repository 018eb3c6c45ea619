using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>The equations of Ed25519 (RFC 8032, section 5.1) over libsodium's group, with the hash function left open.</summary>
internal static class EdwardsSignature
{
    public const int PointLength = 32;
    public const int SignatureLength = 64;
    public const int SecretLength = 64;

    /// <summary>Hashes the concatenation of three parts to 64 bytes.</summary>
    public delegate void WideHash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> digest);

    private static ReadOnlySpan<byte> Identity =>
        [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>True when R = s·B − k·A, byte for byte, and no part of it has an odd form.</summary>
    /// <remarks>
    /// libsodium's multiplication refuses a key that is not canonical, of small order, or outside the prime-order subgroup; for
    /// such keys signatures can be made without a secret.
    /// </remarks>
    public static bool Verify(WideHash hash, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PointLength || signature.Length != SignatureLength || !Scalar.IsCanonical(signature[32..]))
        {
            return false;
        }

        Span<byte> wide = stackalloc byte[64];
        Span<byte> challenge = stackalloc byte[Scalar.Length];
        Span<byte> left = stackalloc byte[PointLength];
        Span<byte> right = stackalloc byte[PointLength];
        hash(signature[..32], publicKey, message, wide);
        Scalar.Reduce(wide, challenge);
        return Multiply(challenge, publicKey, right)
            && MultiplyBase(signature[32..], left)
            && SodiumNative.EdwardsSubtract(ref First(left), in First(left), in First(right)) == 0
            && !left.SequenceEqual(Identity)
            && left.SequenceEqual(signature[..32]);
    }

    /// <summary>True for a canonical point of the prime-order subgroup other than the identity.</summary>
    public static bool IsUsableKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PointLength && SodiumNative.EdwardsIsValid(in First(publicKey)) == 1;

    /// <summary>Signs with an expanded secret: scalar, then prefix.</summary>
    public static void Sign(WideHash hash, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Span<byte> publicKey = stackalloc byte[PointLength];
        Span<byte> wide = stackalloc byte[64];
        Span<byte> nonce = stackalloc byte[Scalar.Length];
        Span<byte> challenge = stackalloc byte[Scalar.Length];
        PublicKey(secret, publicKey);
        hash(secret[32..], message, default, wide);
        Scalar.Reduce(wide, nonce);
        if (!MultiplyBase(nonce, signature[..32]))
        {
            throw new CryptographicException("the nonce of this message is zero; sign another one");
        }

        hash(signature[..32], publicKey, message, wide);
        Scalar.Reduce(wide, challenge);
        Scalar.Multiply(challenge, secret[..32], challenge);
        Scalar.Add(challenge, nonce, signature[32..]);
        CryptographicOperations.ZeroMemory(nonce);
        CryptographicOperations.ZeroMemory(wide);
        CryptographicOperations.ZeroMemory(challenge);
    }

    /// <summary>The public key of an expanded secret.</summary>
    public static void PublicKey(ReadOnlySpan<byte> secret, Span<byte> publicKey)
    {
        if (!MultiplyBase(secret[..32], publicKey))
        {
            throw new CryptographicException("an Ed25519 secret must not be a multiple of the group's order");
        }
    }

    /// <summary>Expands a seed: its hash, with the first half clamped.</summary>
    public static SecretBytes Expand(WideHash hash, SecretBytes seed) => SecretBytes.Create(SecretLength, destination =>
    {
        hash(seed.Reveal(), default, default, destination);
        destination[0] &= 0xf8;
        destination[31] = (byte)((destination[31] & 0x7f) | 0x40);
    });

    private static bool Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result) =>
        SodiumNative.EdwardsMultiply(ref First(result), in First(scalar), in First(point)) == 0;

    private static bool MultiplyBase(ReadOnlySpan<byte> scalar, Span<byte> result) =>
        SodiumNative.EdwardsMultiplyBase(ref First(result), in First(scalar)) == 0;

    private static ref byte First(ReadOnlySpan<byte> span) => ref MemoryMarshal.GetReference(span);
}
