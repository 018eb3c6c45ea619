using System.Security.Cryptography;
using System.Text;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>HKDF over SHA-256 (RFC 5869), from the framework: derives secrets from a secret.</summary>
public static class Hkdf
{
    /// <summary>The longest output: 255 times the length of the hash.</summary>
    public const int MaxOutputLength = 255 * 32;

    /// <summary>Extract and expand; the label, in UTF-8, is HKDF's info and keeps uses of one secret apart.</summary>
    /// <exception cref="ArgumentException">An empty label or a length that is not 1 to 8160.</exception>
    public static SecretBytes Derive(SecretBytes ikm, ReadOnlySpan<byte> salt, string label, int length)
    {
        if (string.IsNullOrEmpty(label))
        {
            throw new ArgumentException("every derived secret needs a label of its own", nameof(label));
        }

        return Derive(ikm, salt, Encoding.UTF8.GetBytes(label), length);
    }

    /// <summary>Extract and expand with an info of bytes.</summary>
    /// <exception cref="ArgumentException">A length that is not 1 to 8160.</exception>
    public static SecretBytes Derive(SecretBytes ikm, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, int length)
    {
        if (length is < 1 or > MaxOutputLength)
        {
            throw new ArgumentException($"HKDF gives 1 to {MaxOutputLength} bytes, not {length}", nameof(length));
        }

        var saltCopy = salt.ToArray();
        var infoCopy = info.ToArray();
        return SecretBytes.Create(
            length, destination => HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm.Reveal(), destination, saltCopy, infoCopy));
    }
}
