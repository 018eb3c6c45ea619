using System.Collections.Immutable;
using SubstraTee.Attestation.X509;

namespace SubstraTee.Attestation;

/// <summary>A public key that chains may end in.</summary>
/// <remarks>
/// The key, not a certificate: two genuine certificates of Intel's root exist and both occur in quotes. Keys are
/// SubjectPublicKeyInfo (DER), except Keystone's, which are the bare 32 bytes.
/// </remarks>
public sealed class TrustAnchor : IEquatable<TrustAnchor>
{
    /// <summary>Bytes of a Keystone device key.</summary>
    public const int KeystoneKeyLength = 32;

    /// <summary>Names an anchor.</summary>
    /// <param name="role">What it may vouch for.</param>
    /// <param name="anchorClass">Genuine hardware, or tests.</param>
    /// <param name="key">SubjectPublicKeyInfo, or 32 bytes for Keystone.</param>
    /// <param name="name">For people.</param>
    /// <param name="source">Where the key was taken from, for people.</param>
    /// <exception cref="ArgumentException">The key is unusable, or a built-in production key is called a test.</exception>
    public TrustAnchor(AnchorRole role, AnchorClass anchorClass, ReadOnlySpan<byte> key, string name, string source)
    {
        if (role == AnchorRole.KeystoneDevice ? key.Length != KeystoneKeyLength : !X509.PublicKey.TryParse(key.ToArray(), out _))
        {
            throw new ArgumentException($"{name}: not a usable public key for {role.Text()}", nameof(key));
        }

        Role = role;
        Class = anchorClass;
        Key = [.. key];
        Name = name;
        Source = source;
    }

    /// <summary>What it may vouch for.</summary>
    public AnchorRole Role { get; }

    /// <summary>Genuine hardware, or tests.</summary>
    public AnchorClass Class { get; }

    /// <summary>SubjectPublicKeyInfo, or 32 bytes for Keystone.</summary>
    public ImmutableArray<byte> Key { get; }

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>Where the key was taken from, for people.</summary>
    public string Source { get; }

    /// <summary>Arm: the implementation that the key belongs to; empty for any.</summary>
    public ImmutableArray<byte> ImplementationId { get; init; } = [];

    /// <summary>Arm: the instance that the key belongs to; empty for any.</summary>
    public ImmutableArray<byte> InstanceId { get; init; } = [];

    /// <summary>The key, ready to verify with.</summary>
    /// <exception cref="InvalidOperationException">A Keystone key, which is of another kind.</exception>
    internal PublicKey PublicKey =>
        Role != AnchorRole.KeystoneDevice && PublicKey.TryParse(Key.AsMemory(), out var key)
            ? key
            : throw new InvalidOperationException("a Keystone device key is not a SubjectPublicKeyInfo");

    /// <inheritdoc/>
    public bool Equals(TrustAnchor? other) =>
        other is not null && Role == other.Role && Class == other.Class && Key.AsSpan().SequenceEqual(other.Key.AsSpan())
        && ImplementationId.AsSpan().SequenceEqual(other.ImplementationId.AsSpan())
        && InstanceId.AsSpan().SequenceEqual(other.InstanceId.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TrustAnchor);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Role);
        hash.AddBytes(Key.AsSpan());
        return hash.ToHashCode();
    }

    /// <summary>Role, class and name.</summary>
    public override string ToString() => $"{Role.Text()} ({Class.ToString().ToLowerInvariant()}): {Name}";
}
