using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>A signature together with its scheme: Substrate's <c>MultiSignature</c>.</summary>
public sealed class Signature : IEquatable<Signature>
{
    private readonly byte[] _bytes;

    /// <summary>Copies the bytes of a signature of that scheme: 64, for ECDSA 65.</summary>
    /// <exception cref="ArgumentException">Another number of bytes or an unknown scheme.</exception>
    public Signature(KeyType type, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != LengthOf(type))
        {
            throw new ArgumentException($"a signature of type {type} has {LengthOf(type)} bytes, not {bytes.Length}", nameof(bytes));
        }

        Type = type;
        _bytes = bytes.ToArray();
    }

    /// <summary>The scheme.</summary>
    public KeyType Type { get; }

    /// <summary>The signature as it is transmitted.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>How many bytes a signature of the scheme has.</summary>
    /// <exception cref="ArgumentException">An unknown scheme.</exception>
    public static int LengthOf(KeyType type) => type switch
    {
        KeyType.Ed25519 or KeyType.Sr25519 => 64,
        KeyType.Ecdsa => 65,
        _ => throw new ArgumentException($"unknown signature scheme {(int)type}", nameof(type)),
    };

    /// <inheritdoc/>
    public bool Equals(Signature? other) => other is not null && Type == other.Type && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Signature);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Type);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>Scheme and bytes.</summary>
    public override string ToString() => $"{Type}:{Hex.Encode(_bytes)}";
}
