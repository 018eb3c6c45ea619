using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a verified PSA token says besides what all families say.</summary>
public sealed class PsaClaims : EvidenceClaims
{
    internal PsaClaims()
    {
    }

    /// <summary>The generation of the token.</summary>
    public required PsaProfile Profile { get; init; }

    /// <summary>The caller that asked for the token: negative when it lives in the non-secure world.</summary>
    public required int ClientId { get; init; }

    /// <summary>The device's lifecycle, 0x3000 to 0x30ff when it is secured.</summary>
    public required int SecurityLifecycle { get; init; }

    /// <summary>Names the hardware design, 32 bytes.</summary>
    public required ImmutableArray<byte> ImplementationId { get; init; }

    /// <summary>Names the device, 33 bytes.</summary>
    public required ImmutableArray<byte> InstanceId { get; init; }

    /// <summary>Random for each start of the device, 8 to 32 bytes; empty where the token has none.</summary>
    public required ImmutableArray<byte> BootSeed { get; init; }

    /// <summary>The number of the device's certificate, where the token says so.</summary>
    public string? CertificationReference { get; init; }

    /// <summary>Where the issuer offers verification.</summary>
    public string? VerificationService { get; init; }

    /// <summary>The measured firmware, in the token's order.</summary>
    public required ImmutableArray<ArmSoftwareComponent> Components { get; init; }
}
