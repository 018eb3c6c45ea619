namespace SubstraTee.Crypto;

/// <summary>An AEAD of RFC 9180, table 5: all that the key schedule needs to know of it.</summary>
internal sealed record HpkeAead(ushort Id, int KeyLength)
{
    /// <summary>The one in use; the RFC prints no vectors for it with X25519.</summary>
    public static HpkeAead Aes256Gcm { get; } = new(2, AeadBox.KeyLength);
}
