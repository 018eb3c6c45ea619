using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SubstraTee.Crypto;

/// <summary>Turns eight rows of eight words into eight columns.</summary>
internal static class LaneTranspose
{
    private const int Lanes = 8;

    /// <summary>Word j of row i becomes lane i of column j; rows and columns must not overlap.</summary>
    public static void Transpose(ReadOnlySpan<Vector512<ulong>> rows, Span<Vector512<ulong>> columns)
    {
        _ = rows[Lanes - 1];
        _ = columns[Lanes - 1];
        for (var half = 0; half < 2; half++)
        {
            // Even words come from the low parts of each pair of rows, odd words from the high parts.
            var (p, q, r, s) = half == 0
                ? (Avx512F.UnpackLow(rows[0], rows[1]), Avx512F.UnpackLow(rows[2], rows[3]), Avx512F.UnpackLow(rows[4], rows[5]), Avx512F.UnpackLow(rows[6], rows[7]))
                : (Avx512F.UnpackHigh(rows[0], rows[1]), Avx512F.UnpackHigh(rows[2], rows[3]), Avx512F.UnpackHigh(rows[4], rows[5]), Avx512F.UnpackHigh(rows[6], rows[7]));
            var pq0 = Avx512F.Shuffle4x128(p, q, 0x88);
            var pq1 = Avx512F.Shuffle4x128(p, q, 0xdd);
            var rs0 = Avx512F.Shuffle4x128(r, s, 0x88);
            var rs1 = Avx512F.Shuffle4x128(r, s, 0xdd);
            columns[half] = Avx512F.Shuffle4x128(pq0, rs0, 0x88);
            columns[2 + half] = Avx512F.Shuffle4x128(pq1, rs1, 0x88);
            columns[4 + half] = Avx512F.Shuffle4x128(pq0, rs0, 0xdd);
            columns[6 + half] = Avx512F.Shuffle4x128(pq1, rs1, 0xdd);
        }
    }
}
