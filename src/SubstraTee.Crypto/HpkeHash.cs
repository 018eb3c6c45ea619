using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace SubstraTee.Crypto;

/// <summary>LabeledExtract and LabeledExpand (RFC 9180, section 4) over HKDF-SHA256.</summary>
internal static class HpkeHash
{
    /// <summary>The hash length of HKDF-SHA256.</summary>
    public const int Length = 32;

    private const int MaxInputLength = 128 * 1024;
    private const int MaxOnStack = 256;

    /// <summary>suite_id within the KEM: "KEM" and 0x0020.</summary>
    public static ReadOnlySpan<byte> KemSuite => [(byte)'K', (byte)'E', (byte)'M', 0x00, 0x20];

    private static ReadOnlySpan<byte> Version => "HPKE-v1"u8;

    [SkipLocalsInit]
    public static void LabeledExtract(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        RequireLength(ikm);
        var length = Version.Length + suite.Length + label.Length + ikm.Length;
        Span<byte> buffer = length <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[length];
        var labeled = buffer[..length];
        Concatenate(labeled, Version, suite, label, ikm);
        HmacSha256.Extract(salt, labeled, prk);
        CryptographicOperations.ZeroMemory(labeled);
    }

    [SkipLocalsInit]
    public static void LabeledExpand(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        RequireLength(info);
        var length = sizeof(ushort) + Version.Length + suite.Length + label.Length + info.Length;
        Span<byte> buffer = length <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[length];
        var labeled = buffer[..length];
        BinaryPrimitives.WriteUInt16BigEndian(labeled, checked((ushort)output.Length));
        Concatenate(labeled[sizeof(ushort)..], Version, suite, label, info);
        HmacSha256.Expand(prk, labeled, output);
    }

    private static void RequireLength(ReadOnlySpan<byte> input)
    {
        if (input.Length > MaxInputLength)
        {
            throw new ArgumentException($"HPKE inputs have at most {MaxInputLength} bytes, not {input.Length}", nameof(input));
        }
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
