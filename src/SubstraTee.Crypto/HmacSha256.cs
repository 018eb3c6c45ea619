using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace SubstraTee.Crypto;

/// <summary>HMAC-SHA256 (RFC 2104), and HKDF's two steps (RFC 5869) made of it, into memory of the caller's.</summary>
/// <remarks>
/// Over the framework's SHA-256. The framework's own HMAC and HKDF set up a context of the native library for every call,
/// which for the short inputs here costs more than the hashing; an enclave derives a dozen keys for every request.
/// </remarks>
internal static class HmacSha256
{
    /// <summary>The length of a result.</summary>
    public const int Length = 32;

    private const int BlockLength = 64;
    private const int MaxOnStack = 512;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5c;

    /// <summary>HMAC of a message under a key.</summary>
    [SkipLocalsInit]
    public static void Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> mac)
    {
        if (key.Length > BlockLength || message.Length > MaxOnStack)
        {
            HMACSHA256.HashData(key, message, mac);
            return;
        }

        Span<byte> buffer = stackalloc byte[BlockLength + MaxOnStack];
        var inner = buffer[..(BlockLength + message.Length)];
        WritePadded(key, InnerPad, inner);
        message.CopyTo(inner[BlockLength..]);
        Span<byte> digest = stackalloc byte[Length];
        SHA256.HashData(inner, digest);
        CryptographicOperations.ZeroMemory(inner);

        var outer = buffer[..(BlockLength + Length)];
        WritePadded(key, OuterPad, outer);
        digest.CopyTo(outer[BlockLength..]);
        SHA256.HashData(outer, mac);
        CryptographicOperations.ZeroMemory(outer);
        CryptographicOperations.ZeroMemory(digest);
    }

    /// <summary>HKDF's extraction. An empty salt counts as zeros, to which HMAC pads its key anyway.</summary>
    public static void Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> ikm, Span<byte> prk) => Hash(salt, ikm, prk);

    /// <summary>HKDF's expansion to as many bytes as the output has.</summary>
    [SkipLocalsInit]
    public static void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> info, Span<byte> output)
    {
        var most = Length + info.Length + 1;
        Span<byte> input = most <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[most];
        Span<byte> part = stackalloc byte[Length];
        info.CopyTo(input[Length..]);
        for (byte counter = 1; ; counter = checked((byte)(counter + 1)))
        {
            // T(n) = HMAC(prk, T(n - 1) ‖ info ‖ n); T(0) is empty.
            input[Length + info.Length] = counter;
            Hash(prk, counter == 1 ? input[Length..most] : input[..most], part);
            part.CopyTo(input);
            var take = Math.Min(Length, output.Length);
            part[..take].CopyTo(output);
            output = output[take..];
            if (output.IsEmpty)
            {
                break;
            }
        }

        CryptographicOperations.ZeroMemory(part);
        CryptographicOperations.ZeroMemory(input[..most]);
    }

    private static void WritePadded(ReadOnlySpan<byte> key, byte pad, Span<byte> block)
    {
        block[..BlockLength].Fill(pad);
        for (var i = 0; i < key.Length; i++)
        {
            block[i] ^= key[i];
        }
    }
}
