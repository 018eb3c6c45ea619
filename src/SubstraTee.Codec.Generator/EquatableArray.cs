using System.Collections.Immutable;

namespace SubstraTee.Codec.Generator;

/// <summary>An array compared by its items, so that the compiler can tell that nothing changed.</summary>
internal readonly record struct EquatableArray<T>(ImmutableArray<T> Items)
    where T : IEquatable<T>
{
    public bool Equals(EquatableArray<T> other) => Items.SequenceEqual(other.Items);

    public override int GetHashCode() => Items.Aggregate(17, (hash, item) => unchecked((hash * 31) + item.GetHashCode()));
}
