using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SubstraTee.Primitives;

/// <summary>Thirty-two bytes held by value: the storage behind every hash, key and identifier of that size.</summary>
/// <remarks>Not for secrets: use <see cref="SecretBytes"/>, which is zeroed and never printed.</remarks>
public readonly struct Bytes32 : IEquatable<Bytes32>, IComparable<Bytes32>
{
    /// <summary>The number of bytes held.</summary>
    public const int Length = 32;

    private readonly Vector256<byte> _value;

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span holds another number of bytes.</exception>
    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"expected {Length} bytes, got {bytes.Length}", nameof(bytes));
        }

        _value = Vector256.Create(bytes);
    }

    /// <summary>Reads 64 hexadecimal digits, with or without <c>0x</c>.</summary>
    public static bool TryParse(string? text, out Bytes32 value)
    {
        value = default;
        if (text is null || !Hex.TryDecode(text, Length, out var bytes) || bytes.Length != Length)
        {
            return false;
        }

        value = new Bytes32(bytes);
        return true;
    }

    /// <summary>Reads 64 hexadecimal digits, with or without <c>0x</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static Bytes32 Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException("expected 64 hexadecimal digits");

    /// <summary>A view of the bytes; valid as long as the variable it was taken from.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => MemoryMarshal.AsBytes(new ReadOnlySpan<Bytes32>(in this));

    /// <summary>Copies the bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => _value.CopyTo(destination);

    /// <summary>A fresh array of the 32 bytes.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <summary>True when every byte is zero.</summary>
    public bool IsZero => _value == Vector256<byte>.Zero;

    /// <inheritdoc/>
    public bool Equals(Bytes32 other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bytes32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var words = _value.AsUInt64();
        return HashCode.Combine(words[0], words[1], words[2], words[3]);
    }

    /// <summary>Compares byte by byte from the first, as unsigned numbers.</summary>
    public int CompareTo(Bytes32 other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <summary>Equality of all bytes.</summary>
    public static bool operator ==(Bytes32 left, Bytes32 right) => left.Equals(right);

    /// <summary>Inequality of any byte.</summary>
    public static bool operator !=(Bytes32 left, Bytes32 right) => !left.Equals(right);

    /// <summary>The bytes as <c>0x</c> and 64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Hex.Encode(AsSpan());
}
