using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SubstraTee.Crypto;

/// <summary>The chaining value of BLAKE2b and its compression function F (RFC 7693, section 3.2).</summary>
internal struct Blake2bState
{
    public const int BlockLength = 128;

    private Vector256<ulong> _low;
    private Vector256<ulong> _high;
    private ulong _counter;

    public Blake2bState(int outputLength, int keyLength)
    {
        if (outputLength is < 1 or > Blake2b.MaxOutputLength)
        {
            throw new ArgumentException($"a BLAKE2b digest has 1 to 64 bytes, not {outputLength}", nameof(outputLength));
        }

        if (keyLength > Blake2b.MaxOutputLength)
        {
            throw new ArgumentException($"a BLAKE2b key has at most 64 bytes, not {keyLength}", nameof(keyLength));
        }

        var parameters = 0x01010000UL | ((ulong)keyLength << 8) | (uint)outputLength;
        _low = IvLow ^ Vector256.CreateScalar(parameters);
        _high = IvHigh;
    }

    /// <summary>The initialization vector.</summary>
    public static ReadOnlySpan<ulong> Iv =>
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
    ];

    private static Vector256<ulong> IvLow =>
        Vector256.Create(0x6a09e667f3bcc908UL, 0xbb67ae8584caa73bUL, 0x3c6ef372fe94f82bUL, 0xa54ff53a5f1d36f1UL);

    private static Vector256<ulong> IvHigh =>
        Vector256.Create(0x510e527fade682d1UL, 0x9b05688c2b3e6c1fUL, 0x1f83d9abfb41bd6bUL, 0x5be0cd19137e2179UL);

    /// <summary>The message schedule SIGMA: which word of the block goes where, sixteen a round, ten rounds.</summary>
    public static ReadOnlySpan<byte> Sigma =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
        11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
        7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
        9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
        2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
        12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
        13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
        6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
        10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    ];

    /// <summary>SIGMA for twelve rounds, each in the order x of four columns, y of four columns, the same of four diagonals.</summary>
    private static ReadOnlySpan<byte> PermutedSigma =>
    [
        0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15,
        14, 4, 9, 13, 10, 8, 15, 6, 1, 0, 11, 5, 12, 2, 7, 3,
        11, 12, 5, 15, 8, 0, 2, 13, 10, 3, 7, 9, 14, 6, 1, 4,
        7, 3, 13, 11, 9, 1, 12, 14, 2, 5, 4, 15, 6, 10, 0, 8,
        9, 5, 2, 10, 0, 7, 4, 15, 14, 11, 6, 3, 1, 12, 8, 13,
        2, 6, 0, 8, 12, 10, 11, 3, 4, 7, 15, 1, 13, 5, 14, 9,
        12, 1, 14, 4, 5, 15, 13, 10, 0, 6, 9, 8, 7, 3, 2, 11,
        13, 7, 12, 3, 11, 14, 1, 9, 5, 15, 8, 2, 0, 4, 6, 10,
        6, 14, 11, 0, 15, 9, 3, 8, 12, 13, 1, 10, 2, 7, 4, 5,
        10, 8, 7, 1, 2, 4, 6, 5, 15, 9, 3, 13, 11, 14, 12, 0,
        0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15,
        14, 4, 9, 13, 10, 8, 15, 6, 1, 0, 11, 5, 12, 2, 7, 3,
    ];

    /// <summary>Takes in the 128 bytes at <paramref name="block"/>, of which <paramref name="length"/> count.</summary>
    public void Compress(ref byte block, int length, bool last)
    {
        _counter += (ulong)length;
        var a = _low;
        var b = _high;
        var c = IvLow;
        var d = IvHigh ^ Vector256.Create(_counter, 0UL, last ? ulong.MaxValue : 0UL, 0UL);
        Rounds(ref block, ref a, ref b, ref c, ref d);
        _low ^= a ^ c;
        _high ^= b ^ d;
    }

    /// <summary>Writes the first bytes of the chaining value; after the last block this is the digest.</summary>
    public readonly void CopyTo(Span<byte> output)
    {
        Span<byte> full = stackalloc byte[Blake2b.MaxOutputLength];
        _low.AsByte().CopyTo(full);
        _high.AsByte().CopyTo(full[32..]);
        full[..output.Length].CopyTo(output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rounds(
        ref byte block,
        ref Vector256<ulong> a,
        ref Vector256<ulong> b,
        ref Vector256<ulong> c,
        ref Vector256<ulong> d)
    {
        var (ra, rb, rc, rd) = (a, b, c, d);
        for (var i = 0; i < 12 * 16; i += 16)
        {
            var s = PermutedSigma.Slice(i, 16);
            Mix(ref ra, ref rb, ref rc, ref rd, Gather(ref block, s), Gather(ref block, s[4..]));
            Diagonalize(ref rb, ref rc, ref rd);
            Mix(ref ra, ref rb, ref rc, ref rd, Gather(ref block, s[8..]), Gather(ref block, s[12..]));
            Undiagonalize(ref rb, ref rc, ref rd);
        }

        (a, b, c, d) = (ra, rb, rc, rd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Gather(ref byte block, ReadOnlySpan<byte> words) =>
        Vector256.Create(Word(ref block, words[0]), Word(ref block, words[1]), Word(ref block, words[2]), Word(ref block, words[3]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte block, int index) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref block, index * 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector256<ulong> a,
        ref Vector256<ulong> b,
        ref Vector256<ulong> c,
        ref Vector256<ulong> d,
        Vector256<ulong> x,
        Vector256<ulong> y)
    {
        a = a + x + b;
        d = RotateRight(d ^ a, 32);
        c += d;
        b = RotateRight(b ^ c, 24);
        a = a + y + b;
        d = RotateRight(d ^ a, 16);
        c += d;
        b = RotateRight(b ^ c, 63);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight(Vector256<ulong> value, [ConstantExpected] byte bits) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(value, bits) : (value >>> bits) | (value << (64 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Diagonalize(ref Vector256<ulong> b, ref Vector256<ulong> c, ref Vector256<ulong> d)
    {
        b = Vector256.Shuffle(b, Vector256.Create(1UL, 2, 3, 0));
        c = Vector256.Shuffle(c, Vector256.Create(2UL, 3, 0, 1));
        d = Vector256.Shuffle(d, Vector256.Create(3UL, 0, 1, 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Undiagonalize(ref Vector256<ulong> b, ref Vector256<ulong> c, ref Vector256<ulong> d)
    {
        b = Vector256.Shuffle(b, Vector256.Create(3UL, 0, 1, 2));
        c = Vector256.Shuffle(c, Vector256.Create(2UL, 3, 0, 1));
        d = Vector256.Shuffle(d, Vector256.Create(1UL, 2, 3, 0));
    }
}
