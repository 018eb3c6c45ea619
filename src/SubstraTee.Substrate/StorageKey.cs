using System.Text;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>The key of one value, or of a group of values, in a chain's state.</summary>
public readonly struct StorageKey : IEquatable<StorageKey>, IComparable<StorageKey>
{
    /// <summary>The number of bytes of a pallet item's prefix.</summary>
    public const int PrefixLength = 32;

    private readonly byte[]? _bytes;

    /// <summary>Copies the bytes of a key.</summary>
    public StorageKey(ReadOnlySpan<byte> bytes)
        : this(bytes.ToArray())
    {
    }

    private StorageKey(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>The number of bytes.</summary>
    public int Length => Span.Length;

    /// <summary>The key of a plain value, and what all keys of a map begin with: twox128(pallet), twox128(item).</summary>
    /// <remarks>The pallet's name is its storage prefix, which the metadata gives.</remarks>
    public static StorageKey Prefix(string pallet, string item)
    {
        var bytes = new byte[PrefixLength];
        Twox.Twox128(Encoding.UTF8.GetBytes(pallet), bytes);
        Twox.Twox128(Encoding.UTF8.GetBytes(item), bytes.AsSpan(PrefixLength / 2));
        return new StorageKey(bytes);
    }

    /// <summary>What all keys of a pallet begin with: twox128(pallet).</summary>
    public static StorageKey Pallet(string pallet)
    {
        var bytes = new byte[PrefixLength / 2];
        Twox.Twox128(Encoding.UTF8.GetBytes(pallet), bytes);
        return new StorageKey(bytes);
    }

    /// <summary>The key of a map's entry; with fewer keys than the map has, what the entries below them begin with.</summary>
    public static StorageKey Map(string pallet, string item, params ReadOnlySpan<(StorageHasher Hasher, byte[] EncodedKey)> keys)
    {
        var key = Prefix(pallet, item);
        foreach (var (hasher, encoded) in keys)
        {
            key = key.Append(hasher, encoded);
        }

        return key;
    }

    /// <summary>A text key outside pallets, for example <c>:code</c>.</summary>
    public static StorageKey WellKnown(string name) => new(Encoding.UTF8.GetBytes(name));

    /// <summary>This key with one hashed map key more.</summary>
    public StorageKey Append(StorageHasher hasher, ReadOnlySpan<byte> encodedKey)
    {
        var bytes = new byte[Length + hasher.OutputLength(encodedKey.Length)];
        Span.CopyTo(bytes);
        hasher.Hash(encodedKey, bytes.AsSpan(Length));
        return new StorageKey(bytes);
    }

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray() => Span.ToArray();

    /// <summary>True when this key begins with the other.</summary>
    public bool StartsWith(StorageKey prefix) => Span.StartsWith(prefix.Span);

    /// <inheritdoc/>
    public bool Equals(StorageKey other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StorageKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Orders keys as the state trie does: byte by byte.</summary>
    public int CompareTo(StorageKey other) => Span.SequenceCompareTo(other.Span);

    /// <summary>True for equal bytes.</summary>
    public static bool operator ==(StorageKey left, StorageKey right) => left.Equals(right);

    /// <summary>True for different bytes.</summary>
    public static bool operator !=(StorageKey left, StorageKey right) => !left.Equals(right);

    /// <summary>The bytes in hexadecimal.</summary>
    public override string ToString() => Hex.Encode(Span);
}
