using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SubstraTee.Crypto;

/// <summary>Multiples of points, laid out so that each lane can take an entry of its own.</summary>
/// <remarks>
/// An entry's limbs lie packed as 32-bit numbers in one piece; eight such pieces, one a lane, are transposed into registers.
/// What comes out has rubbish above the low 32 bits of a limb, which multiplication does not read.
/// </remarks>
internal static class LaneTable
{
    public const int Lanes = 8;

    /// <summary>The first vector in a buffer that lies on a cache line of its own; the buffer is one longer than needed.</summary>
    /// <remarks>Vectors that straddle lines would halve the speed, and the stack is aligned to 16 bytes only.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Vector512<T> Align<T>(Span<Vector512<T>> buffer)
    {
        ref var first = ref MemoryMarshal.GetReference(buffer);
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<Vector512<T>>(), ref first);
        return ref Unsafe.AddByteOffset(ref first, -address & 63);
    }

    /// <summary>Packs ten limbs into five words a lane, two limbs a word.</summary>
    public static void Pack(in FieldLanes f, Span<Vector512<ulong>> words)
    {
        ref var limb = ref Unsafe.AsRef(in f.L0);
        for (var i = 0; i < 5; i++)
        {
            var low = Unsafe.Add(ref limb, 2 * i).AsUInt64() & Vector512.Create(0xffffffffUL);
            words[i] = low | (Unsafe.Add(ref limb, (2 * i) + 1).AsUInt64() << 32);
        }
    }

    /// <summary>The ten limbs of five words, for multiplication only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Unpack(ReadOnlySpan<Vector512<ulong>> words, out FieldLanes f)
    {
        Unsafe.SkipInit(out f);
        (f.L0, f.L1) = (words[0].AsInt64(), (words[0] >>> 32).AsInt64());
        (f.L2, f.L3) = (words[1].AsInt64(), (words[1] >>> 32).AsInt64());
        (f.L4, f.L5) = (words[2].AsInt64(), (words[2] >>> 32).AsInt64());
        (f.L6, f.L7) = (words[3].AsInt64(), (words[3] >>> 32).AsInt64());
        (f.L8, f.L9) = (words[4].AsInt64(), (words[4] >>> 32).AsInt64());
    }

    /// <summary>Writes each lane's column of <paramref name="words"/> (a multiple of eight) as one piece of its own.</summary>
    public static void Scatter(ReadOnlySpan<Vector512<ulong>> words, Span<ulong> table, int entry, int entries)
    {
        Span<Vector512<ulong>> rows = stackalloc Vector512<ulong>[Lanes];
        for (var part = 0; part < words.Length; part += Lanes)
        {
            LaneTranspose.Transpose(words.Slice(part, Lanes), rows);
            for (var lane = 0; lane < Lanes; lane++)
            {
                rows[lane].CopyTo(table[((((lane * entries) + entry) * words.Length) + part)..]);
            }
        }
    }

    /// <summary>Collects one piece for each lane, at these offsets into the table, into columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(ReadOnlySpan<ulong> table, ReadOnlySpan<int> offsets, Span<Vector512<ulong>> words)
    {
        Span<Vector512<ulong>> rows = stackalloc Vector512<ulong>[Lanes];
        for (var part = 0; part < words.Length; part += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                rows[lane] = Vector512.Create(table.Slice(offsets[lane] + part, Lanes));
            }

            LaneTranspose.Transpose(rows, words.Slice(part, Lanes));
        }
    }
}
