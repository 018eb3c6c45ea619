using System.Buffers.Binary;

namespace SubstraTee.Crypto;

/// <summary>Substrate's "twox" hashes: xxHash64 with seeds 0, 1, … one after the other, little-endian (<c>sp_crypto_hashing</c>).</summary>
/// <remarks>Not cryptographic: for keys that no attacker chooses.</remarks>
public static class Twox
{
    /// <summary>Writes 8 bytes.</summary>
    public static void Twox64(ReadOnlySpan<byte> input, Span<byte> output) => Hash(input, output, 1);

    /// <summary>Writes 16 bytes.</summary>
    public static void Twox128(ReadOnlySpan<byte> input, Span<byte> output) => Hash(input, output, 2);

    /// <summary>Writes 32 bytes.</summary>
    public static void Twox256(ReadOnlySpan<byte> input, Span<byte> output) => Hash(input, output, 4);

    private static void Hash(ReadOnlySpan<byte> input, Span<byte> output, int words)
    {
        if (output.Length < words * 8)
        {
            throw new ArgumentException($"the output needs {words * 8} bytes, it has {output.Length}", nameof(output));
        }

        Span<byte> result = stackalloc byte[32];
        for (var i = 0; i < words; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(result[(i * 8)..], XxHash64.Hash(input, (ulong)i));
        }

        result[..(words * 8)].CopyTo(output);
    }
}
