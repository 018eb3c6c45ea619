using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Codec;

/// <summary>Collects SCALE-encoded values into one growing buffer.</summary>
public sealed class ScaleWriter
{
    private const int MaxKept = 16 * 1024;

    [ThreadStatic]
    private static ScaleWriter? _spare;

    private byte[] _buffer;

    /// <summary>Starts empty, with room for <paramref name="capacity"/> bytes.</summary>
    public ScaleWriter(int capacity = 128) => _buffer = new byte[capacity];

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, Length);

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => WrittenSpan.ToArray();

    /// <summary>Forgets what was written and zeroes it, keeping the room.</summary>
    public void Clear()
    {
        _buffer.AsSpan(0, Length).Clear();
        Length = 0;
    }

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => Take(1)[0] = value;

    /// <summary>Writes a boolean as 0 or 1.</summary>
    public void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes bytes as they are, without their number.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Writes the number of bytes as a compact integer, then the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCompact((uint)bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>Writes 32 bytes.</summary>
    public void WriteBytes32(in Bytes32 value) => value.CopyTo(Take(Bytes32.Length));

    /// <summary>Writes a little-endian u16.</summary>
    public void WriteU16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary>Writes a little-endian u32.</summary>
    public void WriteU32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>Writes a little-endian u64.</summary>
    public void WriteU64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    /// <summary>Writes a little-endian u128.</summary>
    public void WriteU128(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Take(16), value);

    /// <summary>Writes a compact integer.</summary>
    public void WriteCompact(uint value)
    {
        if (value < 1u << 6)
        {
            WriteByte((byte)(value << 2));
        }
        else if (value < 1u << 14)
        {
            WriteU16((ushort)((value << 2) | 1));
        }
        else if (value < 1u << 30)
        {
            WriteU32((value << 2) | 2);
        }
        else
        {
            WriteByte(3);
            WriteU32(value);
        }
    }

    /// <summary>Writes a compact integer.</summary>
    public void WriteCompact(UInt128 value)
    {
        if (value <= uint.MaxValue)
        {
            WriteCompact((uint)value);
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

    /// <summary>Takes the thread's spare writer, or a new one while that is in use.</summary>
    internal static ScaleWriter Rent()
    {
        var writer = _spare ?? new ScaleWriter();
        _spare = null;
        return writer;
    }

    /// <summary>Gives a writer back, zeroed, since what it held may be secret.</summary>
    internal static void Return(ScaleWriter writer)
    {
        writer.Clear();
        _spare = writer._buffer.Length <= MaxKept ? writer : null;
    }

    private Span<byte> Take(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Grow(count);
        }

        var room = _buffer.AsSpan(Length, count);
        Length += count;
        return room;
    }

    private void Grow(int count)
    {
        var larger = new byte[Math.Max(checked(Length + count), (int)Math.Min(2L * _buffer.Length, Array.MaxLength))];
        WrittenSpan.CopyTo(larger);

        // What is encoded may be secret, so no copy of it is left behind.
        CryptographicOperations.ZeroMemory(_buffer);
        _buffer = larger;
    }
}
