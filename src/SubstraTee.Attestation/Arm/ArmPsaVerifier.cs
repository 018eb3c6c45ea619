using SubstraTee.Attestation.Cose;
using SubstraTee.Primitives;

namespace SubstraTee.Attestation.Arm;

/// <summary>Verifies Arm PSA attestation tokens: a COSE_Sign1 of a device whose key is enrolled.</summary>
internal static class ArmPsaVerifier
{
    private const string Name = "the PSA token";

    /// <summary>Verifies a token.</summary>
    public static Verdict Verify(VerificationRun run, ReadOnlyMemory<byte> evidence, Collateral collateral)
    {
        Check.That(
            collateral == Collateral.None || collateral is ArmPsaCollateral,
            RefusalReason.CollateralKindMismatch,
            $"{collateral.GetType().Name} is no collateral of Arm PSA");
        Check.That(
            evidence.Length <= CborLimits.Token.MaxBytes,
            RefusalReason.EvidenceTooLarge,
            $"{Name} has {evidence.Length} bytes; at most {CborLimits.Token.MaxBytes} are read");
        if (run.Options.CollectDiagnostics)
        {
            PsaNotes.Add(run, evidence, (collateral as ArmPsaCollateral)?.MacKey ?? default);
        }

        var signed = CoseSign1.Read(evidence, CborLimits.Token, CoseTagging.Required, Name);
        var token = PsaToken.Read(signed.Payload);
        if (run.Options.Depth == VerificationDepth.DecodeOnly)
        {
            return run.Decoded();
        }

        ArmAnchors.CheckSignature(run, AnchorRole.ArmPsaIak, signed, token.ImplementationId.Span, token.InstanceId.Span, Name);
        var isDebug = ArmLifecycle.IsDebug(token.Lifecycle);
        return run.Options.Depth == VerificationDepth.SignaturesOnly
            ? run.SignatureOnly("token_signature")
            : run.Verified(Facts(token, isDebug));
    }

    private static EvidenceFacts Facts(PsaToken token, bool isDebug) => new()
    {
        Kind = EvidenceKind.ArmPsa,
        Measurement = CompositeMeasurement.Of(MeasurementFamily.ArmPsa, ArmComponents.ForMeasurement(token.Components)),
        Registers = [.. ArmComponents.ForPolicy(token.Components), new("implementation_id", token.ImplementationId.Span)],
        ReportData = [.. token.Nonce.Span],
        Debug = isDebug,
        Tcb = TcbStatus.UpToDate,
        Platform =
        [
            new(PlatformIdentityKind.ArmInstance, token.InstanceId.Span),
            new(PlatformIdentityKind.ArmImplementation, token.ImplementationId.Span),
        ],
        Validity = ValidityWindow.Always,
        SignedBy = SigningKeyKind.ArmIak,
        Claims = new PsaClaims
        {
            Profile = token.Profile,
            ClientId = token.ClientId,
            SecurityLifecycle = token.Lifecycle,
            ImplementationId = [.. token.ImplementationId.Span],
            InstanceId = [.. token.InstanceId.Span],
            BootSeed = [.. token.BootSeed.Span],
            CertificationReference = token.CertificationReference,
            VerificationService = token.VerificationService,
            Components = token.Components,
        },
    };
}
