using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>
/// DHKEM(X25519, HKDF-SHA256) and the key schedule of base mode (RFC 9180, sections 4.1 and 5.1), for any AEAD, so that the
/// RFC's own vectors can be run.
/// </summary>
internal sealed class HpkeKeySchedule : IDisposable
{
    private const byte ModeBase = 0;
    private readonly HpkeAead _aead;
    private readonly SecretBytes _exporterSecret;

    private HpkeKeySchedule(HpkeAead aead, SecretBytes sharedSecret, ReadOnlySpan<byte> info)
    {
        _aead = aead;
        using var infoHash = HpkeHash.LabeledExtract(aead.Suite, [], "info_hash"u8, info);
        byte[] context = [ModeBase, .. aead.PskIdHash, .. infoHash.Reveal()];
        using var secret = HpkeHash.LabeledExtract(aead.Suite, sharedSecret.Reveal(), "secret"u8, []);
        Key = HpkeHash.LabeledExpand(aead.Suite, secret, "key"u8, context, aead.KeyLength);
        BaseNonce = HpkeHash.LabeledExpand(aead.Suite, secret, "base_nonce"u8, context, AeadBox.NonceLength);
        _exporterSecret = HpkeHash.LabeledExpand(aead.Suite, secret, "exp"u8, context, HpkeHash.Length);
    }

    public SecretBytes Key { get; }

    public SecretBytes BaseNonce { get; }

    /// <summary>Encap and KeySchedule; null when the recipient's key is of small order.</summary>
    public static HpkeKeySchedule? ForSender(
        HpkeAead aead, ReadOnlySpan<byte> recipientPublicKey, ReadOnlySpan<byte> info, X25519KeyPair ephemeral)
    {
        using var shared = Agree(ephemeral, recipientPublicKey, ephemeral.PublicKey.Bytes.AsSpan(), recipientPublicKey);
        return shared is null ? null : new HpkeKeySchedule(aead, shared, info);
    }

    /// <summary>Decap and KeySchedule; null when the encapsulated key is no usable public key.</summary>
    public static HpkeKeySchedule? ForRecipient(HpkeAead aead, ReadOnlySpan<byte> enc, X25519KeyPair recipient, ReadOnlySpan<byte> info)
    {
        if (enc.Length != X25519.Length)
        {
            return null;
        }

        using var shared = Agree(recipient, enc, enc, recipient.PublicKey.Bytes.AsSpan());
        return shared is null ? null : new HpkeKeySchedule(aead, shared, info);
    }

    public SecretBytes Export(ReadOnlySpan<byte> exporterContext, int length) =>
        HpkeHash.LabeledExpand(_aead.Suite, _exporterSecret, "sec"u8, exporterContext, length);

    public void Dispose()
    {
        Key.Dispose();
        BaseNonce.Dispose();
        _exporterSecret.Dispose();
    }

    private static SecretBytes? Agree(
        X25519KeyPair own, ReadOnlySpan<byte> other, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipientPublicKey)
    {
        Span<byte> dh = stackalloc byte[X25519.Length];
        if (!X25519.TryAgree(own.Secret.Reveal(), other, dh))
        {
            return null;
        }

        using var prk = HpkeHash.LabeledExtract(HpkeHash.KemSuite, [], "eae_prk"u8, dh);
        dh.Clear();
        Span<byte> kemContext = stackalloc byte[2 * X25519.Length];
        enc.CopyTo(kemContext);
        recipientPublicKey.CopyTo(kemContext[X25519.Length..]);
        return HpkeHash.LabeledExpand(HpkeHash.KemSuite, prk, "shared_secret"u8, kemContext, HpkeHash.Length);
    }
}
