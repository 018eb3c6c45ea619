namespace SubstraTee.Attestation.Arm;

/// <summary>The labels of claims that Arm's tokens share (RFC 9783; RMM specification DEN0137, section on attestation).</summary>
internal static class ArmLabels
{
    public const long Challenge = 10;
    public const long InstanceId = 256;
    public const long Profile = 265;
    public const long ClientId = 2394;
    public const long Lifecycle = 2395;
    public const long ImplementationId = 2396;
    public const long BootSeed = 2397;
    public const long CertificationReference = 2398;
    public const long Components = 2399;
    public const long VerificationService = 2400;
    public const long PlatformConfiguration = 2401;
    public const long PlatformHash = 2402;

    public const long ComponentType = 1;
    public const long ComponentMeasurement = 2;
    public const long ComponentVersion = 4;
    public const long ComponentSigner = 5;
    public const long ComponentDescription = 6;

    public const long RealmPersonalization = 44235;
    public const long RealmHash = 44236;
    public const long RealmKey = 44237;
    public const long RealmInitialMeasurement = 44238;
    public const long RealmExtensibleMeasurements = 44239;
    public const long RealmKeyHash = 44240;

    public const int ImplementationIdLength = 32;
    public const int InstanceIdLength = 33;
    public const int MaxComponents = 64;
}
