using System.Collections.Immutable;

namespace SubstraTee.Attestation.Arm;

/// <summary>The claims of a PSA token, checked for presence, type and size; nobody vouches for them yet.</summary>
/// <remarks>RFC 9783, section 4; for PSA_IOT_PROFILE_1 its appendix on the earlier profile.</remarks>
internal sealed record PsaToken
{
    private const string Name = "the PSA token";
    private const long NothingMeasured = -75007;
    private const int MinBootSeed = 8;
    private const int MaxBootSeed = 32;

    public required PsaProfile Profile { get; init; }

    public required ReadOnlyMemory<byte> Nonce { get; init; }

    public required ReadOnlyMemory<byte> InstanceId { get; init; }

    public required ReadOnlyMemory<byte> ImplementationId { get; init; }

    public required ReadOnlyMemory<byte> BootSeed { get; init; }

    public required int ClientId { get; init; }

    public required int Lifecycle { get; init; }

    public required string? CertificationReference { get; init; }

    public required string? VerificationService { get; init; }

    public required ImmutableArray<ArmSoftwareComponent> Components { get; init; }

    /// <summary>Reads the payload of a token.</summary>
    /// <exception cref="RefusalException">It is not that of a known profile.</exception>
    public static PsaToken Read(ReadOnlyMemory<byte> payload)
    {
        var claims = ArmClaimMap.Read(payload, Name);
        var isPrivate = PsaLabels.Private.All.Any(claims.Has);
        Check.That(
            !isPrivate || !PsaLabels.Registered.All.Any(claims.Has),
            RefusalReason.ArmProfileAmbiguous,
            $"{Name} has claims of two profiles");
        return isPrivate
            ? Read(claims, PsaLabels.Private, PsaProfile.Iot1)
            : Read(claims, PsaLabels.Registered, ProfileOf(claims.Text(ArmLabels.Profile, "profile")));
    }

    private static PsaProfile ProfileOf(string profile) => profile switch
    {
        "http://arm.com/psa/2.0.0" => PsaProfile.Psa2,
        "tag:psacertified.org,2023:psa#tfm" => PsaProfile.Rfc9783,
        _ => throw new RefusalException(RefusalReason.ArmProfileUnknown, $"{Name} has the unknown profile '{profile}'"),
    };

    private static PsaToken Read(ArmClaimMap claims, PsaLabels labels, PsaProfile profile)
    {
        Check.That(
            profile != PsaProfile.Iot1 || !claims.Has(NothingMeasured) || claims.Has(labels.Components),
            RefusalReason.ArmNothingMeasured,
            $"{Name} says that no software is measured");
        // The private labels are a profile of their own, whose profile claim may be missing or any text.
        _ = claims.OptionalText(labels.Profile, "profile");
        var token = new PsaToken
        {
            Profile = profile,
            Nonce = claims.Hash(labels.Nonce, "nonce"),
            InstanceId = claims.Bytes(labels.InstanceId, "instance id", ArmLabels.InstanceIdLength),
            ImplementationId = claims.Bytes(labels.ImplementationId, "implementation id", ArmLabels.ImplementationIdLength),
            BootSeed = profile == PsaProfile.Iot1 || claims.Has(labels.BootSeed)
                ? claims.Bytes(labels.BootSeed, "boot seed", MinBootSeed, MaxBootSeed)
                : default,
            ClientId = (int)claims.Number(labels.ClientId, "client id", int.MinValue, int.MaxValue),
            Lifecycle = (int)claims.Number(labels.Lifecycle, "security lifecycle", 0, ushort.MaxValue),
            CertificationReference = claims.OptionalText(labels.CertificationReference, "certification reference"),
            VerificationService = claims.OptionalText(labels.VerificationService, "verification service"),
            Components = claims.Components(labels.Components, "list of software components"),
        };
        ArmUeid.CheckType(token.InstanceId.Span, Name);
        return token;
    }
}
