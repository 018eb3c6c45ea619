using System.Buffers.Binary;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The front of a frame: <c>length u32 ‖ id u64 ‖ kind u8</c>; the length counts id, kind and body.</summary>
/// <param name="BodyLength">Bytes of the body.</param>
/// <param name="Id">Correlates an input with its effects.</param>
/// <param name="Kind">What the body is.</param>
public readonly record struct FrameHeader(int BodyLength, ulong Id, FrameKind Kind)
{
    /// <summary>Bytes of a frame before its body.</summary>
    public const int Size = 13;

    private const int CountedBytes = 9;

    /// <summary>Reads a header; false for a length outside the limits or an unknown kind.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header, out RefusalCode fault)
    {
        header = default;
        fault = RefusalCode.FrameMalformed;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > ProtocolLimits.MaxFrameBytes)
        {
            fault = RefusalCode.FrameTooLarge;
            return false;
        }

        var kind = (FrameKind)bytes[12];
        if (length < CountedBytes || !Enum.IsDefined(kind))
        {
            return false;
        }

        header = new FrameHeader((int)length - CountedBytes, BinaryPrimitives.ReadUInt64LittleEndian(bytes[4..]), kind);
        return true;
    }

    /// <summary>Writes the header to the first <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)(BodyLength + CountedBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(destination[4..], Id);
        destination[12] = (byte)Kind;
    }
}
