namespace SubstraTee.Codec;

/// <summary>A list of bits; how they are packed into words is the codec's business.</summary>
public sealed class BitSequence : IEquatable<BitSequence>
{
    private readonly byte[] _bits;

    /// <summary>Copies bits.</summary>
    public BitSequence(params ReadOnlySpan<bool> bits)
    {
        Count = bits.Length;
        _bits = new byte[(bits.Length + 7) / 8];
        for (var i = 0; i < bits.Length; i++)
        {
            _bits[i / 8] |= (byte)((bits[i] ? 1 : 0) << (i % 8));
        }
    }

    internal BitSequence(int count, byte[] bits)
    {
        Count = count;
        _bits = bits;
    }

    /// <summary>The number of bits.</summary>
    public int Count { get; }

    /// <summary>The bit at <paramref name="index"/>.</summary>
    public bool this[int index] => (uint)index < (uint)Count
        ? ((_bits[index / 8] >> (index % 8)) & 1) != 0
        : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The first bit lowest in the first byte, unused bits zero.</summary>
    internal ReadOnlySpan<byte> Packed => _bits;

    /// <inheritdoc/>
    public bool Equals(BitSequence? other) =>
        other is not null && Count == other.Count && _bits.AsSpan().SequenceEqual(other._bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BitSequence);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Count);
        hash.AddBytes(_bits);
        return hash.ToHashCode();
    }

    /// <summary>The bits from the first to the last as <c>0b</c> and digits.</summary>
    public override string ToString() => string.Create(Count + 2, this, static (text, bits) =>
    {
        "0b".CopyTo(text);
        for (var i = 0; i < bits.Count; i++)
        {
            text[i + 2] = bits[i] ? '1' : '0';
        }
    });
}
