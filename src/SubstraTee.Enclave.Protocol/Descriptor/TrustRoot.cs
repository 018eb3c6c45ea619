using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A key that the evidence of members must end in.</summary>
/// <param name="Role">What it may vouch for.</param>
/// <param name="Key">The public key: SubjectPublicKeyInfo (DER), or the bare 32 bytes of a Keystone device.</param>
/// <param name="ImplementationId">Arm: the implementation that the key belongs to; else empty.</param>
/// <param name="InstanceId">Arm: the instance that the key belongs to; else empty.</param>
[ScaleType]
public sealed partial record TrustRoot(
    AnchorRole Role,
    [MaxLength(1024)] ImmutableArray<byte> Key,
    [MaxLength(64)] ImmutableArray<byte> ImplementationId,
    [MaxLength(64)] ImmutableArray<byte> InstanceId)
{
    /// <summary>The root that an anchor is.</summary>
    public static TrustRoot Of(TrustAnchor anchor)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        return new TrustRoot(anchor.Role, anchor.Key, anchor.ImplementationId, anchor.InstanceId);
    }

    /// <summary>The anchor that it is.</summary>
    /// <exception cref="ArgumentException">The key is unusable.</exception>
    internal TrustAnchor ToAnchor(AnchorClass anchorClass) =>
        new(Role, anchorClass, Key.AsSpan(), Role.Text(), "the shard's policy") { ImplementationId = ImplementationId, InstanceId = InstanceId };
}
