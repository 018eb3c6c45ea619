using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Judges a shard: as confidential as its weakest admitted member, so the whole policy counts, not one worker.</summary>
internal static class TrustJudge
{
    public static TrustVerdict Judge(
        ShardDescriptor descriptor,
        ShardId shard,
        BlockRef asOf,
        ImmutableArray<ShardMember> members,
        PolicyView policy,
        uint epoch,
        EpochKeyRecord? key,
        bool simulatedIsAccepted,
        ShardOptions options)
    {
        var findings = ImmutableArray.CreateBuilder<TrustFinding>();
        // What a shard was created as it stays: its first members chose its keys.
        ImmutableArray<AdmissionPolicy> all = [descriptor.Policy, .. policy.All];
        var simulated = all.Any(PolicyView.AdmitsSimulated) || members.Any(member => member.IsSimulated);
        if (simulated)
        {
            findings.Add(new TrustFinding(
                simulatedIsAccepted ? TrustSeverity.Warning : TrustSeverity.Refusal,
                "simulated",
                all.Any(one => one.AllowSkippedAttestation)
                    ? "SIMULATED: the policy admits enclaves without evidence"
                    : "SIMULATED: the policy admits evidence of a simulation"));
        }

        AddPolicy(findings, policy.InForce, "the policy", options);
        foreach (var earlier in policy.Earlier)
        {
            AddPolicy(findings, earlier, "an earlier policy, under which members were given the same key,", options);
        }

        if (policy.Announced is { } next)
        {
            AddPolicy(findings, next.Policy, $"the policy that is in force from block {next.InForceFrom} on", options);
        }

        AddMembers(findings, members);
        AddPlatforms(findings, members);
        AddKey(findings, members, key);
        if (descriptor.Authority is { } authority)
        {
            findings.Add(new TrustFinding(
                TrustSeverity.Note,
                "changeable",
                $"{authority} may change code and policy with a delay of {descriptor.ChangeDelayBlocks} blocks"));
        }

        return new TrustVerdict(shard, asOf, simulated, findings.ToImmutable(), members, policy, epoch, key?.ShieldingKey);
    }

    private static void AddPolicy(
        ImmutableArray<TrustFinding>.Builder findings, AdmissionPolicy policy, string name, ShardOptions options)
    {
        foreach (var measurement in policy.Measurements)
        {
            if (!options.TrustedMeasurements.IsEmpty && !options.TrustedMeasurements.Contains(measurement))
            {
                findings.Add(new TrustFinding(
                    TrustSeverity.Refusal, "measurement_not_trusted", $"{name} admits {measurement}, which is not among yours"));
            }
        }

        if (options.Policy is not { } own || policy.Evidence is not { } rules)
        {
            return;
        }

        // Whoever may join is given the keys, whether it has joined or not.
        foreach (var kind in MemberJudge.KindsOf(policy, rules))
        {
            if (!own.Kinds.ContainsKey(kind))
            {
                findings.Add(new TrustFinding(
                    TrustSeverity.Refusal,
                    "kind_not_accepted",
                    $"{name} admits enclaves by {kind.Text()}, which your policy '{own.Name}' does not accept; members share keys"));
            }
        }
    }

    private static void AddMembers(ImmutableArray<TrustFinding>.Builder findings, ImmutableArray<ShardMember> members)
    {
        foreach (var member in members)
        {
            if (!member.IsRegistered)
            {
                findings.Add(new TrustFinding(TrustSeverity.Note, "member_not_registered", member.Record is null
                    ? $"{member.Account} has started the shard but is not registered: it does not count"
                    : $"{member.Account}'s registration has ended: it does not count"));
            }
            else if (!member.IsAdmitted)
            {
                findings.Add(new TrustFinding(
                    TrustSeverity.Warning,
                    "member_not_admitted",
                    $"{member.Account} has the measurement {member.Measurement}, and the policy in force does not admit it so: it does not count"));
            }
            else if (member.Decision is PolicyDecision.Rejected rejected)
            {
                findings.Add(new TrustFinding(
                    TrustSeverity.Refusal,
                    "member_refused",
                    $"{member.Account} shares the shard's keys, and its evidence is not what you accept: "
                    + string.Join("; ", rejected.Violations.Select(one => $"{one.Reason.Code()}: {one.Detail}"))));
            }
        }
    }

    private static void AddPlatforms(ImmutableArray<TrustFinding>.Builder findings, ImmutableArray<ShardMember> members)
    {
        var machines =
            from member in members
            where member.IsAdmitted && member.Decision is PolicyDecision.Accepted
            from identity in ((PolicyDecision.Accepted)member.Decision!).Evidence.Platform
            where identity.Kind.NamesMachine()
            group member.Account by identity;
        foreach (var machine in machines.Where(accounts => accounts.Distinct().Skip(1).Any()))
        {
            findings.Add(new TrustFinding(
                TrustSeverity.Warning,
                "platform_shared",
                $"{string.Join(" and ", machine.Distinct())} run on one machine, {machine.Key}: they fail and are broken into together"));
        }
    }

    // Who set the key chose it: it is as trustworthy as that enclave.
    private static void AddKey(
        ImmutableArray<TrustFinding>.Builder findings, ImmutableArray<ShardMember> members, EpochKeyRecord? key)
    {
        if (key is null)
        {
            findings.Add(new TrustFinding(TrustSeverity.Refusal, "no_key", "no enclave has set the epoch's key yet"));
            return;
        }

        var setter = members.FirstOrDefault(member => member.Account == key.SetBy);
        if (setter is not { IsAdmitted: true })
        {
            findings.Add(new TrustFinding(
                TrustSeverity.Refusal, "key_by_stranger", $"the epoch's key was set by {key.SetBy}, which is no admitted member"));
        }
    }
}
