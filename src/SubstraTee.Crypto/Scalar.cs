using System.Runtime.InteropServices;

namespace SubstraTee.Crypto;

/// <summary>Arithmetic modulo the order ℓ of ristretto255, by libsodium in constant time.</summary>
internal static class Scalar
{
    public const int Length = 32;

    // ℓ = 2^252 + 27742317777372353535851937790883648493, little-endian (RFC 9496, section 4).
    private static ReadOnlySpan<byte> Order =>
    [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    /// <summary>True when the public scalar is below ℓ.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> scalar)
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            if (scalar[i] != Order[i])
            {
                return scalar[i] < Order[i];
            }
        }

        return false;
    }

    public static void Reduce(ReadOnlySpan<byte> wide, Span<byte> result) =>
        SodiumNative.ScalarReduce(ref MemoryMarshal.GetReference(result), in MemoryMarshal.GetReference(wide));

    public static void Add(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result) =>
        SodiumNative.ScalarAdd(
            ref MemoryMarshal.GetReference(result), in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right));

    public static void Multiply(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result) =>
        SodiumNative.ScalarMultiply(
            ref MemoryMarshal.GetReference(result), in MemoryMarshal.GetReference(left), in MemoryMarshal.GetReference(right));
}
