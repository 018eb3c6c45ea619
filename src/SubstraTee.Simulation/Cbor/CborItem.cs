using System.Buffers.Binary;
using System.Text;

namespace SubstraTee.Simulation;

/// <summary>Writes single CBOR items (RFC 8949) in their shortest form.</summary>
public static class CborItem
{
    private const int Unsigned = 0;
    private const int Negative = 1;
    private const int ByteString = 2;
    private const int TextString = 3;
    private const int ArrayOf = 4;
    private const int TagOf = 6;

    /// <summary><c>null</c>.</summary>
    public static byte[] Null => [0xf6];

    /// <summary>A number.</summary>
    public static byte[] Number(long value) => value >= 0 ? Head(Unsigned, (ulong)value) : Head(Negative, (ulong)(-1 - value));

    /// <summary>A byte string.</summary>
    public static byte[] Bytes(ReadOnlySpan<byte> value) => [.. Head(ByteString, (ulong)value.Length), .. value];

    /// <summary>A text.</summary>
    public static byte[] Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return [.. Head(TextString, (ulong)bytes.Length), .. bytes];
    }

    /// <summary>An array of items.</summary>
    public static byte[] Array(params IReadOnlyCollection<byte[]> items) =>
        [.. Head(ArrayOf, (ulong)items.Count), .. items.SelectMany(item => item)];

    /// <summary>An item with a tag.</summary>
    public static byte[] Tag(ulong number, ReadOnlySpan<byte> item) => [.. Head(TagOf, number), .. item];

    /// <summary>The head of an item.</summary>
    internal static byte[] Head(int major, ulong argument)
    {
        var first = (byte)(major << 5);
        if (argument < 24)
        {
            return [(byte)(first | argument)];
        }

        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, argument);
        return argument switch
        {
            <= byte.MaxValue => [(byte)(first | 24), wide[7]],
            <= ushort.MaxValue => [(byte)(first | 25), .. wide[6..]],
            <= uint.MaxValue => [(byte)(first | 26), .. wide[4..]],
            _ => [(byte)(first | 27), .. wide],
        };
    }
}
