using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>An ECDSA key pair on secp256k1 that signs the Blake2b-256 hash of the message, as Substrate does.</summary>
public sealed class EcdsaKeyPair : KeyPair
{
    private readonly SecretBytes _secretKey;

    /// <summary>The pair for a 32-byte secret, which is copied.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes, zero, or not below the order of the group.</exception>
    public EcdsaKeyPair(SecretBytes seed)
        : base(KeyType.Ecdsa, PublicKeyOf(seed)) => _secretKey = new SecretBytes(seed.Reveal());

    /// <inheritdoc/>
    /// <remarks>The nonce is that of RFC 6979; s is always in the lower half.</remarks>
    public override Signature Sign(ReadOnlySpan<byte> message)
    {
        var hash = Blake2b.Hash256(message);
        Span<byte> opaque = stackalloc byte[Secp256k1Native.SignatureLength];
        Span<byte> compact = stackalloc byte[65];
        var signed = Secp256k1Native.SignRecoverable(
            Secp256k1Native.Context,
            ref MemoryMarshal.GetReference(opaque),
            in MemoryMarshal.GetReference(hash.Bytes.AsSpan()),
            in MemoryMarshal.GetReference(_secretKey.Reveal()),
            0,
            in MemoryMarshal.GetReference(ReadOnlySpan<byte>.Empty));
        if (signed != 1)
        {
            throw new CryptographicException("libsecp256k1 could not sign with this ECDSA key");
        }

        _ = Secp256k1Native.SignatureSerialize(
            Secp256k1Native.Context,
            ref MemoryMarshal.GetReference(compact),
            out var recoveryId,
            in MemoryMarshal.GetReference(opaque));
        compact[64] = (byte)recoveryId;
        return new Signature(KeyType.Ecdsa, compact);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _secretKey.Dispose();

    private static byte[] PublicKeyOf(SecretBytes seed)
    {
        CheckSeed(seed);
        Span<byte> opaque = stackalloc byte[Secp256k1Native.PublicKeyLength];
        var created = Secp256k1Native.PublicKeyCreate(
            Secp256k1Native.Context,
            ref MemoryMarshal.GetReference(opaque),
            in MemoryMarshal.GetReference(seed.Reveal()));
        return created == 1
            ? Ecdsa.Compress(opaque)
            : throw new ArgumentException("an ECDSA secret must not be zero and must be below the order of secp256k1", nameof(seed));
    }
}
