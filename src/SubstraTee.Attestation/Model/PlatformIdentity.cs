using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What names the machine that made the evidence.</summary>
/// <remarks>
/// Extracted attestation keys (physical interposers) make perfect evidence; only an allow-list of enrolled platforms limits
/// where it may come from.
/// </remarks>
public sealed class PlatformIdentity : IEquatable<PlatformIdentity>
{
    /// <summary>Joins a kind and its value.</summary>
    public PlatformIdentity(PlatformIdentityKind kind, ReadOnlySpan<byte> value)
    {
        Kind = kind;
        Value = [.. value];
    }

    /// <summary>What the value names.</summary>
    public PlatformIdentityKind Kind { get; }

    /// <summary>The value.</summary>
    public ImmutableArray<byte> Value { get; }

    /// <inheritdoc/>
    public bool Equals(PlatformIdentity? other) =>
        other is not null && Kind == other.Kind && Value.AsSpan().SequenceEqual(other.Value.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PlatformIdentity);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Kind);
        hash.AddBytes(Value.AsSpan());
        return hash.ToHashCode();
    }

    /// <summary>Kind and value in hexadecimal digits.</summary>
    public override string ToString() => $"{Kind.Text()}:{Convert.ToHexStringLower(Value.AsSpan())}";
}
