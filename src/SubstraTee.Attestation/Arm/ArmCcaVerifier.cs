using System.Collections.Immutable;
using System.Globalization;
using SubstraTee.Attestation.Cose;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Arm;

/// <summary>
/// Verifies Arm CCA tokens: the platform's signature under its enrolled key, the realm's under the key that it carries, and that
/// the platform vouches for that key. Only all three together say something.
/// </summary>
internal static class ArmCcaVerifier
{
    private const ulong Sign1Tag = 18;

    /// <summary>Verifies a token, or a platform token alone where that is allowed.</summary>
    public static Verdict Verify(VerificationRun run, ReadOnlyMemory<byte> evidence, Collateral collateral)
    {
        Check.That(
            collateral == Collateral.None, RefusalReason.CollateralKindMismatch, $"{collateral.GetType().Name}: Arm CCA has no collateral");
        Check.That(
            evidence.Length <= CborLimits.Token.MaxBytes,
            RefusalReason.EvidenceTooLarge,
            $"the CCA token has {evidence.Length} bytes; at most {CborLimits.Token.MaxBytes} are read");
        if (run.Options.CollectDiagnostics)
        {
            CcaNotes.Add(run, evidence);
        }

        if (CborReader.TryRead(evidence, CborLimits.Token, out _) is CborValue.Tag { Number: Sign1Tag })
        {
            return VerifyPlatformAlone(run, evidence);
        }

        var token = CcaToken.Read(evidence);
        var platform = CcaPlatformToken.Read(token.Platform);
        var realm = CcaRealmToken.Read(token.Realm);
        realm.CheckSignature();
        realm.CheckBinding(platform.Challenge.Span);
        if (run.Options.Depth == VerificationDepth.DecodeOnly)
        {
            return run.Decoded();
        }

        CheckPlatformSignature(run, platform);
        var isDebug = ArmLifecycle.IsDebug(platform.Lifecycle);
        return run.Options.Depth == VerificationDepth.SignaturesOnly
            ? run.SignatureOnly("platform_signature", "realm_signature", "binding")
            : run.Verified(Facts(platform, realm, isDebug));
    }

    private static Verdict VerifyPlatformAlone(VerificationRun run, ReadOnlyMemory<byte> evidence)
    {
        var platform = CcaPlatformToken.Read(evidence);
        if (run.Options.Depth == VerificationDepth.DecodeOnly)
        {
            return run.Decoded();
        }

        run.SkipOrRefuse(
            SkippableCheck.CcaRealm, RefusalReason.CcaRealmMissing, "this is a platform token alone; it proves nothing about a realm");
        CheckPlatformSignature(run, platform);
        var isDebug = ArmLifecycle.IsDebug(platform.Lifecycle);
        return run.Options.Depth == VerificationDepth.SignaturesOnly
            ? run.SignatureOnly("platform_signature")
            : run.Verified(Facts(platform, null, isDebug));
    }

    private static void CheckPlatformSignature(VerificationRun run, CcaPlatformToken platform)
    {
        Check.That(
            platform.Signed.Algorithm != CoseAlgorithm.None,
            RefusalReason.CoseAlgorithmMissing,
            $"the protected header of {CcaPlatformToken.Name} names no algorithm");
        ArmAnchors.CheckSignature(
            run, AnchorRole.ArmCcaCpak, platform.Signed, platform.ImplementationId.Span, platform.InstanceId.Span, CcaPlatformToken.Name);
    }

    private static EvidenceFacts Facts(CcaPlatformToken platform, CcaRealmToken? realm, bool isDebug)
    {
        ImmutableArray<MeasuredRegister> measured = realm is null
            ? [.. ArmComponents.ForMeasurement(platform.Components)]
            : RealmRegisters(realm);
        return new EvidenceFacts
        {
            Kind = EvidenceKind.ArmCca,
            Measurement = CompositeMeasurement.Of(MeasurementFamily.ArmCca, measured),
            Registers =
            [
                .. realm is null ? [] : measured,
                .. realm is null ? ImmutableArray<MeasuredRegister>.Empty : [new("personalization", realm.Personalization.Span)],
                .. ArmComponents.ForPolicy(platform.Components),
                new("implementation_id", platform.ImplementationId.Span),
                new("platform_configuration", platform.Configuration.Span),
                new(FirmwareRule.CcaFirmware, FirmwareHash(platform)),
            ],
            ReportData = [.. (realm?.Challenge ?? platform.Challenge).Span],
            Debug = isDebug,
            Tcb = TcbStatus.UpToDate,
            Platform =
            [
                new(PlatformIdentityKind.ArmInstance, platform.InstanceId.Span),
                new(PlatformIdentityKind.ArmImplementation, platform.ImplementationId.Span),
            ],
            Validity = ValidityWindow.Always,
            SignedBy = SigningKeyKind.ArmCpak,
            Claims = Claims(platform, realm),
        };
    }

    private static ReadOnlySpan<byte> FirmwareHash(CcaPlatformToken platform) =>
        CompositeMeasurement.Of(MeasurementFamily.ArmCca, ArmComponents.ForMeasurement(platform.Components)).Bytes.AsSpan();

    private static ImmutableArray<MeasuredRegister> RealmRegisters(CcaRealmToken realm)
    {
        var registers = ImmutableArray.CreateBuilder<MeasuredRegister>(1 + realm.ExtensibleMeasurements.Length);
        registers.Add(new MeasuredRegister("rim", realm.InitialMeasurement.Span));
        for (var i = 0; i < realm.ExtensibleMeasurements.Length; i++)
        {
            registers.Add(new MeasuredRegister(string.Create(CultureInfo.InvariantCulture, $"rem{i}"), realm.ExtensibleMeasurements[i].Span));
        }

        return registers.MoveToImmutable();
    }

    private static CcaClaims Claims(CcaPlatformToken platform, CcaRealmToken? realm) => new()
    {
        PlatformProfile = platform.Profile,
        ImplementationId = [.. platform.ImplementationId.Span],
        InstanceId = [.. platform.InstanceId.Span],
        PlatformConfiguration = [.. platform.Configuration.Span],
        SecurityLifecycle = platform.Lifecycle,
        PlatformHashAlgorithm = platform.HashAlgorithm,
        VerificationService = platform.VerificationService,
        PlatformComponents = platform.Components,
        PlatformChallenge = [.. platform.Challenge.Span],
        Realm = realm is null ? null : new CcaRealm
        {
            Personalization = [.. realm.Personalization.Span],
            HashAlgorithm = realm.HashAlgorithm,
            AttestationKey = [.. realm.Key.Span],
            InitialMeasurement = [.. realm.InitialMeasurement.Span],
            ExtensibleMeasurements = [.. realm.ExtensibleMeasurements.Select(value => ImmutableArray.Create(value.Span))],
        },
    };
}
