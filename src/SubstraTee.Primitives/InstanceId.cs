namespace SubstraTee.Primitives;

/// <summary>The random identity of one start of an enclave, published on chain so that clones and rollbacks show.</summary>
/// <param name="Bytes">The 32 bytes.</param>
public readonly record struct InstanceId(Bytes32 Bytes) : IComparable<InstanceId>
{
    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span holds another number of bytes.</exception>
    public InstanceId(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>Reads 64 hexadecimal digits, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static InstanceId Parse(string text) => new(Bytes32.Parse(text));

    /// <summary>A fresh array of the 32 bytes.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>Copies the bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => Bytes.CopyTo(destination);

    /// <inheritdoc/>
    public int CompareTo(InstanceId other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The bytes as <c>0x</c> and 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
