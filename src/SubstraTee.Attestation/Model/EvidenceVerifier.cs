using SubstraTee.Attestation.Arm;
using SubstraTee.Attestation.Intel;
using SubstraTee.Attestation.Keystone;
using SubstraTee.Attestation.Nitro;
using SubstraTee.Attestation.SevSnp;

namespace SubstraTee.Attestation;

/// <summary>The one entry to the verifiers of all families.</summary>
public static class EvidenceVerifier
{
    /// <summary>Verifies evidence: a pure function of its arguments, the same everywhere, also on chain.</summary>
    /// <param name="kind">What the evidence claims to be; it is never guessed from its bytes.</param>
    /// <param name="evidence">The evidence, in a form that the family's verifier names.</param>
    /// <param name="collateral">What vouches for it, in the family's form, or <see cref="Collateral.None"/>.</param>
    /// <param name="anchors">The keys that chains have to end in.</param>
    /// <param name="time">When, as Unix seconds: the caller's clock, or a block's.</param>
    /// <param name="options">What may be left out; <see cref="VerificationOptions.Default"/> leaves out nothing.</param>
    /// <returns>A verdict; bytes of any kind never make it throw.</returns>
    public static Verdict Verify(
        EvidenceKind kind,
        ReadOnlyMemory<byte> evidence,
        Collateral collateral,
        TrustAnchors anchors,
        long time,
        VerificationOptions options) =>
        kind switch
        {
            EvidenceKind.Ias => IasVerifier.Verify(evidence, collateral, anchors, time, options),
            EvidenceKind.SgxDcap => SgxDcapVerifier.Verify(evidence, collateral, anchors, time, options),
            EvidenceKind.Tdx => TdxVerifier.Verify(evidence, collateral, anchors, time, options),
            EvidenceKind.SevSnp => VerificationRun.Judge(
                kind, anchors, time, options, run => SevSnpVerifier.Verify(run, evidence, collateral)),
            EvidenceKind.ArmPsa => VerificationRun.Judge(
                kind, anchors, time, options, run => ArmPsaVerifier.Verify(run, evidence, collateral)),
            EvidenceKind.ArmCca => VerificationRun.Judge(
                kind, anchors, time, options, run => ArmCcaVerifier.Verify(run, evidence, collateral)),
            EvidenceKind.Keystone => VerificationRun.Judge(
                kind, anchors, time, options, run => KeystoneVerifier.Verify(run, evidence, collateral)),
            EvidenceKind.Nitro => VerificationRun.Judge(
                kind, anchors, time, options, run => NitroVerifier.Verify(run, evidence, collateral)),
            _ => VerificationRun.Judge(
                kind, anchors, time, options,
                _ => throw new RefusalException(RefusalReason.UnsupportedEvidence, $"evidence kind {(byte)kind} is not verified here")),
        };
}
