using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a verified CCA token says besides what all families say.</summary>
public sealed class CcaClaims : EvidenceClaims
{
    internal CcaClaims()
    {
    }

    /// <summary>What the platform's profile claim says.</summary>
    public required string PlatformProfile { get; init; }

    /// <summary>Names the hardware design, 32 bytes.</summary>
    public required ImmutableArray<byte> ImplementationId { get; init; }

    /// <summary>Names the platform, 33 bytes.</summary>
    public required ImmutableArray<byte> InstanceId { get; init; }

    /// <summary>How the platform is configured, as the implementation encodes it.</summary>
    public required ImmutableArray<byte> PlatformConfiguration { get; init; }

    /// <summary>The platform's lifecycle, 0x3000 to 0x30ff when it is secured.</summary>
    public required int SecurityLifecycle { get; init; }

    /// <summary>The algorithm that the platform's measurements are made with.</summary>
    public required string PlatformHashAlgorithm { get; init; }

    /// <summary>Where the issuer offers verification.</summary>
    public string? VerificationService { get; init; }

    /// <summary>The measured firmware of the platform, in the token's order.</summary>
    public required ImmutableArray<ArmSoftwareComponent> PlatformComponents { get; init; }

    /// <summary>What the platform token binds: the hash of the realm's key.</summary>
    public required ImmutableArray<byte> PlatformChallenge { get; init; }

    /// <summary>What the realm says; null when a platform token came alone and that was allowed.</summary>
    public CcaRealm? Realm { get; init; }
}
