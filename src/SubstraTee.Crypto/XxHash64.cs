using System.Buffers.Binary;
using System.Numerics;

namespace SubstraTee.Crypto;

/// <summary>xxHash64 with a seed (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md, "XXH64 Algorithm Description").</summary>
internal static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    public static ulong Hash(ReadOnlySpan<byte> input, ulong seed)
    {
        var length = (ulong)input.Length;
        var hash = input.Length >= 32 ? Stripes(ref input, seed) : seed + Prime5;
        hash += length;
        for (; input.Length >= 8; input = input[8..])
        {
            hash ^= Round(0, Read64(input));
            hash = (BitOperations.RotateLeft(hash, 27) * Prime1) + Prime4;
        }

        if (input.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(input) * Prime1;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
            input = input[4..];
        }

        foreach (var b in input)
        {
            hash ^= b * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Stripes(ref ReadOnlySpan<byte> input, ulong seed)
    {
        var (a, b, c, d) = (seed + Prime1 + Prime2, seed + Prime2, seed, seed - Prime1);
        for (; input.Length >= 32; input = input[32..])
        {
            a = Round(a, Read64(input));
            b = Round(b, Read64(input[8..]));
            c = Round(c, Read64(input[16..]));
            d = Round(d, Read64(input[24..]));
        }

        var hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
            + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        hash = Merge(hash, a);
        hash = Merge(hash, b);
        hash = Merge(hash, c);
        return Merge(hash, d);
    }

    private static ulong Merge(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    private static ulong Round(ulong lane, ulong word) => BitOperations.RotateLeft(lane + (word * Prime2), 31) * Prime1;

    private static ulong Read64(ReadOnlySpan<byte> input) => BinaryPrimitives.ReadUInt64LittleEndian(input);
}
