namespace SubstraTee.Primitives;

/// <summary>A 32-byte account of a Substrate chain: an sr25519 or ed25519 public key, or the Blake2b-256 hash of an ECDSA one.</summary>
/// <param name="Bytes">The 32 bytes.</param>
public readonly record struct AccountId(Bytes32 Bytes) : IComparable<AccountId>
{
    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span holds another number of bytes.</exception>
    public AccountId(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes))
    {
    }

    /// <summary>Reads 64 hexadecimal digits, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static AccountId Parse(string text) => new(Bytes32.Parse(text));

    /// <summary>A fresh array of the 32 bytes.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>Copies the bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => Bytes.CopyTo(destination);

    /// <inheritdoc/>
    public int CompareTo(AccountId other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The bytes as <c>0x</c> and 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
