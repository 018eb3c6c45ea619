using System.Buffers.Binary;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>LabeledExtract and LabeledExpand (RFC 9180, section 4) over HKDF-SHA256.</summary>
internal static class HpkeHash
{
    /// <summary>The hash length of HKDF-SHA256.</summary>
    public const int Length = 32;

    private const int MaxInputLength = 128 * 1024;

    /// <summary>suite_id within the KEM: "KEM" and 0x0020.</summary>
    public static ReadOnlySpan<byte> KemSuite => [(byte)'K', (byte)'E', (byte)'M', 0x00, 0x20];

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    public static SecretBytes LabeledExtract(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm)
    {
        if (ikm.Length > MaxInputLength)
        {
            throw new ArgumentException($"HPKE inputs have at most {MaxInputLength} bytes, not {ikm.Length}", nameof(ikm));
        }

        var labeled = new byte[Version.Length + suite.Length + label.Length + ikm.Length];
        Concatenate(labeled, Version, suite, label, ikm);
        Span<byte> prk = stackalloc byte[Length];
        HKDF.Extract(HashAlgorithmName.SHA256, labeled, salt, prk);
        var result = new SecretBytes(prk);
        CryptographicOperations.ZeroMemory(labeled);
        CryptographicOperations.ZeroMemory(prk);
        return result;
    }

    public static SecretBytes LabeledExpand(
        ReadOnlySpan<byte> suite, SecretBytes prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, int length)
    {
        if (info.Length > MaxInputLength)
        {
            throw new ArgumentException($"HPKE inputs have at most {MaxInputLength} bytes, not {info.Length}", nameof(info));
        }

        var labeled = new byte[2 + Version.Length + suite.Length + label.Length + info.Length];
        BinaryPrimitives.WriteUInt16BigEndian(labeled, checked((ushort)length));
        Concatenate(labeled.AsSpan(2), Version, suite, label, info);
        return SecretBytes.Create(length, output => HKDF.Expand(HashAlgorithmName.SHA256, prk.Reveal(), output, labeled));
    }

    private static void Concatenate(
        Span<byte> destination, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d)
    {
        a.CopyTo(destination);
        b.CopyTo(destination[a.Length..]);
        c.CopyTo(destination[(a.Length + b.Length)..]);
        d.CopyTo(destination[(a.Length + b.Length + c.Length)..]);
    }
}
