namespace SubstraTee.Codec;

/// <remarks>
/// The number of bits, then as many little-endian words as they need (parity-scale-codec, <c>bit_vec.rs</c>). Bits past
/// the last are written as zero and not looked at when read, as the reference does, so that no extrinsic which a chain
/// accepts is refused here.
/// </remarks>
internal sealed class BitSequenceCodec(BitStore store, BitOrder order) : ScaleCodec<BitSequence>
{
    private readonly int _wordBytes = (int)store / 8;

    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var word = store switch
        {
            BitStore.U8 => Scale.U8.Describe(registry),
            BitStore.U16 => Scale.U16.Describe(registry),
            BitStore.U32 => Scale.U32.Describe(registry),
            _ => Scale.U64.Describe(registry),
        };
        var path = $"bitvec::order::{order}";
        var end = registry.Add(path, _ => PortableType.Named(path, new TypeDefinition.Composite([])));
        return registry.Add(
            $"BitVec<{word}, {end}>", _ => PortableType.Anonymous(new TypeDefinition.BitSequence(word, end)));
    }

    public override void Write(ScaleWriter writer, BitSequence value)
    {
        writer.WriteCompact((uint)value.Count);
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (var start = 0; start < value.Count; start += (int)store)
        {
            word.Clear();
            var packed = value.Packed[(start / 8)..];
            packed[..Math.Min(packed.Length, _wordBytes)].CopyTo(word);
            Turn(word[.._wordBytes]);
            writer.WriteRaw(word[.._wordBytes]);
        }
    }

    public override BitSequence Read(ref ScaleReader reader)
    {
        var start = reader.Position;
        var count = reader.ReadCompactU32();
        var words = ((long)count + (int)store - 1) / (int)store;
        if (words * _wordBytes > reader.Remaining || count > int.MaxValue)
        {
            throw new ScaleException(ScaleFault.TooLong, start);
        }

        var bytes = reader.ReadBytes((int)words * _wordBytes).ToArray();
        for (var at = 0; at < bytes.Length; at += _wordBytes)
        {
            Turn(bytes.AsSpan(at, _wordBytes));
        }

        var packed = bytes[..(int)((count + 7) / 8)];
        if (count % 8 != 0)
        {
            packed[^1] &= (byte)((1 << (int)(count % 8)) - 1);
        }

        return new BitSequence((int)count, packed);
    }

    // The highest bit first: the bytes of the little-endian word and the bits of each change ends.
    private void Turn(Span<byte> word)
    {
        if (order == BitOrder.Lsb0)
        {
            return;
        }

        word.Reverse();
        foreach (ref var one in word)
        {
            one = Reverse(one);
        }
    }

    private static byte Reverse(byte value)
    {
        var swapped = ((value & 0xF0) >> 4) | ((value & 0x0F) << 4);
        swapped = ((swapped & 0xCC) >> 2) | ((swapped & 0x33) << 2);
        return (byte)(((swapped & 0xAA) >> 1) | ((swapped & 0x55) << 1));
    }
}
