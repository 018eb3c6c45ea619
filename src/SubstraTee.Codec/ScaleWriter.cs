using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using SubstraTee.Primitives;

namespace SubstraTee.Codec;

/// <summary>Collects SCALE-encoded values into one growing buffer.</summary>
public sealed class ScaleWriter
{
    private readonly ArrayBufferWriter<byte> _buffer;

    /// <summary>Starts empty, with room for <paramref name="capacity"/> bytes.</summary>
    public ScaleWriter(int capacity = 128) => _buffer = new ArrayBufferWriter<byte>(capacity);

    /// <summary>The number of bytes written.</summary>
    public int Length => _buffer.WrittenCount;

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.WrittenSpan;

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.WrittenMemory;

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Forgets what was written and zeroes it, keeping the room.</summary>
    public void Clear() => _buffer.Clear();

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Writes a boolean as 0 or 1.</summary>
    public void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes bytes as they are, without their number.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>Writes the number of bytes as a compact integer, then the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCompact((uint)bytes.Length);
        _buffer.Write(bytes);
    }

    /// <summary>Writes 32 bytes.</summary>
    public void WriteBytes32(in Bytes32 value) => _buffer.Write(value.AsSpan());

    /// <summary>Writes a little-endian u16.</summary>
    public void WriteU16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
    }

    /// <summary>Writes a little-endian u32.</summary>
    public void WriteU32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    /// <summary>Writes a little-endian u64.</summary>
    public void WriteU64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    /// <summary>Writes a little-endian u128.</summary>
    public void WriteU128(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(_buffer.GetSpan(16), value);
        _buffer.Advance(16);
    }

    /// <summary>Writes a compact integer.</summary>
    public void WriteCompact(UInt128 value)
    {
        if (value < 1u << 6)
        {
            WriteByte((byte)((uint)value << 2));
        }
        else if (value < 1u << 14)
        {
            WriteU16((ushort)(((uint)value << 2) | 1));
        }
        else if (value < 1u << 30)
        {
            WriteU32(((uint)value << 2) | 2);
        }
        else
        {
            Span<byte> wide = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128LittleEndian(wide, value);
            WriteBigCompact(wide[..SignificantBytes(wide)]);
        }
    }

    /// <summary>Writes a compact integer of up to 67 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or larger.</exception>
    public void WriteCompact(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (value <= (BigInteger)UInt128.MaxValue)
        {
            WriteCompact((UInt128)value);
            return;
        }

        var bytes = value.ToByteArray(isUnsigned: true);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, 67, nameof(value));
        WriteBigCompact(bytes);
    }

    private static int SignificantBytes(ReadOnlySpan<byte> wide) => wide.LastIndexOfAnyExcept((byte)0) + 1;

    private void WriteBigCompact(ReadOnlySpan<byte> bytes)
    {
        WriteByte((byte)(((bytes.Length - 4) << 2) | 3));
        WriteRaw(bytes);
    }
}
