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
        Span<byte> context = stackalloc byte[1 + (2 * HpkeHash.Length)];
        context[0] = ModeBase;
        aead.PskIdHash.CopyTo(context[1..]);
        aead.InfoHash(info).CopyTo(context[(1 + HpkeHash.Length)..]);
        Span<byte> secret = stackalloc byte[HpkeHash.Length];
        Span<byte> expanded = stackalloc byte[HpkeHash.Length];
        HpkeHash.LabeledExtract(aead.Suite, sharedSecret, "secret"u8, [], secret);
        Key = Expand("key"u8, context, secret, expanded[..aead.KeyLength]);
        BaseNonce = Expand("base_nonce"u8, context, secret, expanded[..AeadBox.NonceLength]);
        _exporterSecret = Expand("exp"u8, context, secret, expanded);
        CryptographicOperations.ZeroMemory(secret);
    }

    public SecretBytes Key { get; }

    public SecretBytes BaseNonce { get; }

    /// <summary>Encap and KeySchedule; null when the recipient's key is of small order.</summary>
    public static HpkeKeySchedule? ForSender(
        HpkeAead aead, ReadOnlySpan<byte> recipientPublicKey, ReadOnlySpan<byte> info, X25519KeyPair ephemeral) =>
        Agree(aead, info, ephemeral, recipientPublicKey, ephemeral.PublicKey.Bytes.AsSpan(), recipientPublicKey);

    /// <summary>Decap and KeySchedule; null when the encapsulated key is no usable public key.</summary>
    public static HpkeKeySchedule? ForRecipient(HpkeAead aead, ReadOnlySpan<byte> enc, X25519KeyPair recipient, ReadOnlySpan<byte> info) =>
        enc.Length == X25519.Length ? Agree(aead, info, recipient, enc, enc, recipient.PublicKey.Bytes.AsSpan()) : null;

    public SecretBytes Export(ReadOnlySpan<byte> exporterContext, int length)
    {
        Span<byte> exported = length <= MaxOnStack ? stackalloc byte[length] : new byte[length];
        HpkeHash.LabeledExpand(_aead.Suite, _exporterSecret.Reveal(), "sec"u8, exporterContext, exported);
        return Keep(exported);
    }

    public void Dispose()
    {
        Key.Dispose();
        BaseNonce.Dispose();
        _exporterSecret.Dispose();
    }

    // What comes between two keys lives on the stack and is zeroed there.
    private static HpkeKeySchedule? Agree(
        HpkeAead aead,
        ReadOnlySpan<byte> info,
        X25519KeyPair own,
        ReadOnlySpan<byte> other,
        ReadOnlySpan<byte> enc,
        ReadOnlySpan<byte> recipientPublicKey)
    {
        Span<byte> shared = stackalloc byte[HpkeHash.Length];
        if (!X25519.TryAgree(own.Secret.Reveal(), other, shared))
        {
            return null;
        }

        Span<byte> prk = stackalloc byte[HpkeHash.Length];
        HpkeHash.LabeledExtract(HpkeHash.KemSuite, [], "eae_prk"u8, shared, prk);
        Span<byte> kemContext = stackalloc byte[2 * X25519.Length];
        enc.CopyTo(kemContext);
        recipientPublicKey.CopyTo(kemContext[X25519.Length..]);
        HpkeHash.LabeledExpand(HpkeHash.KemSuite, prk, "shared_secret"u8, kemContext, shared);
        CryptographicOperations.ZeroMemory(prk);
        var schedule = new HpkeKeySchedule(aead, shared, info);
        CryptographicOperations.ZeroMemory(shared);
        return schedule;
    }

    private static SecretBytes Keep(Span<byte> expanded)
    {
        var kept = new SecretBytes(expanded);
        CryptographicOperations.ZeroMemory(expanded);
        return kept;
    }

    private SecretBytes Expand(ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, ReadOnlySpan<byte> secret, Span<byte> expanded)
    {
        HpkeHash.LabeledExpand(_aead.Suite, secret, label, context, expanded);
        return Keep(expanded);
    }
}
