using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SubstraTee.Crypto;

/// <summary>Eight checks of R = s·B − k·A on ristretto255 at once, on public values only (RFC 9496).</summary>
internal static class RistrettoLanes
{
    public const int Lanes = LaneTable.Lanes;

    // Entries of A's table: 0 to 8 times A, each of four coordinates in twenty words, padded to a multiple of eight.
    private const int Entries = 9;
    private const int EntryWords = 24;

    private static readonly FieldLanes D = FieldLanes.FromBytes(
        Convert.FromHexString("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352"));

    private static readonly FieldLanes SqrtM1 = FieldLanes.FromBytes(
        Convert.FromHexString("b0a00e4a271beec478e42fad0618432fa7d7fb3d99004d2b0bdfc14f8024832b"));

    public static readonly FieldLanes TwiceD = Twice(D);

    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>
    /// Which lanes hold R = s·B − k·A: bit i for lane i. Each row is 64 bytes, A and R, both below the modulus and even; the
    /// scalars are reduced, 32 bytes a lane.
    /// </summary>
    [SkipLocalsInit]
    public static byte Check(ReadOnlySpan<Vector512<ulong>> rows, ReadOnlySpan<byte> s, ReadOnlySpan<byte> k)
    {
        Span<Vector512<ulong>> words = stackalloc Vector512<ulong>[Lanes];
        LaneTranspose.Transpose(rows, words);
        var valid = Decode(FieldLanes.FromWords(words[..4]), out var a) & Decode(FieldLanes.FromWords(words[4..]), out var r);
        FieldLanes.NegateIf(Vector512<long>.AllBitsSet, in a.X, out a.X);
        FieldLanes.NegateIf(Vector512<long>.AllBitsSet, in a.T, out a.T);
        MultiplyAndAdd(in a, s, k, out var q);

        // Equal as elements of ristretto255: x1 y2 = y1 x2 or y1 y2 = x1 x2; q's Z drops out, r's is one.
        FieldLanes.Multiply(in q.X, in r.Y, out var xy);
        FieldLanes.Multiply(in q.Y, in r.X, out var yx);
        FieldLanes.Multiply(in q.Y, in r.Y, out var yy);
        FieldLanes.Multiply(in q.X, in r.X, out var xx);
        valid &= FieldLanes.AreEqual(in xy, in yx) | FieldLanes.AreEqual(in yy, in xx);
        return (byte)valid.ExtractMostSignificantBits();
    }

    // Decoding of RFC 9496, section 4.3.1, less the checks of canonical form, which the caller made on the bytes.
    [SkipLocalsInit]
    private static Vector512<long> Decode(in FieldLanes s, out PointLanes p)
    {
        Unsafe.SkipInit(out p);
        var one = FieldLanes.Small(1);
        FieldLanes.Square(in s, out var ss);
        FieldLanes.Subtract(in one, in ss, out var u1);
        FieldLanes.Add(in one, in ss, out var u2);
        FieldLanes.Square(in u2, out var u2Squared);
        FieldLanes.Square(in u1, out var v);
        FieldLanes.Multiply(in v, in D, out v);
        FieldLanes.Add(in v, in u2Squared, out v);
        FieldLanes.NegateIf(Vector512<long>.AllBitsSet, in v, out v);
        FieldLanes.Multiply(in v, in u2Squared, out var radicand);
        var wasSquare = InverseSquareRoot(in radicand, out var root);
        FieldLanes.Multiply(in root, in u2, out var denominatorX);
        FieldLanes.Multiply(in root, in denominatorX, out var denominatorY);
        FieldLanes.Multiply(in denominatorY, in v, out denominatorY);
        FieldLanes.Add(in s, in s, out var twiceS);
        FieldLanes.Multiply(in twiceS, in denominatorX, out p.X);
        FieldLanes.NegateIf(FieldLanes.IsNegative(in p.X), in p.X, out p.X);
        FieldLanes.Multiply(in u1, in denominatorY, out p.Y);
        FieldLanes.Multiply(in p.X, in p.Y, out p.T);
        p.Z = one;
        return Vector512.AndNot(wasSquare, FieldLanes.IsNegative(in p.T) | FieldLanes.IsZero(in p.Y));
    }

    // SQRT_RATIO_M1(1, v) of RFC 9496, section 4.2.
    [SkipLocalsInit]
    private static Vector512<long> InverseSquareRoot(in FieldLanes v, out FieldLanes root)
    {
        FieldLanes.Square(in v, out var v3);
        FieldLanes.Multiply(in v3, in v, out v3);
        FieldLanes.Square(in v3, out var v7);
        FieldLanes.Multiply(in v7, in v, out v7);
        FieldLanes.Power252(in v7, out root);
        FieldLanes.Multiply(in root, in v3, out root);
        FieldLanes.Square(in root, out var check);
        FieldLanes.Multiply(in check, in v, out check);
        var one = FieldLanes.Small(1);
        var correct = FieldLanes.AreEqual(in check, in one);
        FieldLanes.Add(in check, in one, out var sum);
        var flipped = FieldLanes.IsZero(in sum);
        FieldLanes.Add(in check, in SqrtM1, out sum);
        var flippedI = FieldLanes.IsZero(in sum);
        FieldLanes.Multiply(in root, in SqrtM1, out var turned);
        FieldLanes.Select(flipped | flippedI, in turned, in root, out root);
        FieldLanes.NegateIf(FieldLanes.IsNegative(in root), in root, out root);
        return correct | flipped;
    }

    // s·B + k·P: four doublings for each hexadecimal digit of k, B joins at every second one with a digit of eight bits.
    [SkipLocalsInit]
    private static void MultiplyAndAdd(in PointLanes p, ReadOnlySpan<byte> s, ReadOnlySpan<byte> k, out PointLanes q)
    {
        Span<ulong> table = new ulong[Lanes * Entries * EntryWords];
        Span<sbyte> sDigits = stackalloc sbyte[32 * Lanes];
        Span<sbyte> kDigits = stackalloc sbyte[64 * Lanes];
        Span<Vector512<ulong>> words = stackalloc Vector512<ulong>[EntryWords];
        Span<int> offsets = stackalloc int[Lanes];
        Span<long> signs = stackalloc long[Lanes];
        Prepare(in p, table);
        for (var lane = 0; lane < Lanes; lane++)
        {
            BytesToDigits(s.Slice(lane * 32, 32), sDigits[lane..]);
            NibblesToDigits(k.Slice(lane * 32, 32), kDigits[lane..]);
        }

        q = PointLanes.Identity;
        for (var i = 63; i >= 0; i--)
        {
            if (i != 63)
            {
                PointLanes.Double(ref q, 4);
            }

            for (var lane = 0; lane < Lanes; lane++)
            {
                int digit = kDigits[(i * Lanes) + lane];
                offsets[lane] = ((lane * Entries) + Math.Abs(digit)) * EntryWords;
                signs[lane] = digit >> 31;
            }

            LaneTable.Gather(table, offsets, words);
            Unpack(words, Vector512.Create<long>(signs), hasZ: true, out var entry);
            PointLanes.Add(ref q, in entry, withT: i % 2 == 0);
            if (i % 2 == 0)
            {
                AddBase(ref q, sDigits.Slice(i / 2 * Lanes, Lanes), words);
            }
        }
    }

    private static void AddBase(ref PointLanes q, ReadOnlySpan<sbyte> digits, Span<Vector512<ulong>> words)
    {
        Span<int> offsets = stackalloc int[Lanes];
        Span<long> signs = stackalloc long[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            offsets[lane] = Math.Abs((int)digits[lane]) * RistrettoBaseTable.EntryWords;
            signs[lane] = digits[lane] >> 31;
        }

        LaneTable.Gather(RistrettoBaseTable.Words, offsets, words[..RistrettoBaseTable.EntryWords]);
        Unpack(words, Vector512.Create<long>(signs), hasZ: false, out var entry);
        PointLanes.AddAffine(ref q, in entry, withT: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Unpack(ReadOnlySpan<Vector512<ulong>> words, Vector512<long> signs, bool hasZ, out PreparedLanes entry)
    {
        Unsafe.SkipInit(out entry);
        LaneTable.Unpack(words, out entry.Sum);
        LaneTable.Unpack(words[5..], out entry.Difference);
        LaneTable.Unpack(words[10..], out entry.T2D);
        if (hasZ)
        {
            LaneTable.Unpack(words[15..], out entry.Z);
        }

        entry.NegateIf(signs);
    }

    // 0 to 8 times the point of each lane.
    [SkipLocalsInit]
    private static void Prepare(in PointLanes p, Span<ulong> table)
    {
        Span<Vector512<ulong>> words = stackalloc Vector512<ulong>[EntryWords];
        words.Clear();
        PreparedLanes.From(in p, out var step);
        var multiple = PointLanes.Identity;
        for (var i = 0; i < Entries; i++)
        {
            PreparedLanes.From(in multiple, out var prepared);
            LaneTable.Pack(in prepared.Sum, words);
            LaneTable.Pack(in prepared.Difference, words[5..]);
            LaneTable.Pack(in prepared.T2D, words[10..]);
            LaneTable.Pack(in prepared.Z, words[15..]);
            LaneTable.Scatter(words, table, i, Entries);
            PointLanes.Add(ref multiple, in step, withT: true);
        }
    }

    // Digits from −8 to 8 with weights 16^i; digit i of a lane lies eight further than digit i − 1.
    private static void NibblesToDigits(ReadOnlySpan<byte> scalar, Span<sbyte> digits)
    {
        var carry = 0;
        for (var i = 0; i < 64; i++)
        {
            var digit = ((scalar[i / 2] >> (i % 2 * 4)) & 15) + carry;
            carry = i < 63 ? (digit + 8) >> 4 : 0;
            digits[i * Lanes] = (sbyte)(digit - (carry << 4));
        }
    }

    // Digits from −128 to 127 with weights 256^i; the last of a reduced scalar is small, so nothing is carried out of it.
    private static void BytesToDigits(ReadOnlySpan<byte> scalar, Span<sbyte> digits)
    {
        var carry = 0;
        for (var i = 0; i < 32; i++)
        {
            var digit = scalar[i] + carry;
            carry = (digit + 128) >> 8;
            digits[i * Lanes] = (sbyte)(digit - (carry << 8));
        }
    }

    private static FieldLanes Twice(FieldLanes f)
    {
        FieldLanes.Multiply(in f, FieldLanes.Small(2), out var twice);
        return twice;
    }
}
