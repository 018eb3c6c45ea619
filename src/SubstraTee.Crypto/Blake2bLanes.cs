using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>BLAKE2b-256 of up to eight messages, one in each 64-bit lane of AVX-512 registers.</summary>
internal static class Blake2bLanes
{
    private const int Lanes = Blake2b.Lanes;
    private const int WordsPerBlock = 16;

    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Hashes up to eight messages that lie one after the other; the caller has checked <paramref name="ends"/>.</summary>
    [SkipLocalsInit]
    public static void Hash256(ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<Hash256> digests)
    {
        var words = MemoryMarshal.CreateSpan(ref LaneTable.Align(stackalloc Vector512<ulong>[WordsPerBlock + 1]), WordsPerBlock);
        Span<Vector512<ulong>> state = stackalloc Vector512<ulong>[8];
        Span<Vector512<ulong>> rows = stackalloc Vector512<ulong>[WordsPerBlock];
        Span<byte> padded = stackalloc byte[Blake2bState.BlockLength];
        Span<int> starts = stackalloc int[Lanes];
        Span<long> lengths = stackalloc long[Lanes];
        Span<long> lastBlocks = stackalloc long[Lanes];
        Initialize(state);
        rows.Clear();
        var blocks = Measure(ends, starts, lengths, lastBlocks);
        var (length, lastBlock) = (Vector512.Create<long>(lengths), Vector512.Create<long>(lastBlocks));
        for (long block = 0; block < blocks; block++)
        {
            for (var lane = 0; lane < ends.Length; lane++)
            {
                if (block <= lastBlocks[lane])
                {
                    var offset = (int)block * Blake2bState.BlockLength;
                    LoadRows(messages.Slice(starts[lane] + offset, (int)lengths[lane] - offset), rows, lane, padded);
                }
            }

            LaneTranspose.Transpose(rows[..Lanes], words[..Lanes]);
            LaneTranspose.Transpose(rows[Lanes..], words[Lanes..]);
            var counters = Vector512.Min(length, Vector512.Create((block + 1) * Blake2bState.BlockLength));
            var finals = Vector512.Equals(lastBlock, Vector512.Create(block));
            var active = Vector512.GreaterThanOrEqual(lastBlock, Vector512.Create(block));
            Compress(state, words, counters.AsUInt64(), finals.AsUInt64(), active.AsUInt64());
        }

        Write(state, digests[..ends.Length]);
    }

    private static void Initialize(Span<Vector512<ulong>> state)
    {
        for (var i = 0; i < 8; i++)
        {
            state[i] = Vector512.Create(Blake2bState.Iv[i]);
        }

        state[0] ^= Vector512.Create(0x01010020UL);
    }

    // Where each message begins, its length and the number of its last block; lanes without a message are empty ones.
    private static int Measure(ReadOnlySpan<int> ends, Span<int> starts, Span<long> lengths, Span<long> lastBlocks)
    {
        lengths.Clear();
        lastBlocks.Clear();
        var (longest, start) = (0, 0);
        for (var lane = 0; lane < ends.Length; lane++)
        {
            var length = ends[lane] - start;
            starts[lane] = start;
            lengths[lane] = length;
            lastBlocks[lane] = Math.Max(length - 1, 0) / Blake2bState.BlockLength;
            longest = Math.Max(longest, length);
            start = ends[lane];
        }

        return (Math.Max(longest - 1, 0) / Blake2bState.BlockLength) + 1;
    }

    // Two rows of eight words from one lane's next block, which is padded in a copy when the message ends in it.
    private static void LoadRows(ReadOnlySpan<byte> rest, Span<Vector512<ulong>> rows, int lane, Span<byte> padded)
    {
        if (rest.Length < Blake2bState.BlockLength)
        {
            padded.Clear();
            rest.CopyTo(padded);
            rest = padded;
        }

        rows[lane] = Vector512.Create(rest).AsUInt64();
        rows[Lanes + lane] = Vector512.Create(rest[64..]).AsUInt64();
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(
        Span<Vector512<ulong>> state,
        ReadOnlySpan<Vector512<ulong>> words,
        Vector512<ulong> counters,
        Vector512<ulong> finals,
        Vector512<ulong> active)
    {
        ref var h = ref MemoryMarshal.GetReference(state);
        ref var m = ref MemoryMarshal.GetReference(words);
        var (v0, v1, v2, v3) = (h, Unsafe.Add(ref h, 1), Unsafe.Add(ref h, 2), Unsafe.Add(ref h, 3));
        var (v4, v5, v6, v7) = (Unsafe.Add(ref h, 4), Unsafe.Add(ref h, 5), Unsafe.Add(ref h, 6), Unsafe.Add(ref h, 7));
        var (v8, v9, v10, v11) = (Iv(0), Iv(1), Iv(2), Iv(3));
        var (v12, v13, v14, v15) = (Iv(4) ^ counters, Iv(5), Iv(6) ^ finals, Iv(7));
        for (var round = 0; round < 12; round++)
        {
            ref var s = ref MemoryMarshal.GetReference(Blake2bState.Sigma.Slice(round % 10 * 16, 16));
            Mix(
                ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7, ref v8, ref v9, ref v10, ref v11,
                ref v12, ref v13, ref v14, ref v15, ref m, ref s);
            s = ref Unsafe.Add(ref s, 8);
            Mix(
                ref v0, ref v1, ref v2, ref v3, ref v5, ref v6, ref v7, ref v4, ref v10, ref v11, ref v8, ref v9,
                ref v15, ref v12, ref v13, ref v14, ref m, ref s);
        }

        // A lane whose message has ended keeps its chaining value.
        h ^= (v0 ^ v8) & active;
        Unsafe.Add(ref h, 1) ^= (v1 ^ v9) & active;
        Unsafe.Add(ref h, 2) ^= (v2 ^ v10) & active;
        Unsafe.Add(ref h, 3) ^= (v3 ^ v11) & active;
        Unsafe.Add(ref h, 4) ^= (v4 ^ v12) & active;
        Unsafe.Add(ref h, 5) ^= (v5 ^ v13) & active;
        Unsafe.Add(ref h, 6) ^= (v6 ^ v14) & active;
        Unsafe.Add(ref h, 7) ^= (v7 ^ v15) & active;
    }

    private static Vector512<ulong> Iv(int index) => Vector512.Create(Blake2bState.Iv[index]);

    // Four independent mixtures step by step, so that the processor always has four operations to do at once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector512<ulong> a0, ref Vector512<ulong> a1, ref Vector512<ulong> a2, ref Vector512<ulong> a3,
        ref Vector512<ulong> b0, ref Vector512<ulong> b1, ref Vector512<ulong> b2, ref Vector512<ulong> b3,
        ref Vector512<ulong> c0, ref Vector512<ulong> c1, ref Vector512<ulong> c2, ref Vector512<ulong> c3,
        ref Vector512<ulong> d0, ref Vector512<ulong> d1, ref Vector512<ulong> d2, ref Vector512<ulong> d3,
        ref Vector512<ulong> words, ref byte sigma)
    {
        Add(ref a0, ref a1, ref a2, ref a3, b0, b1, b2, b3, ref words, ref sigma, 0);
        (d0, d1, d2, d3) = (Rotate(d0 ^ a0, 32), Rotate(d1 ^ a1, 32), Rotate(d2 ^ a2, 32), Rotate(d3 ^ a3, 32));
        (c0, c1, c2, c3) = (c0 + d0, c1 + d1, c2 + d2, c3 + d3);
        (b0, b1, b2, b3) = (Rotate(b0 ^ c0, 24), Rotate(b1 ^ c1, 24), Rotate(b2 ^ c2, 24), Rotate(b3 ^ c3, 24));
        Add(ref a0, ref a1, ref a2, ref a3, b0, b1, b2, b3, ref words, ref sigma, 1);
        (d0, d1, d2, d3) = (Rotate(d0 ^ a0, 16), Rotate(d1 ^ a1, 16), Rotate(d2 ^ a2, 16), Rotate(d3 ^ a3, 16));
        (c0, c1, c2, c3) = (c0 + d0, c1 + d1, c2 + d2, c3 + d3);
        (b0, b1, b2, b3) = (Rotate(b0 ^ c0, 63), Rotate(b1 ^ c1, 63), Rotate(b2 ^ c2, 63), Rotate(b3 ^ c3, 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        ref Vector512<ulong> a0, ref Vector512<ulong> a1, ref Vector512<ulong> a2, ref Vector512<ulong> a3,
        Vector512<ulong> b0, Vector512<ulong> b1, Vector512<ulong> b2, Vector512<ulong> b3,
        ref Vector512<ulong> words, ref byte sigma, int position)
    {
        a0 = a0 + Unsafe.Add(ref words, Unsafe.Add(ref sigma, position)) + b0;
        a1 = a1 + Unsafe.Add(ref words, Unsafe.Add(ref sigma, position + 2)) + b1;
        a2 = a2 + Unsafe.Add(ref words, Unsafe.Add(ref sigma, position + 4)) + b2;
        a3 = a3 + Unsafe.Add(ref words, Unsafe.Add(ref sigma, position + 6)) + b3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Rotate(Vector512<ulong> value, [ConstantExpected] byte bits) => Avx512F.RotateRight(value, bits);

    private static void Write(ReadOnlySpan<Vector512<ulong>> state, Span<Hash256> digests)
    {
        Span<Vector512<ulong>> rows = stackalloc Vector512<ulong>[Lanes];
        LaneTranspose.Transpose(state, rows);
        for (var lane = 0; lane < digests.Length; lane++)
        {
            digests[lane] = new Hash256(MemoryMarshal.AsBytes(rows.Slice(lane, 1))[..32]);
        }
    }
}
