namespace SubstraTee.Attestation.Arm;

/// <summary>Where a generation of PSA tokens keeps its claims.</summary>
internal sealed record PsaLabels(
    long Nonce,
    long InstanceId,
    long Profile,
    long ClientId,
    long Lifecycle,
    long ImplementationId,
    long BootSeed,
    long CertificationReference,
    long Components,
    long VerificationService)
{
    /// <summary>RFC 9783, and version 2.0.0 before it.</summary>
    public static PsaLabels Registered { get; } = new(
        ArmLabels.Challenge, ArmLabels.InstanceId, ArmLabels.Profile, ArmLabels.ClientId, ArmLabels.Lifecycle, ArmLabels.ImplementationId,
        ArmLabels.BootSeed, ArmLabels.CertificationReference, ArmLabels.Components, ArmLabels.VerificationService);

    /// <summary>PSA_IOT_PROFILE_1, from the range for private use.</summary>
    public static PsaLabels Private { get; } =
        new(-75008, -75009, -75000, -75001, -75002, -75003, -75004, -75005, -75006, -75010);

    /// <summary>Every label of the set.</summary>
    public IEnumerable<long> All =>
    [
        Nonce, InstanceId, Profile, ClientId, Lifecycle, ImplementationId, BootSeed, CertificationReference, Components, VerificationService,
    ];
}
