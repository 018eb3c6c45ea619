using System.Security.Cryptography;
using System.Text;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>HKDF over SHA-256 (RFC 5869): derives secrets from a secret.</summary>
public static class Hkdf
{
    /// <summary>The longest output: 255 times the length of the hash.</summary>
    public const int MaxOutputLength = 255 * 32;

    private const int MaxOnStack = 64;

    /// <summary>Extract and expand; the label, in UTF-8, is HKDF's info and keeps uses of one secret apart.</summary>
    /// <exception cref="ArgumentException">An empty label or a length that is not 1 to 8160.</exception>
    public static SecretBytes Derive(SecretBytes ikm, ReadOnlySpan<byte> salt, string label, int length)
    {
        RequireLabel(label);
        return Derive(ikm, salt, Encoding.UTF8.GetBytes(label), length);
    }

    /// <summary>Extract and expand with an info of bytes.</summary>
    /// <exception cref="ArgumentException">A length that is not 1 to 8160.</exception>
    public static SecretBytes Derive(SecretBytes ikm, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, int length)
    {
        RequireLength(length);
        Span<byte> prk = stackalloc byte[HmacSha256.Length];
        HmacSha256.Extract(salt, ikm.Reveal(), prk);
        var derived = Expand(prk, info, length);
        CryptographicOperations.ZeroMemory(prk);
        return derived;
    }

    /// <summary>Extract, then expand once for every label, into memory of the caller's, who zeroes it: 32 bytes for each.</summary>
    /// <exception cref="ArgumentException">An empty label, or an output of another length.</exception>
    public static void DeriveEach(ReadOnlySpan<byte> ikm, ReadOnlySpan<byte> salt, ReadOnlySpan<string> labels, Span<byte> output)
    {
        if (output.Length != labels.Length * HmacSha256.Length)
        {
            throw new ArgumentException($"{labels.Length} secrets have {labels.Length * HmacSha256.Length} bytes, not {output.Length}", nameof(output));
        }

        Span<byte> prk = stackalloc byte[HmacSha256.Length];
        HmacSha256.Extract(salt, ikm, prk);
        for (var i = 0; i < labels.Length; i++)
        {
            RequireLabel(labels[i]);
            HmacSha256.Expand(prk, Encoding.UTF8.GetBytes(labels[i]), output.Slice(i * HmacSha256.Length, HmacSha256.Length));
        }

        CryptographicOperations.ZeroMemory(prk);
    }

    private static SecretBytes Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> info, int length)
    {
        Span<byte> output = length <= MaxOnStack ? stackalloc byte[length] : new byte[length];
        HmacSha256.Expand(prk, info, output);
        var kept = new SecretBytes(output);
        CryptographicOperations.ZeroMemory(output);
        return kept;
    }

    private static void RequireLabel(string label)
    {
        if (string.IsNullOrEmpty(label))
        {
            throw new ArgumentException("every derived secret needs a label of its own", nameof(label));
        }
    }

    private static void RequireLength(int length)
    {
        if (length is < 1 or > MaxOutputLength)
        {
            throw new ArgumentException($"HKDF gives 1 to {MaxOutputLength} bytes, not {length}", nameof(length));
        }
    }
}
