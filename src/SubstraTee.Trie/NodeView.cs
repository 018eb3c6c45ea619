using System.Buffers.Binary;
using System.Numerics;
using SubstraTee.Primitives;

namespace SubstraTee.Trie;

/// <summary>An encoded node, seen in bytes that nobody vouches for.</summary>
/// <remarks>
/// Only the one form that <see cref="NodeEncoder"/> writes is taken: shortest lengths, zero padding, no byte behind, and no
/// branch that should have been a simpler node. Short nodes inside a branch are checked to be in bounds, not decoded.
/// Nothing is allocated.
/// </remarks>
internal readonly ref struct NodeView
{
    private const int MaxPathLength = StateTrie.MaxKeyLength * 2;

    private readonly ReadOnlySpan<byte> _path;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _childrenStart;

    private NodeView(Header header, ReadOnlySpan<byte> bytes, int pathStart, int bitmap, Range value, int childrenStart)
    {
        _path = bytes.Slice(pathStart, (header.PathLength + 1) >> 1);
        _bytes = bytes;
        _childrenStart = childrenStart;
        PathLength = header.PathLength;
        HasValue = header.HasValue;
        ValueIsHashed = header.IsHashed;
        Bitmap = bitmap;
        Value = value;
    }

    private NodeView(ReadOnlySpan<byte> empty)
    {
        _bytes = empty;
        IsEmpty = true;
    }

    /// <summary>True for the only node of a trie without entries.</summary>
    public bool IsEmpty { get; }

    public int PathLength { get; }

    public bool HasValue { get; }

    /// <summary>True when <see cref="Value"/> is the hash of the value.</summary>
    public bool ValueIsHashed { get; }

    /// <summary>Where the value, or its hash, lies in the node.</summary>
    public Range Value { get; }

    /// <summary>One bit for each half-byte that leads to a child.</summary>
    public int Bitmap { get; }

    public int PathNibble(int index)
    {
        var offset = index + (PathLength & 1);
        var pair = _path[offset >> 1];
        return (offset & 1) == 0 ? pair >> 4 : pair & 0x0F;
    }

    /// <summary>True when the key goes on with this node's path behind its first <paramref name="position"/> half-bytes.</summary>
    public bool PathMatches(ReadOnlySpan<byte> key, int position)
    {
        var rest = NibblePath.OfKey(key, position);
        if (rest.Length < PathLength)
        {
            return false;
        }

        for (var i = 0; i < PathLength; i++)
        {
            if (rest[i] != PathNibble(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where a child's link lies in the node, without its length; 32 bytes are a hash, fewer are the child itself.</summary>
    public bool TryGetChild(int nibble, out Range link)
    {
        link = default;
        if ((Bitmap >> nibble & 1) == 0)
        {
            return false;
        }

        var start = _childrenStart;
        for (var before = BitOperations.PopCount((uint)Bitmap & ((1u << nibble) - 1)); before > 0; before--)
        {
            start += 1 + (_bytes[start] >> 2);
        }

        link = new Range(start + 1, start + 1 + (_bytes[start] >> 2));
        return true;
    }

    public static bool TryDecode(ReadOnlySpan<byte> bytes, out NodeView node)
    {
        node = default;
        if (bytes is [0])
        {
            node = new NodeView(bytes);
            return true;
        }

        if (!TryReadHeader(bytes, out var header, out var position))
        {
            return false;
        }

        var pathStart = position;
        var pathBytes = (header.PathLength + 1) >> 1;
        if (bytes.Length - position < pathBytes
            || ((header.PathLength & 1) == 1 && (bytes[position] & 0xF0) != 0))
        {
            return false;
        }

        position += pathBytes;
        if (!TryReadBitmap(bytes, header, ref position, out var bitmap)
            || !TryReadValue(bytes, header, ref position, out var value))
        {
            return false;
        }

        var childrenStart = position;
        for (var children = BitOperations.PopCount((uint)bitmap); children > 0; children--)
        {
            if (position >= bytes.Length || bytes[position] is 0 or > NodeEncoder.HashLink || (bytes[position] & 3) != 0)
            {
                return false;
            }

            position += 1 + (bytes[position] >> 2);
        }

        if (position != bytes.Length)
        {
            return false;
        }

        node = new NodeView(header, bytes, pathStart, bitmap, value, childrenStart);
        return true;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, out Header header, out int position)
    {
        header = default;
        position = 1;
        if (bytes.IsEmpty)
        {
            return false;
        }

        var first = bytes[0];
        var bits = 6;
        switch (first)
        {
            case >= NodeEncoder.BranchWithValuePrefix:
                header = new Header(IsBranch: true, HasValue: true, IsHashed: false, 0);
                break;
            case >= NodeEncoder.BranchPrefix:
                header = new Header(IsBranch: true, HasValue: false, IsHashed: false, 0);
                break;
            case >= NodeEncoder.LeafPrefix:
                header = new Header(IsBranch: false, HasValue: true, IsHashed: false, 0);
                break;
            case >= NodeEncoder.HashedLeafPrefix:
                header = new Header(IsBranch: false, HasValue: true, IsHashed: true, 0);
                bits = 5;
                break;
            case >= NodeEncoder.HashedBranchPrefix:
                header = new Header(IsBranch: true, HasValue: true, IsHashed: true, 0);
                bits = 4;
                break;
            default:
                return false;
        }

        var most = (1 << bits) - 1;
        var length = first & most;
        if (length == most)
        {
            byte more;
            do
            {
                if (position >= bytes.Length || length > MaxPathLength)
                {
                    return false;
                }

                more = bytes[position++];
                length += more;
            }
            while (more == byte.MaxValue);
        }

        header = header with { PathLength = length };
        return length <= MaxPathLength;
    }

    private static bool TryReadBitmap(ReadOnlySpan<byte> bytes, Header header, ref int position, out int bitmap)
    {
        bitmap = 0;
        if (!header.IsBranch)
        {
            return true;
        }

        if (bytes.Length - position < sizeof(ushort))
        {
            return false;
        }

        bitmap = BinaryPrimitives.ReadUInt16LittleEndian(bytes[position..]);
        position += sizeof(ushort);
        return BitOperations.PopCount((uint)bitmap) >= (header.HasValue ? 1 : 2);
    }

    private static bool TryReadValue(ReadOnlySpan<byte> bytes, Header header, ref int position, out Range value)
    {
        value = default;
        if (!header.HasValue)
        {
            return true;
        }

        var length = Bytes32.Length;
        if (!header.IsHashed)
        {
            if (!CompactLength.TryRead(bytes[position..], out length, out var used))
            {
                return false;
            }

            position += used;
        }

        if (bytes.Length - position < length)
        {
            return false;
        }

        value = new Range(position, position + length);
        position += length;
        return true;
    }

    private readonly record struct Header(bool IsBranch, bool HasValue, bool IsHashed, int PathLength);
}
