using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Client;

/// <summary>Judges the evidence of members by the client's own policy and anchors, whatever the chain said of it.</summary>
/// <param name="options">The client's options.</param>
/// <param name="simulatedIsAccepted">Whether test roots may vouch for members.</param>
internal sealed class EvidenceJudge(ShardOptions options, bool simulatedIsAccepted)
{
    /// <summary>The member with the client's decision on its evidence; itself when it has none.</summary>
    /// <param name="member">The member.</param>
    /// <param name="policy">The shard's policy in force.</param>
    /// <param name="collateral">What the evidence refers to, or null.</param>
    /// <param name="nowMs">Chain time.</param>
    public ShardMember Judge(ShardMember member, AdmissionPolicy policy, CollateralBundle? collateral, ulong nowMs)
    {
        member = member with { Collateral = collateral };
        if (member.Record is not { } record || options.SkipVerification)
        {
            return member;
        }

        var decision = policy.Evidence is not { } rules
            ? PolicyDecision.Reject(RefusalReason.KindNotAllowed, "the shard's policy takes no evidence")
            : MemberJudge.Judge(
                PolicyFor(policy, rules), AnchorsFor(rules), member.Account, record.Evidence, collateral, (long)(nowMs / 1000));
        return member with { Decision = decision };
    }

    // Without a policy of its own a client takes the code that the shard's id names, and is strict in everything else.
    private AttestationPolicy PolicyFor(AdmissionPolicy policy, EvidenceRules rules) => options.Policy
        ?? MemberJudge.ToAttestationPolicy(policy, rules with { AllowDebug = false, AcceptedTcb = Strict(rules) }) with
        {
            Name = "client's default",
            AcceptTestAnchors = simulatedIsAccepted,
        };

    private static ushort Strict(EvidenceRules rules) =>
        (ushort)(rules.AcceptedTcb & EvidenceRules.MaskOf(KindPolicy.DefaultTcb));

    private TrustAnchors AnchorsFor(EvidenceRules rules) => options.Anchors
        ?? (rules.TestRoots && simulatedIsAccepted ? rules.Anchors() : rules.TestRoots ? TrustAnchors.Production : Genuine(rules));

    // The vendors' roots, and keys of single devices that the policy names: whoever chose the shard chose those.
    private static TrustAnchors Genuine(EvidenceRules rules) => TrustAnchors.Of([.. TrustAnchors.Production.All, .. rules.Anchors().All]);
}
