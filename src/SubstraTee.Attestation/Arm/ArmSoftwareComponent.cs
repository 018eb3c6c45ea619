using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>One measured piece of an Arm platform's firmware (RFC 9783, section 4.4.1).</summary>
public sealed class ArmSoftwareComponent : IEquatable<ArmSoftwareComponent>
{
    internal ArmSoftwareComponent(
        string? type, ReadOnlySpan<byte> measurement, ReadOnlySpan<byte> signerId, string? version, string? description)
    {
        Type = type;
        Measurement = [.. measurement];
        SignerId = [.. signerId];
        Version = version;
        Description = description;
    }

    /// <summary>Its role, for example <c>BL</c> or <c>RMM</c>, where the token says so.</summary>
    public string? Type { get; }

    /// <summary>The hash of its code: 32, 48 or 64 bytes.</summary>
    public ImmutableArray<byte> Measurement { get; }

    /// <summary>The hash of the key that signed it: 32, 48 or 64 bytes.</summary>
    public ImmutableArray<byte> SignerId { get; }

    /// <summary>Its version in the issuer's words.</summary>
    public string? Version { get; }

    /// <summary>How it was measured, usually the name of a hash algorithm.</summary>
    public string? Description { get; }

    /// <inheritdoc/>
    public bool Equals(ArmSoftwareComponent? other) =>
        other is not null && Type == other.Type && Version == other.Version && Description == other.Description
        && Measurement.AsSpan().SequenceEqual(other.Measurement.AsSpan()) && SignerId.AsSpan().SequenceEqual(other.SignerId.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ArmSoftwareComponent);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Type, StringComparer.Ordinal);
        hash.AddBytes(Measurement.AsSpan());
        hash.AddBytes(SignerId.AsSpan());
        return hash.ToHashCode();
    }

    /// <summary>Type and measurement.</summary>
    public override string ToString() => $"{Type ?? "component"}={Convert.ToHexStringLower(Measurement.AsSpan())}";
}
