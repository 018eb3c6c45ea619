using System.Collections.Immutable;
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
        uint epoch,
        EpochKeyRecord? key,
        bool simulatedIsAccepted,
        ShardOptions options)
    {
        var findings = ImmutableArray.CreateBuilder<TrustFinding>();
        var policy = descriptor.Policy;
        var simulated = policy.AllowSkippedAttestation
            || policy.Measurements.Any(one => one.Family == MeasurementFamily.Simulated)
            || members.Any(member => member.IsSimulated);
        if (simulated)
        {
            findings.Add(new TrustFinding(
                simulatedIsAccepted ? TrustSeverity.Warning : TrustSeverity.Refusal,
                "simulated",
                policy.AllowSkippedAttestation
                    ? "SIMULATED: the policy admits enclaves without evidence"
                    : "SIMULATED: the policy admits the simulated platform"));
        }

        foreach (var measurement in policy.Measurements)
        {
            if (!options.TrustedMeasurements.IsEmpty && !options.TrustedMeasurements.Contains(measurement))
            {
                findings.Add(new TrustFinding(
                    TrustSeverity.Refusal, "measurement_not_trusted", $"the policy admits {measurement}, which is not among yours"));
            }
        }

        AddMembers(findings, members);
        AddKey(findings, members, key);
        if (descriptor.Authority is { } authority)
        {
            findings.Add(new TrustFinding(
                TrustSeverity.Note,
                "changeable",
                $"{authority} may change code and policy with a delay of {descriptor.ChangeDelayBlocks} blocks"));
        }

        return new TrustVerdict(shard, asOf, simulated, findings.ToImmutable(), members, epoch, key?.ShieldingKey);
    }

    private static void AddMembers(ImmutableArray<TrustFinding>.Builder findings, ImmutableArray<ShardMember> members)
    {
        foreach (var member in members)
        {
            if (!member.IsRegistered)
            {
                findings.Add(new TrustFinding(
                    TrustSeverity.Note, "member_not_registered", $"{member.Account} has started the shard but is not registered: it does not count"));
            }
            else if (!member.IsAdmitted)
            {
                findings.Add(new TrustFinding(
                    TrustSeverity.Warning,
                    "member_not_admitted",
                    $"{member.Account} has the measurement {member.Fingerprint}, which the policy does not admit: it does not count"));
            }
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
