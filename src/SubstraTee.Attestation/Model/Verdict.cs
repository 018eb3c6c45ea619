using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What came of a verification: a closed union, of which only <see cref="Verified"/> leads to claims.</summary>
public abstract class Verdict
{
    private Verdict(EvidenceKind kind, Diagnostics diagnostics)
    {
        Kind = kind;
        Diagnostics = diagnostics;
    }

    /// <summary>The kind of evidence that was asked about.</summary>
    public EvidenceKind Kind { get; }

    /// <summary>What was seen on the way, for people; empty unless asked for.</summary>
    public Diagnostics Diagnostics { get; }

    /// <summary>The verdict in one word: <c>verified</c>, <c>refused</c>, <c>signature_only</c> or <c>decoded</c>.</summary>
    public abstract string Text { get; }

    /// <summary>Every check passed.</summary>
    public sealed class Verified : Verdict
    {
        internal Verified(VerifiedEvidence evidence, Diagnostics diagnostics)
            : base(evidence.Kind, diagnostics) => Evidence = evidence;

        /// <summary>What the evidence says.</summary>
        public VerifiedEvidence Evidence { get; }

        /// <inheritdoc/>
        public override string Text => "verified";
    }

    /// <summary>A check failed; nothing that the evidence says may be believed.</summary>
    public sealed class Refused : Verdict
    {
        internal Refused(EvidenceKind kind, RefusalReason reason, string detail, Diagnostics diagnostics)
            : base(kind, diagnostics)
        {
            Reason = reason;
            Detail = detail;
        }

        /// <summary>The first check that failed.</summary>
        public RefusalReason Reason { get; }

        /// <summary>What was seen there, for people.</summary>
        public string Detail { get; }

        /// <inheritdoc/>
        public override string Text => "refused";

        /// <summary>Code and detail.</summary>
        public override string ToString() => $"{Reason.Code()}: {Detail}";
    }

    /// <summary>The signatures inside the evidence hold, but nothing says how the platform stands: not verified.</summary>
    public sealed class SignatureOnly : Verdict
    {
        internal SignatureOnly(EvidenceKind kind, ImmutableArray<string> checks, Diagnostics diagnostics)
            : base(kind, diagnostics) => Checks = checks;

        /// <summary>The checks that passed.</summary>
        public ImmutableArray<string> Checks { get; }

        /// <inheritdoc/>
        public override string Text => "signature_only";
    }

    /// <summary>The evidence has the layout of its kind; nobody vouches for it: not verified.</summary>
    public sealed class Decoded : Verdict
    {
        internal Decoded(EvidenceKind kind, Diagnostics diagnostics)
            : base(kind, diagnostics)
        {
        }

        /// <inheritdoc/>
        public override string Text => "decoded";
    }
}
