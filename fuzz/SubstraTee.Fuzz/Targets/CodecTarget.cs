using System.Numerics;
using SubstraTee.Codec;

namespace SubstraTee.Fuzz;

/// <summary>A codec: what it accepts, it must write again as it came, because what is hashed or signed has one form.</summary>
internal sealed class CodecTarget<T>(string name, ScaleCodec<T> codec, params T[] samples) : IFuzzTarget
{
    public string Name => name;

    public IEnumerable<byte[]> Seeds() => samples.Select(codec.Encode);

    public int Run(ReadOnlySpan<byte> input)
    {
        T value;
        try
        {
            value = codec.Decode(input);
        }
        catch (ScaleException refused)
        {
            return ((int)refused.Fault << 16) | Math.Min(refused.Offset, 0xFFFF);
        }

        if (!input.SequenceEqual(codec.Encode(value)))
        {
            throw new InvalidOperationException($"{name}: accepted bytes that it would not write");
        }

        return -1 - BitOperations.Log2((uint)input.Length + 1);
    }
}
