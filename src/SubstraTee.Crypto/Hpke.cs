using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>Hybrid public key encryption (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.</summary>
/// <remarks>
/// Whoever knows the public key can send; base mode says nothing about who did. Sender and recipient export the same
/// secrets, which is how an answer finds its way back.
/// </remarks>
public static class Hpke
{
    /// <summary>The KEM's number: DHKEM(X25519, HKDF-SHA256).</summary>
    public const ushort KemId = 0x0020;

    /// <summary>The KDF's number: HKDF-SHA256.</summary>
    public const ushort KdfId = 0x0001;

    /// <summary>The AEAD's number: AES-256-GCM.</summary>
    public const ushort AeadId = 0x0002;

    /// <summary>The length of the encapsulated key.</summary>
    public const int EncLength = 32;

    /// <summary>Starts a message to a public key.</summary>
    /// <param name="recipientPublicKey">32 bytes.</param>
    /// <param name="info">What binds the message to its use; both sides must agree on it.</param>
    /// <param name="ephemeralSeed">At least 32 bytes of the caller's entropy, fresh for every message.</param>
    /// <param name="enc">The encapsulated key that goes with the message.</param>
    /// <exception cref="ArgumentException">A wrong length, or a public key of small order.</exception>
    public static HpkeSender SetupSender(
        ReadOnlySpan<byte> recipientPublicKey, ReadOnlySpan<byte> info, SecretBytes ephemeralSeed, out byte[] enc)
    {
        if (recipientPublicKey.Length != X25519.Length)
        {
            throw new ArgumentException($"an X25519 public key has {X25519.Length} bytes, not {recipientPublicKey.Length}", nameof(recipientPublicKey));
        }

        using var ephemeral = X25519KeyPair.FromSeed(ephemeralSeed);
        var schedule = HpkeKeySchedule.ForSender(HpkeAead.Aes256Gcm, recipientPublicKey, info, ephemeral)
            ?? throw new ArgumentException("the recipient's public key is of small order: nothing can be encrypted to it", nameof(recipientPublicKey));
        enc = ephemeral.PublicKey.ToArray();
        return new HpkeSender(schedule);
    }

    /// <summary>Takes up a message; null when the encapsulated key is malformed or of small order.</summary>
    public static HpkeRecipient? SetupRecipient(ReadOnlySpan<byte> enc, X25519KeyPair recipient, ReadOnlySpan<byte> info)
    {
        var schedule = HpkeKeySchedule.ForRecipient(HpkeAead.Aes256Gcm, enc, recipient, info);
        return schedule is null ? null : new HpkeRecipient(schedule);
    }

    /// <summary>Opens the only message of a context and exports one secret of it, keeping nothing else.</summary>
    /// <remarks>What <see cref="SetupRecipient"/> does for a whole conversation, for whoever opens many messages, each once.</remarks>
    /// <param name="enc">The encapsulated key.</param>
    /// <param name="recipient">The recipient's key.</param>
    /// <param name="info">What binds the message to its use.</param>
    /// <param name="associatedData">What goes with the message in the clear.</param>
    /// <param name="ciphertext">The message.</param>
    /// <param name="exporterContext">Names the secret.</param>
    /// <param name="exported">Takes the secret, which the caller zeroes; zeros when the message does not open.</param>
    /// <param name="plaintext">The message; empty when it does not open.</param>
    /// <returns>False when the encapsulated key is malformed or of small order, or anything was changed.</returns>
    public static bool TryOpenOnce(
        ReadOnlySpan<byte> enc,
        X25519KeyPair recipient,
        ReadOnlySpan<byte> info,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> exporterContext,
        Span<byte> exported,
        out byte[] plaintext)
    {
        plaintext = [];
        exported.Clear();
        Span<byte> secrets = stackalloc byte[HpkeHash.Length + AeadBox.KeyLength + AeadBox.NonceLength + HpkeHash.Length];
        var shared = secrets[..HpkeHash.Length];
        var key = secrets.Slice(HpkeHash.Length, AeadBox.KeyLength);
        var nonce = secrets.Slice(HpkeHash.Length + AeadBox.KeyLength, AeadBox.NonceLength);
        var exporter = secrets[^HpkeHash.Length..];
        if (!HpkeKeySchedule.TryDecap(enc, recipient, shared))
        {
            return false;
        }

        HpkeKeySchedule.Derive(HpkeAead.Aes256Gcm, shared, info, key, nonce, exporter);
        using var box = new AeadBox(key, nonce);
        var opens = box.TryOpen(0, associatedData, ciphertext, out plaintext);
        if (opens)
        {
            HpkeKeySchedule.Export(HpkeAead.Aes256Gcm, exporter, exporterContext, exported);
        }

        CryptographicOperations.ZeroMemory(secrets);
        return opens;
    }
}
