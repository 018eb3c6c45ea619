using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Judges the evidence of a shard's members: one function for chain, enclave and client, so that none is laxer.</summary>
public static class MemberJudge
{
    /// <summary>Judges evidence by a shard's policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="account">Whose evidence it is; the first half of the report data.</param>
    /// <param name="evidence">The evidence.</param>
    /// <param name="collateral">What it refers to, or null.</param>
    /// <param name="timeMs">Milliseconds since 1970, by the chain.</param>
    /// <param name="tcbEvaluationFloor">Intel: the highest evaluation number that was seen for the platform.</param>
    /// <returns>Accepted with what was verified, or everything that is wrong with it.</returns>
    public static PolicyDecision Judge(
        AdmissionPolicy policy,
        AccountId account,
        MemberEvidence evidence,
        CollateralBundle? collateral,
        ulong timeMs,
        uint tcbEvaluationFloor = 0)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(evidence);
        if (policy.Evidence is not { } rules)
        {
            return PolicyDecision.Reject(RefusalReason.KindNotAllowed, "the shard's policy takes no evidence");
        }

        var time = (long)Math.Min(timeMs / 1000, long.MaxValue);
        return Judge(ToAttestationPolicy(policy, rules), rules.Anchors(), account, evidence, collateral, time, tcbEvaluationFloor);
    }

    /// <summary>Judges evidence by any policy and anchors, for example a client's own.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="anchors">The keys that the evidence has to end in.</param>
    /// <param name="account">Whose evidence it is; the first half of the report data.</param>
    /// <param name="evidence">The evidence.</param>
    /// <param name="collateral">What it refers to, or null.</param>
    /// <param name="time">Unix seconds.</param>
    /// <param name="tcbEvaluationFloor">Intel: the highest evaluation number that was seen for the platform.</param>
    public static PolicyDecision Judge(
        AttestationPolicy policy,
        TrustAnchors anchors,
        AccountId account,
        MemberEvidence evidence,
        CollateralBundle? collateral,
        long time,
        uint tcbEvaluationFloor = 0)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(evidence);
        if (evidence.Collateral != collateral?.Hash || (collateral is not null && collateral.Kind != evidence.Kind))
        {
            return PolicyDecision.Reject(RefusalReason.CollateralMismatch, "the collateral is not what the evidence refers to");
        }

        var verdict = EvidenceVerifier.Verify(
            evidence.Kind,
            evidence.Evidence,
            collateral?.ToCollateral() ?? Collateral.None,
            anchors,
            time,
            new VerificationOptions { TcbEvaluationFloor = tcbEvaluationFloor });
        return policy.Judge(verdict, ReportDataExpectation.Exactly(evidence.Binding.ReportData(account)), time);
    }

    /// <summary>The kinds of evidence that a shard's policy takes, in the order of their numbers.</summary>
    public static ImmutableArray<EvidenceKind> KindsOf(AdmissionPolicy policy, EvidenceRules rules)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(rules);
        return
        [
            .. EvidenceKinds.All.Order().Where(kind =>
                policy.Measurements.Any(one => one.Family == kind.Family())
                && rules.Roots.Any(root => kind.Roles().Contains(root.Role))),
        ];
    }

    /// <summary>A shard's policy in the form that judges evidence: every kind whose family it admits and has a root for.</summary>
    public static AttestationPolicy ToAttestationPolicy(AdmissionPolicy policy, EvidenceRules rules)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(rules);
        var kinds = ImmutableDictionary.CreateBuilder<EvidenceKind, KindPolicy>();
        foreach (var kind in KindsOf(policy, rules))
        {
            kinds.Add(kind, new KindPolicy
            {
                Measurements = [.. policy.Measurements.Where(one => one.Family == kind.Family())],
                AcceptedTcb = rules.Statuses,
                Registers = rules.Registers.Where(rule => rule.Kind == kind).GroupBy(rule => rule.Name, StringComparer.Ordinal)
                    .ToImmutableDictionary(
                        named => named.Key, named => named.Select(rule => rule.Value).ToImmutableArray(), StringComparer.Ordinal),
                MinSecurityVersions = rules.Floors.Where(floor => floor.Kind == kind).ToImmutableDictionary(
                    floor => floor.Name, floor => floor.Least, StringComparer.Ordinal),
            });
        }

        return new AttestationPolicy
        {
            Name = rules.AllowDebug ? AttestationPolicy.DebugName : "shard",
            AcceptTestAnchors = rules.TestRoots,
            Kinds = kinds.ToImmutable(),
        };
    }
}
