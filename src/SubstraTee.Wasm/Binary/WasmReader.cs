using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace SubstraTee.Wasm;

/// <summary>Reads a module's bytes; whatever is not there or not well-formed is refused with its offset.</summary>
internal ref struct WasmReader(ReadOnlySpan<byte> module, int from, int end)
{
    private readonly ReadOnlySpan<byte> _bytes = module[..end];

    /// <summary>The next byte's offset in the module.</summary>
    public int Position = from;

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    public readonly bool AtEnd => Position >= _bytes.Length;

    public byte U8()
    {
        if (Position >= _bytes.Length)
        {
            UnexpectedEnd();
        }

        return _bytes[Position++];
    }

    public uint U32()
    {
        if (Position < _bytes.Length && _bytes[Position] < 0x80)
        {
            return _bytes[Position++];
        }

        var start = Position;
        uint result = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = U8();
            if (shift == 28 && next >= 0x10)
            {
                Malformed(start, next >= 0x80 ? "integer representation too long" : "integer too large");
            }

            result |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return result;
    }

    public int S32() => (int)Signed(32);

    public long S33() => Signed(33);

    public long S64() => Signed(64);

    public uint F32Bits() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ulong F64Bits() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            UnexpectedEnd();
        }

        var result = _bytes.Slice(Position, count);
        Position += count;
        return result;
    }

    /// <summary>A length that the bytes left bear out.</summary>
    public int Length(string what)
    {
        var start = Position;
        var length = U32();
        if (length > (uint)Remaining)
        {
            Malformed(start, $"length out of bounds: {what} of {length} bytes, {Remaining} are left");
        }

        return (int)length;
    }

    /// <summary>A count of things that take at least one byte each, within the limit.</summary>
    public int Count(string what, int limit)
    {
        var start = Position;
        var count = U32();
        if (count > (uint)Remaining)
        {
            Malformed(start, $"unexpected end: {count} {what}, but only {Remaining} bytes are left");
        }

        if (count > (uint)limit)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, start, $"{count} {what}, at most {limit} are allowed");
        }

        return (int)count;
    }

    public string Name(int limit)
    {
        var start = Position;
        var length = Length("name");
        if (length > limit)
        {
            throw new ModuleException(ModuleErrorKind.LimitExceeded, start, $"name of {length} bytes, at most {limit} are allowed");
        }

        var bytes = Bytes(length);
        if (!Utf8.IsValid(bytes))
        {
            Malformed(start, "malformed UTF-8 encoding");
        }

        return Encoding.UTF8.GetString(bytes);
    }

    public Opcode Opcode()
    {
        var start = Position;
        uint code = U8();
        if (code == 0xFC)
        {
            var sub = U32();
            code = sub < 0x12 ? 0x100 + sub : uint.MaxValue;
        }

        if (code >= InstructionTable.Count || !InstructionTable.Of((Opcode)code).IsDefined)
        {
            Malformed(start, $"illegal opcode {_bytes[start]:x2}");
        }

        return (Opcode)code;
    }

    public ValueKind ValueKind()
    {
        var start = Position;
        var code = U8();
        if (!ValueKinds.IsDefined(code))
        {
            Malformed(start, $"malformed value type {code:x2}");
        }

        return (ValueKind)code;
    }

    public ValueKind ReferenceType()
    {
        var start = Position;
        var code = U8();
        if (code is not 0x70 and not 0x6F)
        {
            Malformed(start, $"malformed reference type {code:x2}");
        }

        return (ValueKind)code;
    }

    [DoesNotReturn]
    public static void Malformed(int offset, string reason) => throw new ModuleException(ModuleErrorKind.Malformed, offset, reason);

    [DoesNotReturn]
    private readonly void UnexpectedEnd() => Malformed(_bytes.Length, "unexpected end");

    private long Signed(int bits)
    {
        var start = Position;
        long result = 0;
        var shift = 0;
        byte next;
        do
        {
            next = U8();
            if (shift + 7 > bits)
            {
                CheckLastByte(next, bits - shift, start);
            }

            result |= (long)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);

        return shift < 64 ? result << (64 - shift) >> (64 - shift) : result;
    }

    // Of the last byte that the type has room for, the bits beyond the type must repeat its sign.
    private static void CheckLastByte(byte last, int bitsLeft, int start)
    {
        if (last >= 0x80)
        {
            Malformed(start, "integer representation too long");
        }

        var extended = (sbyte)(last << 1) >> bitsLeft;
        if (extended is not 0 and not -1)
        {
            Malformed(start, "integer too large");
        }
    }
}
