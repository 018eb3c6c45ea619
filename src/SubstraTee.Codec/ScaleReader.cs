using System.Buffers.Binary;
using System.Numerics;
using SubstraTee.Primitives;

namespace SubstraTee.Codec;

/// <summary>Reads SCALE values from a span, front to back, and never past its end.</summary>
/// <remarks>
/// Every count is checked against the bytes that remain before anything is allocated, and nesting is counted, so that
/// work and memory are bounded by the input. Source: SCALE, polkadot-sdk reference documentation; parity-scale-codec.
/// </remarks>
public ref struct ScaleReader
{
    /// <summary>How deep types may nest.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private int _depth;

    /// <summary>Starts at the first of <paramref name="bytes"/>.</summary>
    public ScaleReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Offset of the next byte.</summary>
    public readonly int Position => _position;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>The bytes from <paramref name="start"/> to the current position, as they were read.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _bytes[start.._position];

    /// <summary>Makes the exception for a fault at the current position.</summary>
    public readonly ScaleException Fault(ScaleFault fault) => new(fault, _position);

    /// <summary>Takes the next <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            throw Fault(ScaleFault.UnexpectedEnd);
        }

        var result = _bytes.Slice(_position, count);
        _position += count;
        return result;
    }

    /// <summary>Reads one byte.</summary>
    public byte ReadByte()
    {
        if (_position >= _bytes.Length)
        {
            throw Fault(ScaleFault.UnexpectedEnd);
        }

        return _bytes[_position++];
    }

    /// <summary>Reads a tag that is 0 or 1: a boolean, an option, a result.</summary>
    public bool ReadBool()
    {
        var tag = ReadByte();
        if (tag > 1)
        {
            _position--;
            throw Fault(ScaleFault.InvalidTag);
        }

        return tag == 1;
    }

    /// <summary>Reads a little-endian u16.</summary>
    public ushort ReadU16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2));

    /// <summary>Reads a little-endian u32.</summary>
    public uint ReadU32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    /// <summary>Reads a little-endian u64.</summary>
    public ulong ReadU64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(8));

    /// <summary>Reads a little-endian u128.</summary>
    public UInt128 ReadU128() => BinaryPrimitives.ReadUInt128LittleEndian(ReadBytes(16));

    /// <summary>Reads 32 bytes.</summary>
    public Bytes32 ReadBytes32() => new(ReadBytes(Bytes32.Length));

    /// <summary>Reads a compact integer that fits a u32, or is at most <paramref name="max"/>.</summary>
    public uint ReadCompactU32(uint max = uint.MaxValue)
    {
        var value = ReadCompactU64();
        return value <= max ? (uint)value : throw Fault(ScaleFault.OutOfRange);
    }

    /// <summary>Reads a compact integer that fits a u64.</summary>
    public ulong ReadCompactU64()
    {
        if (_position < _bytes.Length && (_bytes[_position] & 3) == 0)
        {
            return (ulong)_bytes[_position++] >> 2;
        }

        var value = ReadCompactU128();
        return value <= ulong.MaxValue ? (ulong)value : throw Fault(ScaleFault.OutOfRange);
    }

    /// <summary>Reads a compact integer that fits a u128.</summary>
    public UInt128 ReadCompactU128()
    {
        var first = ReadByte();
        switch (first & 3)
        {
            case 0:
                return (UInt128)(uint)(first >> 2);
            case 1:
                return Canonical((uint)((ReadByte() << 8) | first) >> 2, 1u << 6);
            case 2:
                var rest = ReadBytes(3);
                return Canonical((uint)(first | (rest[0] << 8) | (rest[1] << 16) | (rest[2] << 24)) >> 2, 1u << 14);
            default:
                return ReadBigCompact((first >> 2) + 4);
        }
    }

    /// <summary>Reads a compact integer of any size that SCALE allows (up to 67 bytes).</summary>
    public BigInteger ReadCompactBig()
    {
        if (Remaining == 0 || (_bytes[_position] & 3) != 3 || (_bytes[_position] >> 2) + 4 <= 16)
        {
            return (BigInteger)ReadCompactU128();
        }

        var bytes = ReadBytes((ReadByte() >> 2) + 4);
        return bytes[^1] == 0
            ? throw Fault(ScaleFault.NonCanonicalCompact)
            : new BigInteger(bytes, isUnsigned: true);
    }

    /// <summary>Reads a count of items, each of at least <paramref name="minItemSize"/> bytes.</summary>
    /// <remarks>Items of zero size are limited to <paramref name="max"/> alone.</remarks>
    public int ReadCount(int minItemSize, int max = int.MaxValue)
    {
        var start = _position;
        var count = ReadCompactU64();
        var possible = minItemSize == 0 ? (ulong)max : (ulong)(Remaining / minItemSize);
        if (count > possible || count > (ulong)max)
        {
            _position = start;
            throw Fault(ScaleFault.TooLong);
        }

        return (int)count;
    }

    /// <summary>Counts one level of nesting; paired with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw Fault(ScaleFault.TooDeep);
        }
    }

    /// <summary>Ends one level of nesting.</summary>
    public void Leave() => _depth--;

    /// <summary>Refuses bytes after the value.</summary>
    public readonly void EnsureEnd()
    {
        if (Remaining != 0)
        {
            throw Fault(ScaleFault.TrailingBytes);
        }
    }

    private readonly UInt128 Canonical(uint value, uint smallest) =>
        value >= smallest ? value : throw Fault(ScaleFault.NonCanonicalCompact);

    private UInt128 ReadBigCompact(int length)
    {
        if (length > 16)
        {
            throw Fault(ScaleFault.OutOfRange);
        }

        Span<byte> wide = stackalloc byte[16];
        wide.Clear();
        var bytes = ReadBytes(length);
        bytes.CopyTo(wide);
        var value = BinaryPrimitives.ReadUInt128LittleEndian(wide);
        return bytes[^1] == 0 || value < (1u << 30) ? throw Fault(ScaleFault.NonCanonicalCompact) : value;
    }
}
