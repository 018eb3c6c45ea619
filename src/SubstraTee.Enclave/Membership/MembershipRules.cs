using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>Whether this enclave is a member of its shard, and whether it has to register anew: pure functions of what is proven.</summary>
/// <remarks>docs/protocol.md, section 7. The chain decides who is a member; the enclave comes to the same from the same state.</remarks>
/// <param name="measurement">What was measured of this build.</param>
/// <param name="evidence">The kind of evidence that its platform makes, or null.</param>
/// <param name="instance">This start: a registration of an earlier one does not count.</param>
internal sealed class MembershipRules(Measurement measurement, EvidenceKind? evidence, InstanceId instance)
{
    /// <summary>How a policy lets this enclave in.</summary>
    public AdmissionMode ModeUnder(AdmissionPolicy policy)
    {
        if (!policy.Measurements.Contains(measurement))
        {
            return AdmissionMode.None;
        }

        if (evidence is { } kind && policy.Evidence is { } rules && rules.Roots.Any(root => kind.Roles().Contains(root.Role)))
        {
            return AdmissionMode.Evidence;
        }

        return policy.AllowSkippedAttestation ? AdmissionMode.Skip : AdmissionMode.None;
    }

    /// <summary>What it is under a policy.</summary>
    /// <param name="policy">The policy in force.</param>
    /// <param name="anchors">What is proven.</param>
    /// <param name="timeMs">Chain time of the head.</param>
    public Standing StandingUnder(PolicyInForce policy, ProvenAnchors anchors, ulong timeMs)
    {
        var counts = ModeUnder(policy.Policy) switch
        {
            AdmissionMode.Evidence => Own(anchors) is { } record && timeMs < record.ExpiresAtMs && Covers(record, policy.Version),
            AdmissionMode.Skip => anchors.IsRegistered,
            _ => (bool?)null,
        };
        return counts switch
        {
            true => Standing.Member,
            false => Standing.NotRegistered,
            null => Standing.NotAdmitted,
        };
    }

    /// <summary>Whether new evidence has to be registered.</summary>
    /// <remarks>
    /// At the start, at half of the validity, and for a policy that is announced: once, since a registration after the
    /// announcement was judged by it. What is not covered by the policy in force is tried again and again.
    /// </remarks>
    public bool NeedsEvidence(PolicyInForce policy, PolicyInForce? next, ProvenAnchors anchors, ulong timeMs)
    {
        var now = ModeUnder(policy.Policy) == AdmissionMode.Evidence;
        var soon = next is not null && ModeUnder(next.Policy) == AdmissionMode.Evidence;
        if (!now && !soon)
        {
            return false;
        }

        if (Own(anchors) is not { } record || timeMs >= HalfTime(record))
        {
            return true;
        }

        return (now && !Covers(record, policy.Version))
            || (soon && !Covers(record, next!.Version) && record.Evidence.Binding.Recent.Number < next.KnownSince);
    }

    /// <summary>Why the chain would refuse evidence, or null where it would take it, or where only its clock can tell.</summary>
    /// <remarks>
    /// The head's time may lie far back on a chain without traffic, and what was issued since is "not valid yet" by it: that
    /// is for the block to judge that the registration comes into.
    /// </remarks>
    public RefusalReason? RefusalOf(
        AccountId account, MemberEvidence shown, CollateralBundle? collateral, IEnumerable<PolicyInForce> policies, ulong timeMs)
    {
        RefusalReason? first = null;
        foreach (var one in policies.Where(one => ModeUnder(one.Policy) == AdmissionMode.Evidence))
        {
            if (MemberJudge.Judge(one.Policy, account, shown, collateral, timeMs) is not PolicyDecision.Rejected rejected || IsFuture(rejected.Reason))
            {
                return null;
            }

            first ??= rejected.Reason;
        }

        return first ?? RefusalReason.KindNotAllowed;
    }

    /// <summary>When the registration of this start ends, or null.</summary>
    public ulong? ExpiresAtMs(ProvenAnchors? anchors) => anchors is null ? null : Own(anchors)?.ExpiresAtMs;

    private static bool IsFuture(RefusalReason reason) => reason is RefusalReason.CollateralNotYetValid
        or RefusalReason.CertificateNotYetValid
        or RefusalReason.CrlNotYetValid
        or RefusalReason.IasReportFromFuture
        or RefusalReason.NitroDocumentFromFuture;

    private static bool Covers(MemberRecord record, uint version) => record.PolicyFrom <= version && version <= record.PolicyTo;

    private static ulong HalfTime(MemberRecord record) => record.ExpiresAtMs > record.RegisteredAtMs
        ? record.RegisteredAtMs + ((record.ExpiresAtMs - record.RegisteredAtMs) / 2)
        : record.RegisteredAtMs;

    private MemberRecord? Own(ProvenAnchors anchors) => anchors.Member is { } record && record.Evidence.Binding.Instance == instance ? record : null;
}
