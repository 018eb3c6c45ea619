using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a verification may leave out or has to ask in addition; the default leaves out nothing.</summary>
public sealed record VerificationOptions
{
    /// <summary>Every check, no diagnostics.</summary>
    public static VerificationOptions Default { get; } = new();

    /// <summary>How far to go.</summary>
    public VerificationDepth Depth { get; init; }

    /// <summary>Checks that may be left out where what they need is missing; those left out are listed in the verdict.</summary>
    public ImmutableHashSet<SkippableCheck> AllowMissing { get; init; } = [];

    /// <summary>
    /// Intel: the lowest TCB evaluation number to accept, the highest one that the caller has seen; older collateral is
    /// refused with <see cref="RefusalReason.CollateralRolledBack"/> although it may still be within its dates.
    /// </summary>
    public uint TcbEvaluationFloor { get; init; }

    /// <summary>Whether to note down every value on the way, for people; costs time and memory.</summary>
    public bool CollectDiagnostics { get; init; }
}
