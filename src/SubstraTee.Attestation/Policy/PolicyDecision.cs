using System.Collections.Immutable;

namespace SubstraTee.Attestation;

/// <summary>What a policy says: accepted, with what it overlooked; or rejected, with everything that it minds.</summary>
public abstract class PolicyDecision
{
    private PolicyDecision()
    {
    }

    /// <summary>The evidence is what the policy asks for.</summary>
    public sealed class Accepted : PolicyDecision
    {
        internal Accepted(VerifiedEvidence evidence, ImmutableArray<string> concessions)
        {
            Evidence = evidence;
            Concessions = concessions;
        }

        /// <summary>The evidence.</summary>
        public VerifiedEvidence Evidence { get; }

        /// <summary>What a strict policy would have minded, to be shown wherever the decision is: debug, test anchor, skipped checks.</summary>
        public ImmutableArray<string> Concessions { get; }
    }

    /// <summary>The evidence is not what the policy asks for.</summary>
    public sealed class Rejected : PolicyDecision
    {
        internal Rejected(ImmutableArray<PolicyViolation> violations) => Violations = violations;

        /// <summary>Everything that the policy minds, at least one.</summary>
        public ImmutableArray<PolicyViolation> Violations { get; }

        /// <summary>The first reason.</summary>
        public RefusalReason Reason => Violations[0].Reason;
    }
}
