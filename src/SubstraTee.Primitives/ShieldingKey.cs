namespace SubstraTee.Primitives;

/// <summary>A shard's public X25519 key of one epoch, which clients encrypt requests to.</summary>
/// <param name="Bytes">The 32 bytes.</param>
public readonly record struct ShieldingKey(Bytes32 Bytes) : IComparable<ShieldingKey>
{
    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span holds another number of bytes.</exception>
    public ShieldingKey(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>Reads 64 hexadecimal digits, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static ShieldingKey Parse(string text) => new(Bytes32.Parse(text));

    /// <summary>A fresh array of the 32 bytes.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>Copies the bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => Bytes.CopyTo(destination);

    /// <inheritdoc/>
    public int CompareTo(ShieldingKey other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The bytes as <c>0x</c> and 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
