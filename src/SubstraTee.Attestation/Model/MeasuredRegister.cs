using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>One value that the platform measured or that was fixed at launch, under the family's own name for it.</summary>
/// <remarks>Names are lower case: <c>mrenclave</c>, <c>mrtd</c>, <c>rtmr0</c>, <c>pcr4</c>, <c>rim</c>.</remarks>
public sealed class MeasuredRegister : IEquatable<MeasuredRegister>
{
    /// <summary>Joins a name and its value.</summary>
    internal MeasuredRegister(string name, ReadOnlySpan<byte> value)
    {
        Name = name;
        Value = [.. value];
    }

    /// <summary>The family's name for the register, in lower case.</summary>
    public string Name { get; }

    /// <summary>The value, in the order of the evidence's bytes.</summary>
    public ImmutableArray<byte> Value { get; }

    /// <inheritdoc/>
    public bool Equals(MeasuredRegister? other) =>
        other is not null && Name == other.Name && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MeasuredRegister);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Name, StringComparer.Ordinal);
        hash.AddBytes(Value.AsSpan());
        return hash.ToHashCode();
    }

    /// <summary>Name and value in hexadecimal digits.</summary>
    public override string ToString() => $"{Name}={Convert.ToHexStringLower(Value.AsSpan())}";
}
