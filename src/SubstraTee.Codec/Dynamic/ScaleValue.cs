using System.Collections.Immutable;
using System.Numerics;

namespace SubstraTee.Codec;

/// <summary>A value of a type that is known only from its description.</summary>
/// <remarks>
/// A struct of one unnamed field is its content, as an account is its bytes; one of several unnamed fields is a list, as a
/// tuple is.
/// </remarks>
public abstract record ScaleValue
{
    private ScaleValue()
    {
    }

    /// <summary>The field of a composite or variant with a name, or null.</summary>
    public ScaleValue? Find(string name) => (this switch
    {
        Composite composite => composite.Fields,
        Variant variant => variant.Fields,
        _ => [],
    }).FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.Ordinal))?.Value;

    /// <summary>The value as JSON.</summary>
    public sealed override string ToString() => ScaleJson.ToText(this);

    /// <summary>A boolean.</summary>
    public sealed record Bool(bool Value) : ScaleValue;

    /// <summary>A number of any width, compact ones too.</summary>
    public sealed record Number(BigInteger Value) : ScaleValue;

    /// <summary>Text, or a single character.</summary>
    public sealed record Text(string Value) : ScaleValue;

    /// <summary>A sequence or array of <c>u8</c>.</summary>
    public sealed record Bytes(ImmutableArray<byte> Value) : ScaleValue
    {
        /// <inheritdoc/>
        public bool Equals(Bytes? other) => other is not null && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(Value.AsSpan());
            return hash.ToHashCode();
        }
    }

    /// <summary>The items of a sequence, array, tuple or tuple struct.</summary>
    public sealed record List(ImmutableArray<ScaleValue> Items) : ScaleValue
    {
        /// <inheritdoc/>
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Combine(Items);
    }

    /// <summary>The named fields of a struct.</summary>
    public sealed record Composite(ImmutableArray<ScaleField> Fields) : ScaleValue
    {
        /// <inheritdoc/>
        public bool Equals(Composite? other) => other is not null && Fields.SequenceEqual(other.Fields);

        /// <inheritdoc/>
        public override int GetHashCode() => Combine(Fields);
    }

    /// <summary>One variant of an enum.</summary>
    public sealed record Variant(string Name, byte Index, ImmutableArray<ScaleField> Fields) : ScaleValue
    {
        /// <inheritdoc/>
        public bool Equals(Variant? other) =>
            other is not null && Index == other.Index && string.Equals(Name, other.Name, StringComparison.Ordinal)
            && Fields.SequenceEqual(other.Fields);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Index, Combine(Fields));
    }

    /// <summary>A sequence of bits.</summary>
    public sealed record Bits(BitSequence Value) : ScaleValue;

    private static int Combine<T>(ImmutableArray<T> items)
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
