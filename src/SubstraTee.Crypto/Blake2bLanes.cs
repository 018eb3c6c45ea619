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

    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Hashes up to eight messages that lie one after the other; the caller has checked <paramref name="ends"/>.</summary>
    [SkipLocalsInit]
    public static void Hash256(ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<Hash256> digests)
    {
        Span<Vector512<ulong>> state = stackalloc Vector512<ulong>[8];
        Span<Vector512<ulong>> words = stackalloc Vector512<ulong>[16];
        Span<byte> partial = stackalloc byte[Lanes * Blake2bState.BlockLength];
        Initialize(state);
        var blocks = BlocksOfLongest(ends);
        for (var block = 0; block < blocks; block++)
        {
            var (counters, finals, active) = Gather(messages, ends, block, partial, words);
            Compress(state, words, counters, finals, active);
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

    private static int BlocksOfLongest(ReadOnlySpan<int> ends)
    {
        var (longest, start) = (0, 0);
        foreach (var end in ends)
        {
            longest = Math.Max(longest, end - start);
            start = end;
        }

        return BlocksOf(longest);
    }

    private static int BlocksOf(int length) => length == 0 ? 1 : (length + Blake2bState.BlockLength - 1) / Blake2bState.BlockLength;

    // Transposes one block of each message into words of eight lanes; a message's last block is padded in a copy.
    private static (Vector512<ulong> Counters, Vector512<ulong> Finals, Vector512<ulong> Active) Gather(
        ReadOnlySpan<byte> messages,
        ReadOnlySpan<int> ends,
        int block,
        Span<byte> partial,
        Span<Vector512<ulong>> words)
    {
        Span<ulong> counters = stackalloc ulong[Lanes];
        Span<ulong> finals = stackalloc ulong[Lanes];
        Span<ulong> active = stackalloc ulong[Lanes];
        Span<Vector512<ulong>> rows = stackalloc Vector512<ulong>[Lanes * 2];
        rows.Clear();
        active.Clear();
        var start = 0;
        for (var lane = 0; lane < ends.Length; lane++)
        {
            var message = messages[start..ends[lane]];
            start = ends[lane];
            var last = BlocksOf(message.Length) - 1;
            if (block > last)
            {
                continue;
            }

            active[lane] = ulong.MaxValue;
            finals[lane] = block == last ? ulong.MaxValue : 0;
            var rest = message[(block * Blake2bState.BlockLength)..];
            if (rest.Length < Blake2bState.BlockLength)
            {
                var padded = partial.Slice(lane * Blake2bState.BlockLength, Blake2bState.BlockLength);
                padded.Clear();
                rest.CopyTo(padded);
                counters[lane] = (ulong)message.Length;
                rest = padded;
            }
            else
            {
                counters[lane] = (ulong)((block + 1) * Blake2bState.BlockLength);
            }

            rows[lane] = Vector512.Create(rest[..64]).AsUInt64();
            rows[Lanes + lane] = Vector512.Create(rest[64..128]).AsUInt64();
        }

        Transpose(rows[..Lanes], words[..Lanes]);
        Transpose(rows[Lanes..], words[Lanes..]);
        return (Vector512.Create<ulong>(counters), Vector512.Create<ulong>(finals), Vector512.Create<ulong>(active));
    }

    private static void Transpose(ReadOnlySpan<Vector512<ulong>> rows, Span<Vector512<ulong>> columns)
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

    [SkipLocalsInit]
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
            Mix(ref v0, ref v4, ref v8, ref v12, ref m, ref s, 0);
            Mix(ref v1, ref v5, ref v9, ref v13, ref m, ref s, 2);
            Mix(ref v2, ref v6, ref v10, ref v14, ref m, ref s, 4);
            Mix(ref v3, ref v7, ref v11, ref v15, ref m, ref s, 6);
            Mix(ref v0, ref v5, ref v10, ref v15, ref m, ref s, 8);
            Mix(ref v1, ref v6, ref v11, ref v12, ref m, ref s, 10);
            Mix(ref v2, ref v7, ref v8, ref v13, ref m, ref s, 12);
            Mix(ref v3, ref v4, ref v9, ref v14, ref m, ref s, 14);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector512<ulong> a,
        ref Vector512<ulong> b,
        ref Vector512<ulong> c,
        ref Vector512<ulong> d,
        ref Vector512<ulong> words,
        ref byte sigma,
        int position)
    {
        a += b + Unsafe.Add(ref words, Unsafe.Add(ref sigma, position));
        d = Avx512F.RotateRight(d ^ a, 32);
        c += d;
        b = Avx512F.RotateRight(b ^ c, 24);
        a += b + Unsafe.Add(ref words, Unsafe.Add(ref sigma, position + 1));
        d = Avx512F.RotateRight(d ^ a, 16);
        c += d;
        b = Avx512F.RotateRight(b ^ c, 63);
    }

    private static void Write(ReadOnlySpan<Vector512<ulong>> state, Span<Hash256> digests)
    {
        Span<Vector512<ulong>> rows = stackalloc Vector512<ulong>[Lanes];
        Transpose(state, rows);
        for (var lane = 0; lane < digests.Length; lane++)
        {
            digests[lane] = new Hash256(MemoryMarshal.AsBytes(rows.Slice(lane, 1))[..32]);
        }
    }
}
