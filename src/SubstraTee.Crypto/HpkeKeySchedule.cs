using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>
/// DHKEM(X25519, HKDF-SHA256) and the key schedule of base mode (RFC 9180, sections 4.1 and 5.1), for any AEAD, so that the
/// RFC's own vectors can be run.
/// </summary>
internal sealed class HpkeKeySchedule : IDisposable
{
    private const byte ModeBase = 0;
    private const int MaxOnStack = 64;

    private readonly HpkeAead _aead;
    private readonly SecretBytes _exporterSecret;

    private HpkeKeySchedule(HpkeAead aead, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info)
    {
        _aead = aead;
        Span<byte> key = stackalloc byte[aead.KeyLength];
        Span<byte> nonce = stackalloc byte[AeadBox.NonceLength];
        Span<byte> exporter = stackalloc byte[HpkeHash.Length];
        Derive(aead, sharedSecret, info, key, nonce, exporter);
        Key = Keep(key);
        BaseNonce = Keep(nonce);
        _exporterSecret = Keep(exporter);
    }

    public SecretBytes Key { get; }

    public SecretBytes BaseNonce { get; }

    /// <summary>Encap and KeySchedule; null when the recipient's key is of small order.</summary>
    public static HpkeKeySchedule? ForSender(
        HpkeAead aead, ReadOnlySpan<byte> recipientPublicKey, ReadOnlySpan<byte> info, X25519KeyPair ephemeral)
    {
        Span<byte> shared = stackalloc byte[HpkeHash.Length];
        return TryAgree(ephemeral, recipientPublicKey, ephemeral.PublicKey.Bytes.AsSpan(), recipientPublicKey, shared)
            ? Of(aead, shared, info)
            : null;
    }

    /// <summary>Decap and KeySchedule; null when the encapsulated key is no usable public key.</summary>
    public static HpkeKeySchedule? ForRecipient(HpkeAead aead, ReadOnlySpan<byte> enc, X25519KeyPair recipient, ReadOnlySpan<byte> info)
    {
        Span<byte> shared = stackalloc byte[HpkeHash.Length];
        return TryDecap(enc, recipient, shared) ? Of(aead, shared, info) : null;
    }

    /// <summary>Decap (RFC 9180, section 4.1); false when the encapsulated key is no usable public key.</summary>
    public static bool TryDecap(ReadOnlySpan<byte> enc, X25519KeyPair recipient, Span<byte> shared) =>
        enc.Length == X25519.Length && TryAgree(recipient, enc, enc, recipient.PublicKey.Bytes.AsSpan(), shared);

    /// <summary>KeySchedule (RFC 9180, section 5.1) into memory of the caller's.</summary>
    public static void Derive(
        HpkeAead aead, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info, Span<byte> key, Span<byte> baseNonce, Span<byte> exporter)
    {
        Span<byte> context = stackalloc byte[1 + (2 * HpkeHash.Length)];
        context[0] = ModeBase;
        aead.PskIdHash.CopyTo(context[1..]);
        aead.InfoHash(info).CopyTo(context[(1 + HpkeHash.Length)..]);
        Span<byte> secret = stackalloc byte[HpkeHash.Length];
        HpkeHash.LabeledExtract(aead.Suite, sharedSecret, "secret"u8, [], secret);
        HpkeHash.LabeledExpand(aead.Suite, secret, "key"u8, context, key);
        HpkeHash.LabeledExpand(aead.Suite, secret, "base_nonce"u8, context, baseNonce);
        HpkeHash.LabeledExpand(aead.Suite, secret, "exp"u8, context, exporter);
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>Context.Export (RFC 9180, section 5.3).</summary>
    public static void Export(HpkeAead aead, ReadOnlySpan<byte> exporter, ReadOnlySpan<byte> exporterContext, Span<byte> exported) =>
        HpkeHash.LabeledExpand(aead.Suite, exporter, "sec"u8, exporterContext, exported);

    public SecretBytes Export(ReadOnlySpan<byte> exporterContext, int length)
    {
        Span<byte> exported = length <= MaxOnStack ? stackalloc byte[length] : new byte[length];
        Export(_aead, _exporterSecret.Reveal(), exporterContext, exported);
        return Keep(exported);
    }

    public void Dispose()
    {
        Key.Dispose();
        BaseNonce.Dispose();
        _exporterSecret.Dispose();
    }

    // What comes between two keys lives on the stack and is zeroed there.
    private static bool TryAgree(
        X25519KeyPair own, ReadOnlySpan<byte> other, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipientPublicKey, Span<byte> shared)
    {
        Span<byte> dh = stackalloc byte[X25519.Length];
        if (!X25519.TryAgree(own.Secret.Reveal(), other, dh))
        {
            return false;
        }

        Span<byte> prk = stackalloc byte[HpkeHash.Length];
        Span<byte> kemContext = stackalloc byte[2 * X25519.Length];
        enc.CopyTo(kemContext);
        recipientPublicKey.CopyTo(kemContext[X25519.Length..]);
        HpkeHash.LabeledExtract(HpkeHash.KemSuite, [], "eae_prk"u8, dh, prk);
        HpkeHash.LabeledExpand(HpkeHash.KemSuite, prk, "shared_secret"u8, kemContext, shared);
        CryptographicOperations.ZeroMemory(dh);
        CryptographicOperations.ZeroMemory(prk);
        return true;
    }

    private static HpkeKeySchedule Of(HpkeAead aead, Span<byte> shared, ReadOnlySpan<byte> info)
    {
        var schedule = new HpkeKeySchedule(aead, shared, info);
        CryptographicOperations.ZeroMemory(shared);
        return schedule;
    }

    private static SecretBytes Keep(Span<byte> derived)
    {
        var kept = new SecretBytes(derived);
        CryptographicOperations.ZeroMemory(derived);
        return kept;
    }
}
