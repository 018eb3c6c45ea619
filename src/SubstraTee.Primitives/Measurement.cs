using System.Collections.Immutable;

namespace SubstraTee.Primitives;

/// <summary>What identifies an enclave's code: a platform family and 32 to 64 bytes that it measured.</summary>
public sealed class Measurement : IEquatable<Measurement>
{
    /// <summary>The fewest bytes a measurement has.</summary>
    public const int MinLength = 32;

    /// <summary>The most bytes a measurement has.</summary>
    public const int MaxLength = 64;

    /// <summary>Joins a family and its bytes.</summary>
    /// <exception cref="ArgumentException">The family is unknown or the length is outside 32 to 64.</exception>
    public Measurement(MeasurementFamily family, ReadOnlySpan<byte> bytes)
    {
        if (!Enum.IsDefined(family))
        {
            throw new ArgumentException($"unknown measurement family {(byte)family}", nameof(family));
        }

        if (bytes.Length is < MinLength or > MaxLength)
        {
            throw new ArgumentException($"a measurement has {MinLength} to {MaxLength} bytes, not {bytes.Length}", nameof(bytes));
        }

        Family = family;
        Bytes = [.. bytes];
    }

    /// <summary>The platform family.</summary>
    public MeasurementFamily Family { get; }

    /// <summary>The measured value, 32 to 64 bytes.</summary>
    public ImmutableArray<byte> Bytes { get; }

    /// <inheritdoc/>
    public bool Equals(Measurement? other) =>
        other is not null && Family == other.Family && Bytes.AsSpan().SequenceEqual(other.Bytes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Measurement);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Family);
        hash.AddBytes(Bytes.AsSpan());
        return hash.ToHashCode();
    }

    /// <summary>Family and value, for example <c>simulated:7a31…</c> in full.</summary>
    public override string ToString() => $"{Family.ToString().ToLowerInvariant()}:{Convert.ToHexStringLower(Bytes.AsSpan())}";
}
