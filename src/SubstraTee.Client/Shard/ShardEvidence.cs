using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>The part of a shard's policy that is about evidence, made of a policy in the form that verifiers take.</summary>
/// <remarks>
/// A shard's policy is judged by the chain, the same by everybody, and stands there for ever: it has fewer rules than a policy
/// of one's own. What it cannot say is refused by name, since to leave a rule out would admit more than was meant.
/// </remarks>
/// <param name="Measurements">Enclaves that may join.</param>
/// <param name="Rules">What their evidence has to be.</param>
public sealed record ShardEvidence(ImmutableArray<Measurement> Measurements, EvidenceRules Rules)
{
    /// <summary>Makes it.</summary>
    /// <param name="policy">The policy. Of every kind it has to name the code by measurement.</param>
    /// <param name="anchors">The keys that evidence has to end in; those of kinds that the policy does not name are left out.</param>
    /// <param name="lifetime">How long a registration counts, unless what it rests on ends earlier.</param>
    /// <param name="evidence">What was made.</param>
    /// <param name="error">The member of the policy that a shard's policy cannot have, and why; empty when it was made.</param>
    public static bool TryMake(
        AttestationPolicy policy,
        TrustAnchors anchors,
        TimeSpan lifetime,
        [NotNullWhen(true)] out ShardEvidence? evidence,
        out string error)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(anchors);
        (evidence, error) = ShardEvidenceMaker.Make(policy, anchors, lifetime);
        return evidence is not null;
    }
}
