using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>An X25519 key pair that others encrypt to. Dispose it to zero the secret.</summary>
public sealed class X25519KeyPair : IDisposable
{
    private X25519KeyPair(SecretBytes secret)
    {
        Secret = secret;
        Span<byte> publicKey = stackalloc byte[X25519.Length];
        X25519.PublicKey(secret.Reveal(), publicKey);
        PublicKey = new ShieldingKey(publicKey);
    }

    /// <summary>The public key.</summary>
    public ShieldingKey PublicKey { get; }

    /// <summary>The secret scalar, for sealing and provisioning; it lives as long as the pair.</summary>
    public SecretBytes Secret { get; }

    /// <summary>The pair for keying material of at least 32 bytes: DeriveKeyPair of RFC 9180, section 7.1.3.</summary>
    /// <exception cref="ArgumentException">Fewer than 32 bytes.</exception>
    public static X25519KeyPair FromSeed(SecretBytes seed)
    {
        if (seed.Length < X25519.Length)
        {
            throw new ArgumentException($"a key pair is derived from at least {X25519.Length} bytes, not {seed.Length}", nameof(seed));
        }

        Span<byte> prk = stackalloc byte[HpkeHash.Length];
        Span<byte> secret = stackalloc byte[X25519.Length];
        HpkeHash.LabeledExtract(HpkeHash.KemSuite, [], "dkp_prk"u8, seed.Reveal(), prk);
        HpkeHash.LabeledExpand(HpkeHash.KemSuite, prk, "sk"u8, [], secret);
        var pair = new X25519KeyPair(new SecretBytes(secret));
        CryptographicOperations.ZeroMemory(prk);
        CryptographicOperations.ZeroMemory(secret);
        return pair;
    }

    /// <summary>The pair for a secret scalar of 32 bytes, which is copied.</summary>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public static X25519KeyPair FromSecret(SecretBytes secret) =>
        secret.Length == X25519.Length
            ? new X25519KeyPair(new SecretBytes(secret.Reveal()))
            : throw new ArgumentException($"an X25519 secret has {X25519.Length} bytes, not {secret.Length}", nameof(secret));

    /// <inheritdoc/>
    public void Dispose() => Secret.Dispose();

    /// <summary>The public key; never the secret.</summary>
    public override string ToString() => PublicKey.ToString();
}
