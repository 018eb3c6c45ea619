using System.Buffers.Binary;

namespace SubstraTee.Trie;

/// <summary>SCALE compact integers as far as lengths need them (below 2^30).</summary>
internal static class CompactLength
{
    public const int Max = (1 << 30) - 1;

    public static int Write(int value, Span<byte> destination)
    {
        switch (value)
        {
            case < 1 << 6:
                destination[0] = (byte)(value << 2);
                return 1;
            case < 1 << 14:
                BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)((value << 2) | 1));
                return 2;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(destination, ((uint)value << 2) | 2);
                return 4;
        }
    }

    /// <summary>Reads the shortest form only.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out int value, out int length)
    {
        value = 0;
        length = 0;
        if (source.IsEmpty)
        {
            return false;
        }

        length = (source[0] & 3) switch { 0 => 1, 1 => 2, 2 => 4, _ => 0 };
        if (length == 0 || source.Length < length)
        {
            return false;
        }

        value = length switch
        {
            1 => source[0] >> 2,
            2 => BinaryPrimitives.ReadUInt16LittleEndian(source) >> 2,
            _ => (int)(BinaryPrimitives.ReadUInt32LittleEndian(source) >> 2),
        };
        return value >= length switch { 1 => 0, 2 => 1 << 6, _ => 1 << 14 };
    }
}
