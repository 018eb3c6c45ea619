using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>An Ed25519 key pair.</summary>
public sealed class Ed25519KeyPair : KeyPair
{
    private readonly SecretBytes _secretKey;

    /// <summary>The pair for a 32-byte seed (RFC 8032, section 5.1.5), which is copied.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public Ed25519KeyPair(SecretBytes seed)
        : this(Expand(seed))
    {
    }

    private Ed25519KeyPair(Expanded key)
        : base(KeyType.Ed25519, key.Secret.Reveal()[32..]) => _secretKey = key.Secret;

    /// <inheritdoc/>
    public override Signature Sign(ReadOnlySpan<byte> message)
    {
        Span<byte> signature = stackalloc byte[64];
        var failed = SodiumNative.Ed25519Sign(
            ref MemoryMarshal.GetReference(signature),
            0,
            in MemoryMarshal.GetReference(message),
            (ulong)message.Length,
            in MemoryMarshal.GetReference(_secretKey.Reveal()));
        return failed == 0
            ? new Signature(KeyType.Ed25519, signature)
            : throw new CryptographicException("libsodium could not sign with this Ed25519 key");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _secretKey.Dispose();

    private static Expanded Expand(SecretBytes seed)
    {
        CheckSeed(seed);
        return new Expanded(SecretBytes.Create(64, destination =>
        {
            Span<byte> publicKey = stackalloc byte[32];
            _ = SodiumNative.Ed25519SeedKeyPair(
                ref MemoryMarshal.GetReference(publicKey),
                ref MemoryMarshal.GetReference(destination),
                in MemoryMarshal.GetReference(seed.Reveal()));
        }));
    }

    // Tells an expanded key from a seed in the constructors.
    private readonly record struct Expanded(SecretBytes Secret);
}
