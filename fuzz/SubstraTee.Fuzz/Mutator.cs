using System.Buffers.Binary;

namespace SubstraTee.Fuzz;

/// <summary>Changes inputs in the ways that decoders get wrong: bits, lengths, cuts, repetitions, parts of other inputs.</summary>
public sealed class Mutator(Random random)
{
    // Bounds of SCALE's compact modes, of signed and unsigned numbers, and what overflows when multiplied.
    private static readonly uint[] Edges =
    [
        0, 1, 2, 3, 63, 64, 127, 128, 252, 253, 255, 256, 16_383, 16_384, 65_535, 65_536, 0x3FFF_FFFF, 0x4000_0000, 0x7FFF_FFFF,
        0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF,
    ];

    /// <summary>A new input made from one of the given ones.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> inputs, int maxLength)
    {
        var bytes = new List<byte>(inputs[random.Next(inputs.Count)]);
        for (var edits = 1 + random.Next(random.Next(2) == 0 ? 1 : 6); edits > 0; edits--)
        {
            Edit(bytes, inputs);
        }

        if (bytes.Count > maxLength)
        {
            bytes.RemoveRange(maxLength, bytes.Count - maxLength);
        }

        return [.. bytes];
    }

    private void Edit(List<byte> bytes, IReadOnlyList<byte[]> inputs)
    {
        var at = random.Next(bytes.Count + 1);
        var rest = bytes.Count - at;
        switch (random.Next(9))
        {
            case 0 when rest > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when rest > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when rest > 0:
                bytes.RemoveRange(at, 1 + random.Next(Math.Min(rest, 16)));
                break;
            case 3 when rest > 0:
                bytes.RemoveRange(at, rest);
                break;
            case 4 when rest > 0:
                var repeated = bytes.GetRange(at, 1 + random.Next(Math.Min(rest, 64)));
                bytes.InsertRange(random.Next(bytes.Count + 1), repeated);
                break;
            case 5:
                Overwrite(bytes, at, Number());
                break;
            case 6:
                bytes.InsertRange(at, Number());
                break;
            case 7:
                var other = inputs[random.Next(inputs.Count)];
                var start = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(start, random.Next(Math.Min(other.Length - start, 256) + 1)));
                break;
            default:
                bytes.InsertRange(at, Enumerable.Range(0, 1 + random.Next(8)).Select(_ => (byte)random.Next(256)));
                break;
        }
    }

    // Plain or as a compact number, since both stand for lengths somewhere.
    private byte[] Number()
    {
        var value = Edges[random.Next(Edges.Length)];
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return random.Next(4) switch
        {
            0 => bytes,
            1 => [(byte)value],
            2 => [3, .. bytes],
            _ when value < 64 => [(byte)(value << 2)],
            _ when value < 16_384 => [(byte)((value << 2) | 1), (byte)(value >> 6)],
            _ => [(byte)((value << 2) | 2), (byte)(value >> 6), (byte)(value >> 14), (byte)(value >> 22)],
        };
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        for (var i = 0; i < with.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = with[i];
        }
    }
}
