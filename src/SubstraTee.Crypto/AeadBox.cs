using System.Buffers.Binary;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>AES-256-GCM under one key with counter nonces: 96-bit base nonce XOR big-endian sequence number, as in RFC 9180 and TLS 1.3.</summary>
/// <remarks>
/// A sequence number must never seal two different messages under one key: keys here are derived fresh for every segment,
/// session or request, and the caller counts. One cipher object is kept per key, which halves the cost of small messages.
/// Not safe for use by several threads at once.
/// </remarks>
public sealed class AeadBox : IDisposable
{
    /// <summary>The length of a key.</summary>
    public const int KeyLength = 32;

    /// <summary>The length of a nonce.</summary>
    public const int NonceLength = 12;

    /// <summary>How much longer the ciphertext is than the plaintext.</summary>
    public const int TagLength = 16;

    private readonly AesGcm _cipher;
    private readonly byte[] _baseNonce = new byte[NonceLength];

    /// <summary>A box under a 32-byte key, which is copied, with base nonce zero.</summary>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public AeadBox(SecretBytes key)
        : this(key, [])
    {
    }

    /// <summary>A box under a 32-byte key, which is copied, and a 12-byte base nonce (empty: zero).</summary>
    /// <exception cref="ArgumentException">The key or the nonce has another length.</exception>
    public AeadBox(SecretBytes key, ReadOnlySpan<byte> baseNonce)
        : this(key.Reveal(), baseNonce)
    {
    }

    /// <summary>A box under a 32-byte key on the caller's stack, which the caller zeroes, and a 12-byte base nonce (empty: zero).</summary>
    /// <exception cref="ArgumentException">The key or the nonce has another length.</exception>
    public AeadBox(ReadOnlySpan<byte> key, ReadOnlySpan<byte> baseNonce)
    {
        if (key.Length != KeyLength)
        {
            throw new ArgumentException($"an AES-256 key has {KeyLength} bytes, not {key.Length}", nameof(key));
        }

        if (baseNonce.Length is not (0 or NonceLength))
        {
            throw new ArgumentException($"a nonce has {NonceLength} bytes, not {baseNonce.Length}", nameof(baseNonce));
        }

        baseNonce.CopyTo(_baseNonce);
        _cipher = new AesGcm(key, TagLength);
    }

    /// <summary>Encrypts; the result is ciphertext and tag.</summary>
    public byte[] Seal(ulong sequence, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        var output = new byte[checked(plaintext.Length + TagLength)];
        Seal(sequence, associatedData, plaintext, output);
        return output;
    }

    /// <summary>Encrypts into a buffer that is exactly 16 bytes longer than the plaintext and does not overlap it.</summary>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public void Seal(ulong sequence, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> output)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(sequence, nonce);
        SealWithNonce(nonce, associatedData, plaintext, output);
    }

    /// <summary>Decrypts ciphertext and tag; false when anything was changed, <paramref name="plaintext"/> is then empty.</summary>
    public bool TryOpen(ulong sequence, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext, out byte[] plaintext)
    {
        plaintext = [];
        if (ciphertext.Length < TagLength)
        {
            return false;
        }

        var opened = new byte[ciphertext.Length - TagLength];
        if (!TryOpen(sequence, associatedData, ciphertext, opened))
        {
            return false;
        }

        plaintext = opened;
        return true;
    }

    /// <summary>Decrypts into a buffer exactly 16 bytes shorter than the ciphertext; when it fails the buffer holds zeros.</summary>
    public bool TryOpen(ulong sequence, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(sequence, nonce);
        return TryOpenWithNonce(nonce, associatedData, ciphertext, plaintext);
    }

    /// <summary>Encrypts under a 12-byte nonce that the caller lays out itself; the base nonce plays no part.</summary>
    /// <remarks>For formats that put a position or a flag into the nonce. The caller sees to it that no nonce comes twice.</remarks>
    /// <exception cref="ArgumentException">The nonce or the output has another length.</exception>
    public void SealWithNonce(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> output)
    {
        if (output.Length - TagLength != plaintext.Length)
        {
            throw new ArgumentException($"the output must be {TagLength} bytes longer than the plaintext", nameof(output));
        }

        _cipher.Encrypt(nonce, plaintext, output[..plaintext.Length], output[plaintext.Length..], associatedData);
    }

    /// <summary>Decrypts what <see cref="SealWithNonce"/> made; when it fails the buffer holds zeros.</summary>
    public bool TryOpenWithNonce(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        if (nonce.Length != NonceLength || ciphertext.Length - TagLength != plaintext.Length)
        {
            plaintext.Clear();
            return false;
        }

        try
        {
            _cipher.Decrypt(nonce, ciphertext[..plaintext.Length], ciphertext[plaintext.Length..], plaintext, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            plaintext.Clear();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_baseNonce);
    }

    private void WriteNonce(ulong sequence, Span<byte> nonce)
    {
        _baseNonce.CopyTo(nonce);
        var low = nonce[4..];
        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) ^ sequence);
    }
}
