using System.Collections.Immutable;
using SubstraTee.Attestation.Cose;

namespace SubstraTee.Attestation.Arm;

/// <summary>The claims of a CCA platform token, checked for presence, type and size.</summary>
/// <remarks>RMM specification DEN0137, "CCA platform claims"; draft-ffm-rats-cca-token, section 4.6.</remarks>
internal sealed record CcaPlatformToken
{
    public const string Name = "the CCA platform token";

    private const int MaxConfiguration = 4096;

    public required CoseSign1 Signed { get; init; }

    public required string Profile { get; init; }

    public required ReadOnlyMemory<byte> Challenge { get; init; }

    public required ReadOnlyMemory<byte> ImplementationId { get; init; }

    public required ReadOnlyMemory<byte> InstanceId { get; init; }

    public required ReadOnlyMemory<byte> Configuration { get; init; }

    public required int Lifecycle { get; init; }

    public required string HashAlgorithm { get; init; }

    public required string? VerificationService { get; init; }

    public required ImmutableArray<ArmSoftwareComponent> Components { get; init; }

    /// <summary>Reads a token.</summary>
    /// <exception cref="RefusalException">It is not one of a known profile.</exception>
    public static CcaPlatformToken Read(ReadOnlyMemory<byte> bytes)
    {
        var signed = CoseSign1.Read(bytes, CborLimits.Token, CoseTagging.Required, Name);
        var claims = ArmClaimMap.Read(signed.Payload, Name);
        var profile = claims.Text(ArmLabels.Profile, "profile");
        Check.That(
            profile is "tag:arm.com,2023:cca_platform#1.0.0" or "http://arm.com/CCA-SSD/1.0.0",
            RefusalReason.ArmProfileUnknown,
            $"{Name} has the unknown profile '{profile}'");
        var token = new CcaPlatformToken
        {
            Signed = signed,
            Profile = profile,
            Challenge = claims.Hash(ArmLabels.Challenge, "challenge"),
            ImplementationId = claims.Bytes(ArmLabels.ImplementationId, "implementation id", ArmLabels.ImplementationIdLength),
            InstanceId = claims.Bytes(ArmLabels.InstanceId, "instance id", ArmLabels.InstanceIdLength),
            Configuration = claims.Bytes(ArmLabels.PlatformConfiguration, "configuration", 0, MaxConfiguration),
            Lifecycle = (int)claims.Number(ArmLabels.Lifecycle, "security lifecycle", 0, ushort.MaxValue),
            HashAlgorithm = claims.Text(ArmLabels.PlatformHash, "hash algorithm"),
            VerificationService = claims.OptionalText(ArmLabels.VerificationService, "verification service"),
            Components = claims.Components(ArmLabels.Components, "list of software components"),
        };
        ArmUeid.CheckType(token.InstanceId.Span, Name);
        return token;
    }
}
