using System.Runtime.CompilerServices;
using static System.Numerics.BitOperations;

namespace SubstraTee.Crypto;

/// <summary>Keccak-f[1600] (FIPS 202, section 3.3), the permutation under Keccak-256 and STROBE.</summary>
internal static class KeccakPermutation
{
    public const int Words = 25;

    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
        0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>Permutes the 25 words in place; word x + 5y is the lane (x, y).</summary>
#pragma warning disable MA0051 // Twenty-five lanes in local variables, so that they stay in registers, take that many lines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Permute(Span<ulong> state)
    {
        _ = state[Words - 1];
        var (a00, a10, a20, a30, a40) = (state[0], state[1], state[2], state[3], state[4]);
        var (a01, a11, a21, a31, a41) = (state[5], state[6], state[7], state[8], state[9]);
        var (a02, a12, a22, a32, a42) = (state[10], state[11], state[12], state[13], state[14]);
        var (a03, a13, a23, a33, a43) = (state[15], state[16], state[17], state[18], state[19]);
        var (a04, a14, a24, a34, a44) = (state[20], state[21], state[22], state[23], state[24]);
        foreach (var constant in RoundConstants)
        {
            var c0 = a00 ^ a01 ^ a02 ^ a03 ^ a04;
            var c1 = a10 ^ a11 ^ a12 ^ a13 ^ a14;
            var c2 = a20 ^ a21 ^ a22 ^ a23 ^ a24;
            var c3 = a30 ^ a31 ^ a32 ^ a33 ^ a34;
            var c4 = a40 ^ a41 ^ a42 ^ a43 ^ a44;
            var d0 = c4 ^ RotateLeft(c1, 1);
            var d1 = c0 ^ RotateLeft(c2, 1);
            var d2 = c1 ^ RotateLeft(c3, 1);
            var d3 = c2 ^ RotateLeft(c4, 1);
            var d4 = c3 ^ RotateLeft(c0, 1);
            var b00 = a00 ^ d0;
            var b02 = RotateLeft(a10 ^ d1, 1);
            var b04 = RotateLeft(a20 ^ d2, 62);
            var b01 = RotateLeft(a30 ^ d3, 28);
            var b03 = RotateLeft(a40 ^ d4, 27);
            var b13 = RotateLeft(a01 ^ d0, 36);
            var b10 = RotateLeft(a11 ^ d1, 44);
            var b12 = RotateLeft(a21 ^ d2, 6);
            var b14 = RotateLeft(a31 ^ d3, 55);
            var b11 = RotateLeft(a41 ^ d4, 20);
            var b21 = RotateLeft(a02 ^ d0, 3);
            var b23 = RotateLeft(a12 ^ d1, 10);
            var b20 = RotateLeft(a22 ^ d2, 43);
            var b22 = RotateLeft(a32 ^ d3, 25);
            var b24 = RotateLeft(a42 ^ d4, 39);
            var b34 = RotateLeft(a03 ^ d0, 41);
            var b31 = RotateLeft(a13 ^ d1, 45);
            var b33 = RotateLeft(a23 ^ d2, 15);
            var b30 = RotateLeft(a33 ^ d3, 21);
            var b32 = RotateLeft(a43 ^ d4, 8);
            var b42 = RotateLeft(a04 ^ d0, 18);
            var b44 = RotateLeft(a14 ^ d1, 2);
            var b41 = RotateLeft(a24 ^ d2, 61);
            var b43 = RotateLeft(a34 ^ d3, 56);
            var b40 = RotateLeft(a44 ^ d4, 14);
            a00 = b00 ^ (~b10 & b20) ^ constant;
            a10 = b10 ^ (~b20 & b30);
            a20 = b20 ^ (~b30 & b40);
            a30 = b30 ^ (~b40 & b00);
            a40 = b40 ^ (~b00 & b10);
            a01 = b01 ^ (~b11 & b21);
            a11 = b11 ^ (~b21 & b31);
            a21 = b21 ^ (~b31 & b41);
            a31 = b31 ^ (~b41 & b01);
            a41 = b41 ^ (~b01 & b11);
            a02 = b02 ^ (~b12 & b22);
            a12 = b12 ^ (~b22 & b32);
            a22 = b22 ^ (~b32 & b42);
            a32 = b32 ^ (~b42 & b02);
            a42 = b42 ^ (~b02 & b12);
            a03 = b03 ^ (~b13 & b23);
            a13 = b13 ^ (~b23 & b33);
            a23 = b23 ^ (~b33 & b43);
            a33 = b33 ^ (~b43 & b03);
            a43 = b43 ^ (~b03 & b13);
            a04 = b04 ^ (~b14 & b24);
            a14 = b14 ^ (~b24 & b34);
            a24 = b24 ^ (~b34 & b44);
            a34 = b34 ^ (~b44 & b04);
            a44 = b44 ^ (~b04 & b14);
        }

        (state[0], state[1], state[2], state[3], state[4]) = (a00, a10, a20, a30, a40);
        (state[5], state[6], state[7], state[8], state[9]) = (a01, a11, a21, a31, a41);
        (state[10], state[11], state[12], state[13], state[14]) = (a02, a12, a22, a32, a42);
        (state[15], state[16], state[17], state[18], state[19]) = (a03, a13, a23, a33, a43);
        (state[20], state[21], state[22], state[23], state[24]) = (a04, a14, a24, a34, a44);
    }
#pragma warning restore MA0051
}
