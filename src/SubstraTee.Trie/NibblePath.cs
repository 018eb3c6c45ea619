using System.Numerics;

namespace SubstraTee.Trie;

/// <summary>A run of half-bytes of a key, high half first, seen in the bytes it lies in.</summary>
/// <remarks>
/// The run starts at the low half of its first byte when <see cref="Parity"/> is 1. Paths are kept aligned with the keys
/// they come from, so that comparing, cutting and joining work on whole bytes; only the compact form of an encoded node,
/// which is aligned at its end, may need a shift.
/// </remarks>
internal readonly ref struct NibblePath
{
    private readonly ReadOnlySpan<byte> _bytes;

    public NibblePath(ReadOnlySpan<byte> bytes, int parity, int length)
    {
        _bytes = bytes;
        Parity = parity;
        Length = length;
    }

    /// <summary>What is left of a key behind its first <paramref name="position"/> half-bytes.</summary>
    public static NibblePath OfKey(ReadOnlySpan<byte> key, int position) =>
        new(key[(position >> 1)..], position & 1, (key.Length << 1) - position);

    /// <summary>0 when the run starts with a whole byte, 1 when with a low half.</summary>
    public int Parity { get; }

    /// <summary>The number of half-bytes.</summary>
    public int Length { get; }

    /// <summary>The number of bytes that the run touches.</summary>
    public int ByteLength => (Parity + Length + 1) >> 1;

    /// <summary>The length of the compact form, which is aligned at its end.</summary>
    public int CompactLength => (Length + 1) >> 1;

    public int this[int index]
    {
        get
        {
            var offset = Parity + index;
            var pair = _bytes[offset >> 1];
            return (offset & 1) == 0 ? pair >> 4 : pair & 0x0F;
        }
    }

    public NibblePath Slice(int start, int length) =>
        new(_bytes[((Parity + start) >> 1)..], (Parity + start) & 1, length);

    public NibblePath Slice(int start) => Slice(start, Length - start);

    /// <summary>How many half-bytes both begin with; both have the same parity.</summary>
    public int CommonPrefix(NibblePath other)
    {
        var most = Math.Min(Length, other.Length);
        var common = 0;
        if (Parity == 1 && most > 0)
        {
            if (((_bytes[0] ^ other._bytes[0]) & 0x0F) != 0)
            {
                return 0;
            }

            common = 1;
        }

        var left = _bytes[((Parity + 1) >> 1)..];
        var right = other._bytes[((Parity + 1) >> 1)..];
        var whole = (most - common) >> 1;
        var equal = left[..whole].CommonPrefixLength(right[..whole]);
        common += equal << 1;
        return common < most && ((left[equal] ^ right[equal]) & 0xF0) == 0 ? common + 1 : common;
    }

    /// <summary>Writes the run aligned as it is, with zeros in the halves that do not belong to it.</summary>
    public void CopyTo(Span<byte> destination)
    {
        var length = ByteLength;
        _bytes[..length].CopyTo(destination);
        if (Parity == 1 && length > 0)
        {
            destination[0] &= 0x0F;
        }

        if (((Parity + Length) & 1) == 1)
        {
            destination[length - 1] &= 0xF0;
        }
    }

    /// <summary>Writes the run at half-byte <paramref name="position"/> of a key, whose parity it has.</summary>
    public void CopyToKey(Span<byte> key, int position)
    {
        if (Length == 0)
        {
            return;
        }

        var target = key[(position >> 1)..];
        var before = Parity == 1 ? target[0] & 0xF0 : 0;
        CopyTo(target);
        target[0] |= (byte)before;
    }

    /// <summary>Writes the form of an encoded node: aligned at the end, a zero half in front of an odd run.</summary>
    public void CopyCompactTo(Span<byte> destination)
    {
        if (((Parity + Length) & 1) == 0)
        {
            CopyTo(destination);
            return;
        }

        var carry = 0;
        var source = _bytes[..ByteLength];
        if (Parity == 1)
        {
            carry = source[0] & 0x0F;
            source = source[1..];
        }

        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = (byte)((carry << 4) | (source[i] >> 4));
            carry = source[i] & 0x0F;
        }
    }

    /// <summary>The bytes of <paramref name="head"/>, one half-byte and <paramref name="tail"/> in a row, aligned as the head.</summary>
    public static byte[] Join(NibblePath head, int nibble, NibblePath tail, ReadOnlySpan<byte> append)
    {
        var position = head.Parity + head.Length;
        var total = (position + 1 + tail.Length + 1) >> 1;
        var joined = new byte[total + append.Length];
        head.CopyTo(joined);
        joined[position >> 1] |= (byte)((position & 1) == 0 ? nibble << 4 : nibble);
        tail.CopyToKey(joined, position + 1);
        append.CopyTo(joined.AsSpan(total));
        return joined;
    }

    /// <summary>The bytes of the run followed by <paramref name="append"/>.</summary>
    public byte[] ToArray(ReadOnlySpan<byte> append)
    {
        var length = ByteLength;
        if (length + append.Length == 0)
        {
            return [];
        }

        var bytes = new byte[length + append.Length];
        CopyTo(bytes);
        append.CopyTo(bytes.AsSpan(length));
        return bytes;
    }

    /// <summary>The lowest half-byte at or above <paramref name="from"/> in a bitmap of children, or 16.</summary>
    public static int NextIn(int bitmap, int from) =>
        Math.Min(16, BitOperations.TrailingZeroCount((uint)bitmap & (uint)(-1 << from)));
}
