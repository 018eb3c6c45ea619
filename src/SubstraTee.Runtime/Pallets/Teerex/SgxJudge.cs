using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Primitives;
using Error = SubstraTee.Runtime.TeerexPallet.Error;
using Judged = SubstraTee.Codec.Result<SubstraTee.Runtime.SgxEnclave, SubstraTee.Substrate.DispatchError>;

namespace SubstraTee.Runtime;

/// <summary>Verifies the evidence of enclaves that register as on Integritee's chain: IAS reports and DCAP quotes.</summary>
/// <remarks>
/// A report's certificate is judged at the report's own time, which may lie a day back. A quote has no time: it is as fresh as
/// the statements that it is judged by. How a platform stands is recorded and not judged, as there; what is revoked is refused.
/// </remarks>
internal sealed class SgxJudge(TeerexPallet teerex, SgxStatements statements)
{
    private const ulong MsPerSecond = 1000;

    private static readonly VerificationOptions WithoutLists = new() { AllowMissing = [SkippableCheck.PckCrl, SkippableCheck.RootCrl] };

    /// <summary>The entry of an enclave whose report holds, the sender's own.</summary>
    public Judged JudgeReport(RuntimeContext context, AccountId sender, byte[] certificate, ulong now)
    {
        if (!TryVerify(context, EvidenceKind.Ias, certificate, Collateral.None, now, out var evidence, out var reason))
        {
            return Refuse(SgxRefusals.OfReport(reason));
        }

        // Reports say when they were made; the verifier has seen that it was not after now.
        var madeAt = (ulong)Math.Max(evidence!.IssuedAt ?? 0, 0) * MsPerSecond;
        if (now - madeAt > TeerexPallet.MomentsPerDay)
        {
            return Refuse(Error.RemoteAttestationIsTooOld);
        }

        return Enclave(context, sender, evidence, madeAt, new SgxAttestationMethod.Ias());
    }

    /// <summary>The entry of an enclave whose quote holds: the sender's own, or one that the sender speaks for.</summary>
    public Judged JudgeQuote(RuntimeContext context, AccountId sender, byte[] quote, bool proxied, ulong now)
    {
        if (!DcapLabels.TryReadFmspc(quote, out var fmspc, out var unread))
        {
            return Refuse(SgxRefusals.OfQuote(unread));
        }

        if (statements.Find(context, fmspc, out var collateral) is { } missing)
        {
            return Judged.Fail(missing);
        }

        return TryVerify(context, EvidenceKind.SgxDcap, quote, collateral, now, out var evidence, out var reason)
            ? Enclave(context, sender, evidence!, now, new SgxAttestationMethod.Dcap(proxied))
            : Refuse(SgxRefusals.OfQuote(reason));
    }

    private Judged Enclave(RuntimeContext context, AccountId sender, VerifiedEvidence evidence, ulong timestamp, SgxAttestationMethod method)
    {
        var report = evidence.Claims switch
        {
            IasClaims ias => ias.Report,
            SgxClaims sgx => sgx.Report,
            var other => throw new InvalidOperationException($"{other.GetType()} are no claims of an SGX enclave"),
        };
        if (evidence.Debug && !teerex.AllowsDebug(context))
        {
            return Refuse(Error.SgxModeIsNotAllowed);
        }

        if (method is not SgxAttestationMethod.Dcap { Proxied: true }
            && new AccountId(new Bytes32(report.ReportData.AsSpan()[..Bytes32.Length])) != sender)
        {
            return Refuse(Error.SenderIsNotAttestedEnclave);
        }

        return Judged.Ok(new SgxEnclave(
            new SgxReportData([.. report.ReportData]),
            new Bytes32(report.MrEnclave.AsSpan()),
            new Bytes32(report.MrSigner.AsSpan()),
            timestamp,
            Url: null,
            evidence.Debug ? SgxBuildMode.Debug : SgxBuildMode.Production,
            method,
            SgxRefusals.StatusOf(evidence.Tcb)));
    }

    private bool TryVerify(
        RuntimeContext context, EvidenceKind kind, byte[] proof, Collateral collateral, ulong now, out VerifiedEvidence? evidence, out RefusalReason reason)
    {
        (evidence, reason) = (null, RefusalReason.UntrustedRoot);
        foreach (var anchors in teerex.Anchors(context))
        {
            switch (EvidenceVerifier.Verify(kind, proof, collateral, anchors, (long)(now / MsPerSecond), WithoutLists))
            {
                case Verdict.Verified verified:
                    evidence = verified.Evidence;
                    return true;
                case Verdict.Refused { Reason: not (RefusalReason.UntrustedRoot or RefusalReason.AnchorMissing) } refused:
                    reason = refused.Reason;
                    return false;
                default:
                    continue;
            }
        }

        return false;
    }

    private Judged Refuse(Error error) => Judged.Fail(teerex.Fail(error));
}
