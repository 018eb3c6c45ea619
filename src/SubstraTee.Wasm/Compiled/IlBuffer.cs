using System.Buffers.Binary;

namespace SubstraTee.Wasm.Compiled;

/// <summary>Instructions of the common intermediate language, as bytes.</summary>
internal sealed class IlBuffer
{
    private byte[] _bytes = new byte[512];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Instructions written, also those that were taken back.</summary>
    public int Instructions { get; private set; }

    /// <summary>Instructions among them that read or write a local variable or argument.</summary>
    public int LocalReferences { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        Instructions = 0;
        LocalReferences = 0;
    }

    public void Op(IlOp op)
    {
        Instructions++;
        var code = (ushort)op;
        if (code > 0xFF)
        {
            Byte(0xFE);
        }

        Byte((byte)code);
    }

    public void Constant(int value)
    {
        switch (value)
        {
            case >= -1 and <= 8:
                Op((IlOp)((int)IlOp.LdcI40 + value));
                break;
            case >= sbyte.MinValue and <= sbyte.MaxValue:
                Op(IlOp.LdcI4S);
                Byte((byte)value);
                break;
            default:
                Op(IlOp.LdcI4);
                Int32(value);
                break;
        }
    }

    public void Constant(long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            Constant((int)value);
            Op(IlOp.ConvI8);
            return;
        }

        Op(IlOp.LdcI8);
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
    }

    public void Constant(float value)
    {
        Op(IlOp.LdcR4);
        BinaryPrimitives.WriteSingleLittleEndian(Room(sizeof(float)), value);
    }

    public void Constant(double value)
    {
        Op(IlOp.LdcR8);
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);
    }

    public void LoadLocal(int index) => Variable(index, Short(IlOp.LdLoc0, index), IlOp.LdLocS, IlOp.LdLoc);

    public void StoreLocal(int index) => Variable(index, Short(IlOp.StLoc0, index), IlOp.StLocS, IlOp.StLoc);

    public void LoadLocalAddress(int index) => Variable(index, IlOp.Nop, IlOp.LdLocAS, IlOp.LdLocA);

    public void LoadArgument(int index) => Variable(index, Short(IlOp.LdArg0, index), IlOp.LdArgS, IlOp.LdArg);

    public void StoreArgument(int index) => Variable(index, IlOp.Nop, IlOp.StArgS, IlOp.StArg);

    /// <summary>An instruction with an operand of four bytes: a token, or the distance of a branch.</summary>
    public void Op(IlOp op, int operand)
    {
        Op(op);
        Int32(operand);
    }

    /// <summary>Adds a distance to the address on the stack.</summary>
    public void Advance(long bytes)
    {
        if (bytes != 0)
        {
            Constant(bytes);
            Op(IlOp.Add);
        }
    }

    /// <summary>Before an access that need not be aligned.</summary>
    public void Unaligned()
    {
        Op(IlOp.Unaligned);
        Byte(1);
    }

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), value);

    public void Append(ReadOnlySpan<byte> instructions) => instructions.CopyTo(Room(instructions.Length));

    /// <summary>Sets an operand of four bytes that is written already.</summary>
    public void Patch(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(offset), value);

    /// <summary>Takes back what follows an offset.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Puts other instructions in the place of a range.</summary>
    public void Replace(int start, int end, ReadOnlySpan<byte> by)
    {
        var tail = Length - end;
        var moved = by.Length - (end - start);
        if (moved > 0)
        {
            Room(moved);
        }
        else
        {
            Length += moved;
        }

        _bytes.AsSpan(end, tail).CopyTo(_bytes.AsSpan(end + moved));
        by.CopyTo(_bytes.AsSpan(start));
    }

    // The first four have instructions of one byte.
    private static IlOp Short(IlOp first, int index) => index < 4 ? (IlOp)((int)first + index) : IlOp.Nop;

    private void Variable(int index, IlOp shortest, IlOp shorter, IlOp any)
    {
        LocalReferences++;
        if (shortest != IlOp.Nop)
        {
            Op(shortest);
        }
        else if (index <= byte.MaxValue)
        {
            Op(shorter);
            Byte((byte)index);
        }
        else
        {
            Op(any);
            BinaryPrimitives.WriteUInt16LittleEndian(Room(sizeof(ushort)), checked((ushort)index));
        }
    }

    private void Byte(byte value)
    {
        if (Length == _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        _bytes[Length++] = value;
    }

    private Span<byte> Room(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
