namespace SubstraTee.Node;

/// <summary>What a transaction provides or requires, for example an account's nonce; bytes compared as a whole.</summary>
internal readonly struct Tag(byte[] bytes) : IEquatable<Tag>
{
    private readonly byte[] _bytes = bytes;

    public bool Equals(Tag other) => _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is Tag other && Equals(other);

    public override int GetHashCode()
    {
        // Seeded by the process, so that nobody can choose tags that fall together.
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }
}
