using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>The inputs of one verification, what it notes down, and the edge at which refusals become a verdict.</summary>
internal sealed class VerificationRun
{
    private readonly List<SkippedCheck> _skipped = [];

    private VerificationRun(EvidenceKind kind, TrustAnchors anchors, long time, VerificationOptions options)
    {
        Kind = kind;
        Anchors = anchors;
        Time = time;
        Options = options;
        Diagnostics = new DiagnosticsBuilder(options.CollectDiagnostics);
    }

    public EvidenceKind Kind { get; }

    public TrustAnchors Anchors { get; }

    /// <summary>Unix seconds.</summary>
    public long Time { get; }

    public VerificationOptions Options { get; }

    public DiagnosticsBuilder Diagnostics { get; }

    /// <summary>Runs a verifier and turns its refusal into a verdict.</summary>
    public static Verdict Judge(
        EvidenceKind kind, TrustAnchors anchors, long time, VerificationOptions options, Func<VerificationRun, Verdict> verify)
    {
        var run = new VerificationRun(kind, anchors, time, options);
        try
        {
            return verify(run);
        }
        catch (RefusalException refusal)
        {
            return new Verdict.Refused(kind, refusal.Reason, refusal.Message, run.Diagnostics.Build());
        }
    }

    /// <summary>Leaves a check out when the options allow it, and notes that down; refuses otherwise.</summary>
    public void SkipOrRefuse(SkippableCheck check, RefusalReason reason, string detail)
    {
        Check.That(Options.AllowMissing.Contains(check), reason, detail);
        _skipped.Add(new SkippedCheck(check, detail));
    }

    public Verdict Verified(EvidenceFacts facts) =>
        new Verdict.Verified(new VerifiedEvidence(facts, Anchors.Class, [.. _skipped]), Diagnostics.Build());

    public Verdict SignatureOnly(params ImmutableArray<string> checks)
    {
        Diagnostics.Add("checks", string.Join(", ", checks));
        return new Verdict.SignatureOnly(Kind, checks, Diagnostics.Build());
    }

    public Verdict Decoded() => new Verdict.Decoded(Kind, Diagnostics.Build());
}
