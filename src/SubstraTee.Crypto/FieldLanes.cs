using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SubstraTee.Crypto;

/// <summary>Eight elements of the field modulo 2^255 − 19, one in each lane of AVX-512 registers.</summary>
/// <remarks>
/// <para>
/// Ten signed limbs of 26 and 25 bits in turn, so that limb i weighs 2^⌈25.5 i⌉. A product is reduced to limbs of at most
/// 1.01·2^25 and 1.01·2^24. Factors may be sums or differences of up to three products: 1.65·2^26 and 1.65·2^25 is the
/// bound under which 38 times a limb fits 32 bits with its sign and ten such products fit 64.
/// </para>
/// <para>
/// Multiplication reads the low 32 bits of each lane only, so what comes out of a packed table may carry anything above
/// them. <see cref="Canonical"/> needs whole 64-bit limbs. The time depends on no value; all values are public anyway.
/// </para>
/// </remarks>
internal struct FieldLanes
{
    public Vector512<long> L0, L1, L2, L3, L4, L5, L6, L7, L8, L9;

    // Entries of the table of one factor, for indices −9 to 9.
    private const int Window = 19;

    private static Vector512<long> Nineteen => Vector512.Create(19L);

    private static Vector512<long> ThirtyEight => Vector512.Create(38L);

    /// <summary>The same small number in all lanes.</summary>
    public static FieldLanes Small(long value) => new() { L0 = Vector512.Create(value) };

    /// <summary>Numbers below 2^255 from four words of 64 bits in each lane; bit 255 is dropped.</summary>
    public static FieldLanes FromWords(ReadOnlySpan<Vector512<ulong>> words)
    {
        var (w0, w1, w2, w3) = (words[0], words[1], words[2], words[3]);
        var (even, odd) = (Vector512.Create((1UL << 26) - 1), Vector512.Create((1UL << 25) - 1));
        return new FieldLanes
        {
            L0 = (w0 & even).AsInt64(),
            L1 = ((w0 >>> 26) & odd).AsInt64(),
            L2 = (((w0 >>> 51) | (w1 << 13)) & even).AsInt64(),
            L3 = ((w1 >>> 13) & odd).AsInt64(),
            L4 = ((w1 >>> 38) & even).AsInt64(),
            L5 = (w2 & odd).AsInt64(),
            L6 = ((w2 >>> 25) & even).AsInt64(),
            L7 = (((w2 >>> 51) | (w3 << 13)) & odd).AsInt64(),
            L8 = ((w3 >>> 12) & even).AsInt64(),
            L9 = ((w3 >>> 38) & odd).AsInt64(),
        };
    }

    /// <summary>The same number below 2^255 in all lanes, from 32 bytes, little-endian.</summary>
    public static FieldLanes FromBytes(ReadOnlySpan<byte> bytes)
    {
        Span<Vector512<ulong>> words = stackalloc Vector512<ulong>[4];
        for (var i = 0; i < 4; i++)
        {
            words[i] = Vector512.Create(System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]));
        }

        return FromWords(words);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in FieldLanes f, in FieldLanes g, out FieldLanes h)
    {
        Unsafe.SkipInit(out h);
        h.L0 = f.L0 + g.L0;
        h.L1 = f.L1 + g.L1;
        h.L2 = f.L2 + g.L2;
        h.L3 = f.L3 + g.L3;
        h.L4 = f.L4 + g.L4;
        h.L5 = f.L5 + g.L5;
        h.L6 = f.L6 + g.L6;
        h.L7 = f.L7 + g.L7;
        h.L8 = f.L8 + g.L8;
        h.L9 = f.L9 + g.L9;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(in FieldLanes f, in FieldLanes g, out FieldLanes h)
    {
        Unsafe.SkipInit(out h);
        h.L0 = f.L0 - g.L0;
        h.L1 = f.L1 - g.L1;
        h.L2 = f.L2 - g.L2;
        h.L3 = f.L3 - g.L3;
        h.L4 = f.L4 - g.L4;
        h.L5 = f.L5 - g.L5;
        h.L6 = f.L6 - g.L6;
        h.L7 = f.L7 - g.L7;
        h.L8 = f.L8 - g.L8;
        h.L9 = f.L9 - g.L9;
    }

    /// <summary>f where the mask is set, g elsewhere.</summary>
    public static void Select(Vector512<long> mask, in FieldLanes f, in FieldLanes g, out FieldLanes h)
    {
        Unsafe.SkipInit(out h);
        h.L0 = Vector512.ConditionalSelect(mask, f.L0, g.L0);
        h.L1 = Vector512.ConditionalSelect(mask, f.L1, g.L1);
        h.L2 = Vector512.ConditionalSelect(mask, f.L2, g.L2);
        h.L3 = Vector512.ConditionalSelect(mask, f.L3, g.L3);
        h.L4 = Vector512.ConditionalSelect(mask, f.L4, g.L4);
        h.L5 = Vector512.ConditionalSelect(mask, f.L5, g.L5);
        h.L6 = Vector512.ConditionalSelect(mask, f.L6, g.L6);
        h.L7 = Vector512.ConditionalSelect(mask, f.L7, g.L7);
        h.L8 = Vector512.ConditionalSelect(mask, f.L8, g.L8);
        h.L9 = Vector512.ConditionalSelect(mask, f.L9, g.L9);
    }

    /// <summary>−f where the mask is set, f elsewhere.</summary>
    public static void NegateIf(Vector512<long> mask, in FieldLanes f, out FieldLanes h)
    {
        Unsafe.SkipInit(out h);
        h.L0 = (f.L0 ^ mask) - mask;
        h.L1 = (f.L1 ^ mask) - mask;
        h.L2 = (f.L2 ^ mask) - mask;
        h.L3 = (f.L3 ^ mask) - mask;
        h.L4 = (f.L4 ^ mask) - mask;
        h.L5 = (f.L5 ^ mask) - mask;
        h.L6 = (f.L6 ^ mask) - mask;
        h.L7 = (f.L7 ^ mask) - mask;
        h.L8 = (f.L8 ^ mask) - mask;
        h.L9 = (f.L9 ^ mask) - mask;
    }

    /// <remarks>
    /// Limb k of the product is the sum of f_i · g_(k−i), where a negative index stands for 19 · g_(k−i+10), and odd times odd
    /// counts twice. So each limb of f meets ten neighbouring entries of a table, and the ten sums stay in registers.
    /// </remarks>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in FieldLanes f, in FieldLanes g, out FieldLanes h)
    {
        ref var table = ref LaneTable.Align(stackalloc Vector512<long>[Window + 1]);
        FillWindow(in g, ref table);
        ref var limb = ref Unsafe.AsRef(in f.L0);
        ref var w = ref Unsafe.Add(ref table, 8);
        Vector512<long> h0 = default, h1 = default, h2 = default, h3 = default, h4 = default;
        Vector512<long> h5 = default, h6 = default, h7 = default, h8 = default, h9 = default;
        for (var i = 0; i < 10; i += 2)
        {
            var even = Unsafe.Add(ref limb, i);
            h0 += P(even, Unsafe.Add(ref w, 1));
            h1 += P(even, Unsafe.Add(ref w, 2));
            h2 += P(even, Unsafe.Add(ref w, 3));
            h3 += P(even, Unsafe.Add(ref w, 4));
            h4 += P(even, Unsafe.Add(ref w, 5));
            h5 += P(even, Unsafe.Add(ref w, 6));
            h6 += P(even, Unsafe.Add(ref w, 7));
            h7 += P(even, Unsafe.Add(ref w, 8));
            h8 += P(even, Unsafe.Add(ref w, 9));
            h9 += P(even, Unsafe.Add(ref w, 10));
            var odd = Unsafe.Add(ref limb, i + 1);
            var twice = odd + odd;
            h0 += P(twice, w);
            h1 += P(odd, Unsafe.Add(ref w, 1));
            h2 += P(twice, Unsafe.Add(ref w, 2));
            h3 += P(odd, Unsafe.Add(ref w, 3));
            h4 += P(twice, Unsafe.Add(ref w, 4));
            h5 += P(odd, Unsafe.Add(ref w, 5));
            h6 += P(twice, Unsafe.Add(ref w, 6));
            h7 += P(odd, Unsafe.Add(ref w, 7));
            h8 += P(twice, Unsafe.Add(ref w, 8));
            h9 += P(odd, Unsafe.Add(ref w, 9));
            w = ref Unsafe.Subtract(ref w, 2);
        }

        Reduce(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, out h);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(in FieldLanes f, out FieldLanes h)
    {
        var (f0, f1, f2, f3, f4) = (f.L0, f.L1, f.L2, f.L3, f.L4);
        var (f5, f6, f7, f8, f9) = (f.L5, f.L6, f.L7, f.L8, f.L9);
        var (p0, p1, p2, p3, p4) = (f0 + f0, f1 + f1, f2 + f2, f3 + f3, f4 + f4);
        var (p5, p6, p7) = (f5 + f5, f6 + f6, f7 + f7);
        var (q5, q6, q7, q8, q9) = (P(f5, ThirtyEight), P(f6, Nineteen), P(f7, ThirtyEight), P(f8, Nineteen), P(f9, ThirtyEight));
        var h0 = P(f0, f0) + P(p1, q9) + P(p2, q8) + P(p3, q7) + P(p4, q6) + P(f5, q5);
        var h1 = P(p0, f1) + P(f2, q9) + P(p3, q8) + P(f4, q7) + P(p5, q6);
        var h2 = P(p0, f2) + P(p1, f1) + P(p3, q9) + P(p4, q8) + P(p5, q7) + P(f6, q6);
        var h3 = P(p0, f3) + P(p1, f2) + P(f4, q9) + P(p5, q8) + P(f6, q7);
        var h4 = P(p0, f4) + P(p1, p3) + P(f2, f2) + P(p5, q9) + P(p6, q8) + P(f7, q7);
        var h5 = P(p0, f5) + P(p1, f4) + P(p2, f3) + P(f6, q9) + P(p7, q8);
        var h6 = P(p0, f6) + P(p1, p5) + P(p2, f4) + P(p3, f3) + P(p7, q9) + P(f8, q8);
        var h7 = P(p0, f7) + P(p1, f6) + P(p2, f5) + P(p3, f4) + P(f8, q9);
        var h8 = P(p0, f8) + P(p1, p7) + P(p2, f6) + P(p3, p5) + P(f4, f4) + P(f9, q9);
        var h9 = P(p0, f9) + P(p1, f8) + P(p2, f7) + P(p3, f6) + P(p4, f5);
        Reduce(h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, out h);
    }

    /// <summary>Twice the square, reduced like any product.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquareTwice(in FieldLanes f, out FieldLanes h)
    {
        var (f0, f1, f2, f3, f4) = (f.L0, f.L1, f.L2, f.L3, f.L4);
        var (f5, f6, f7, f8, f9) = (f.L5, f.L6, f.L7, f.L8, f.L9);
        var (p0, p1, p2, p3, p4) = (f0 + f0, f1 + f1, f2 + f2, f3 + f3, f4 + f4);
        var (p5, p6, p7) = (f5 + f5, f6 + f6, f7 + f7);
        var (q5, q6, q7, q8, q9) = (P(f5, ThirtyEight), P(f6, Nineteen), P(f7, ThirtyEight), P(f8, Nineteen), P(f9, ThirtyEight));
        var h0 = P(f0, f0) + P(p1, q9) + P(p2, q8) + P(p3, q7) + P(p4, q6) + P(f5, q5);
        var h1 = P(p0, f1) + P(f2, q9) + P(p3, q8) + P(f4, q7) + P(p5, q6);
        var h2 = P(p0, f2) + P(p1, f1) + P(p3, q9) + P(p4, q8) + P(p5, q7) + P(f6, q6);
        var h3 = P(p0, f3) + P(p1, f2) + P(f4, q9) + P(p5, q8) + P(f6, q7);
        var h4 = P(p0, f4) + P(p1, p3) + P(f2, f2) + P(p5, q9) + P(p6, q8) + P(f7, q7);
        var h5 = P(p0, f5) + P(p1, f4) + P(p2, f3) + P(f6, q9) + P(p7, q8);
        var h6 = P(p0, f6) + P(p1, p5) + P(p2, f4) + P(p3, f3) + P(p7, q9) + P(f8, q8);
        var h7 = P(p0, f7) + P(p1, f6) + P(p2, f5) + P(p3, f4) + P(f8, q9);
        var h8 = P(p0, f8) + P(p1, p7) + P(p2, f6) + P(p3, p5) + P(f4, f4) + P(f9, q9);
        var h9 = P(p0, f9) + P(p1, f8) + P(p2, f7) + P(p3, f6) + P(p4, f5);
        Reduce(h0 + h0, h1 + h1, h2 + h2, h3 + h3, h4 + h4, h5 + h5, h6 + h6, h7 + h7, h8 + h8, h9 + h9, out h);
    }

    /// <summary>f^(2^count).</summary>
    public static void SquareTimes(in FieldLanes f, int count, out FieldLanes h)
    {
        h = f;
        for (var i = 0; i < count; i++)
        {
            Square(in h, out h);
        }
    }

    /// <summary>f^((p − 5) / 8) = f^(2^252 − 3), the power under every square root.</summary>
    public static void Power252(in FieldLanes f, out FieldLanes h)
    {
        // Names tell the exponent: e5 is f^(2^5 − 1).
        Square(in f, out var two);
        SquareTimes(in two, 2, out var nine);
        Multiply(in f, in nine, out nine);
        Multiply(in two, in nine, out var eleven);
        Square(in eleven, out var e5);
        Multiply(in nine, in e5, out e5);
        Extend(in e5, in e5, 5, out var e10);
        Extend(in e10, in e10, 10, out var e20);
        Extend(in e20, in e20, 20, out var e40);
        Extend(in e40, in e10, 10, out var e50);
        Extend(in e50, in e50, 50, out var e100);
        Extend(in e100, in e100, 100, out var e200);
        Extend(in e200, in e50, 50, out var e250);
        SquareTimes(in e250, 2, out h);
        Multiply(in h, in f, out h);
    }

    /// <summary>1/f = f^(p − 2), for zero zero.</summary>
    public static void Invert(in FieldLanes f, out FieldLanes h)
    {
        // p − 2 = 8 (2^252 − 3) + 3
        Power252(in f, out h);
        SquareTimes(in h, 3, out h);
        Square(in f, out var cube);
        Multiply(in cube, in f, out cube);
        Multiply(in h, in cube, out h);
    }

    /// <summary>The one form of each number with limbs from zero up and a value below the modulus.</summary>
    public static void Canonical(in FieldLanes f, out FieldLanes h)
    {
        // How often the modulus fits, found by carrying f + 19·2^-255·f through all limbs.
        var quotient = Shift(Times19(f.L9) + Vector512.Create(1L << 24), 25);
        h = f;
        for (var i = 0; i < 10; i += 2)
        {
            quotient = Shift(Unsafe.Add(ref h.L0, i) + quotient, 26);
            quotient = Shift(Unsafe.Add(ref h.L0, i + 1) + quotient, 25);
        }

        h.L0 += Times19(quotient);
        for (var i = 0; i < 10; i += 2)
        {
            ref var even = ref Unsafe.Add(ref h.L0, i);
            var carry = Shift(even, 26);
            even -= carry << 26;
            ref var odd = ref Unsafe.Add(ref h.L0, i + 1);
            odd += carry;
            carry = Shift(odd, 25);
            odd -= carry << 25;
            if (i < 8)
            {
                Unsafe.Add(ref h.L0, i + 2) += carry;
            }
        }
    }

    /// <summary>Lanes that hold zero; f is a sum or difference of at most two products.</summary>
    public static Vector512<long> IsZero(in FieldLanes f)
    {
        Canonical(in f, out var h);
        var any = h.L0 | h.L1 | h.L2 | h.L3 | h.L4 | h.L5 | h.L6 | h.L7 | h.L8 | h.L9;
        return Vector512.Equals(any, Vector512<long>.Zero);
    }

    /// <summary>Lanes that hold the same number.</summary>
    public static Vector512<long> AreEqual(in FieldLanes f, in FieldLanes g)
    {
        Subtract(in f, in g, out var difference);
        return IsZero(in difference);
    }

    /// <summary>Lanes whose number is odd in its canonical form: negative, in the words of RFC 9496.</summary>
    public static Vector512<long> IsNegative(in FieldLanes f)
    {
        Canonical(in f, out var h);
        return Vector512<long>.Zero - (h.L0 & Vector512<long>.One);
    }

    // 19 g_1 to 19 g_9, then g_0 to g_9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FillWindow(in FieldLanes g, ref Vector512<long> table)
    {
        Unsafe.Add(ref table, 9) = g.L0;
        Fill(g.L1, ref table, 0);
        Fill(g.L2, ref table, 1);
        Fill(g.L3, ref table, 2);
        Fill(g.L4, ref table, 3);
        Fill(g.L5, ref table, 4);
        Fill(g.L6, ref table, 5);
        Fill(g.L7, ref table, 6);
        Fill(g.L8, ref table, 7);
        Fill(g.L9, ref table, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill(Vector512<long> limb, ref Vector512<long> table, int index)
    {
        Unsafe.Add(ref table, index) = P(limb, Nineteen);
        Unsafe.Add(ref table, index + 10) = limb;
    }

    // base^(2^count) · tail
    private static void Extend(in FieldLanes f, in FieldLanes tail, int count, out FieldLanes h)
    {
        SquareTimes(in f, count, out h);
        Multiply(in h, in tail, out h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> P(Vector512<long> a, Vector512<long> b) => Avx512F.Multiply(a.AsInt32(), b.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Shift(Vector512<long> value, [ConstantExpected] byte bits) =>
        Avx512F.ShiftRightArithmetic(value, bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Times19(Vector512<long> value) => (value << 4) + (value << 1) + value;

    // Moves what exceeds a limb, rounded to the nearest, into the next one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ref Vector512<long> from, ref Vector512<long> to, [ConstantExpected] byte bits)
    {
        var carry = Shift(from + Vector512.Create(1L << (bits - 1)), bits);
        to += carry;
        from -= carry << bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(
        Vector512<long> h0, Vector512<long> h1, Vector512<long> h2, Vector512<long> h3, Vector512<long> h4,
        Vector512<long> h5, Vector512<long> h6, Vector512<long> h7, Vector512<long> h8, Vector512<long> h9, out FieldLanes h)
    {
        // Two chains side by side, so that neither waits for the other.
        Carry(ref h0, ref h1, 26);
        Carry(ref h4, ref h5, 26);
        Carry(ref h1, ref h2, 25);
        Carry(ref h5, ref h6, 25);
        Carry(ref h2, ref h3, 26);
        Carry(ref h6, ref h7, 26);
        Carry(ref h3, ref h4, 25);
        Carry(ref h7, ref h8, 25);
        Carry(ref h4, ref h5, 26);
        Carry(ref h8, ref h9, 26);
        var carry = Shift(h9 + Vector512.Create(1L << 24), 25);
        h9 -= carry << 25;
        h0 += Times19(carry);
        Carry(ref h0, ref h1, 26);
        Unsafe.SkipInit(out h);
        (h.L0, h.L1, h.L2, h.L3, h.L4) = (h0, h1, h2, h3, h4);
        (h.L5, h.L6, h.L7, h.L8, h.L9) = (h5, h6, h7, h8, h9);
    }
}
