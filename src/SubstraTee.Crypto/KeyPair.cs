using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>A secret key that signs, with its public key and account. Dispose it to zero the secret.</summary>
/// <remarks>
/// Signing needs no randomness: nonces are derived from secret and message, as RFC 8032 and RFC 6979 do. Safe for use by
/// several threads, except for disposal.
/// </remarks>
public abstract class KeyPair : IDisposable
{
    private readonly byte[] _publicKey;

    private protected KeyPair(KeyType type, ReadOnlySpan<byte> publicKey)
    {
        Type = type;
        _publicKey = publicKey.ToArray();
        AccountId = type == KeyType.Ecdsa ? new AccountId(Blake2b.Hash256(publicKey).Bytes) : new AccountId(publicKey);
    }

    /// <summary>The signature scheme.</summary>
    public KeyType Type { get; }

    /// <summary>The public key: 32 bytes, or the 33 of a compressed ECDSA key.</summary>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>The account: the public key itself, for ECDSA its Blake2b-256 hash.</summary>
    public AccountId AccountId { get; }

    /// <summary>The pair for a secret URI such as <c>//Alice</c> or <c>phrase//hard/soft///password</c>.</summary>
    /// <exception cref="SecretUriException">The text is no secret URI, or it cannot be used with this scheme.</exception>
    public static KeyPair FromSecretUri(string suri, KeyType type)
    {
        using var uri = SecretUri.Parse(suri);
        return uri.ToKeyPair(type);
    }

    /// <summary>The pair for a 32-byte seed, which is copied. For sr25519 it is the mini secret.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes, an unknown scheme, or no valid ECDSA secret.</exception>
    public static KeyPair FromSeed(SecretBytes seed, KeyType type) => type switch
    {
        KeyType.Ed25519 => new Ed25519KeyPair(seed),
        KeyType.Sr25519 => new Sr25519KeyPair(seed),
        KeyType.Ecdsa => new EcdsaKeyPair(seed),
        _ => throw new ArgumentException($"unknown signature scheme {(int)type}", nameof(type)),
    };

    /// <summary>Signs a message.</summary>
    public abstract Signature Sign(ReadOnlySpan<byte> message);

    /// <summary>Zeroes the secret.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Scheme and account; never the secret.</summary>
    public override string ToString() => $"{Type}:{AccountId}";

    /// <summary>Zeroes the secret.</summary>
    protected abstract void Dispose(bool disposing);

    private protected static void CheckSeed(SecretBytes seed)
    {
        if (seed.Length != 32)
        {
            throw new ArgumentException($"a seed has 32 bytes, not {seed.Length}", nameof(seed));
        }
    }
}
