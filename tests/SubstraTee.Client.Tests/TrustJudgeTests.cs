using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient.Tests;
using SubstraTee.Primitives;

namespace SubstraTee.Client.Tests;

public sealed class TrustJudgeTests
{
    private static readonly Measurement Real = new(MeasurementFamily.Sgx, Headers.Filled(21).Bytes.AsSpan());
    private static readonly Measurement Simulated = new(MeasurementFamily.Simulated, Headers.Filled(22).Bytes.AsSpan());
    private static readonly AccountId Enclave = new(Headers.Filled(30).Bytes);
    private static readonly ShardMember Member = new(
        Enclave, new InstanceRecord(default, 1, 1), true, Real, true, false, "sgx-dcap, UpToDate", null);

    private static readonly EpochKeyRecord Key = new(new ShieldingKey(Headers.Filled(31).Bytes), default, Enclave, 1);

    [Fact]
    public void A_shard_of_attested_enclaves_is_trusted()
    {
        var verdict = Judge(Policy([Real], skip: false), [Member], Key);

        Assert.True(verdict.IsTrusted);
        Assert.False(verdict.IsSimulated);
        Assert.Empty(verdict.Findings);
    }

    [Fact]
    public void Whatever_is_simulated_shows_and_is_refused_unless_accepted()
    {
        ShardDescriptor[] descriptors = [Policy([Real, Simulated], skip: false), Policy([Real], skip: true)];
        foreach (var descriptor in descriptors)
        {
            Assert.Equal("simulated", Refusal(Judge(descriptor, [Member], Key)));
            var accepted = Judge(descriptor, [Member], Key, accepts: true);
            Assert.True(accepted.IsTrusted);
            Assert.True(accepted.IsSimulated);
            Assert.Contains("SIMULATED", accepted.Findings[0].Text, StringComparison.Ordinal);
        }

        Assert.True(Judge(Policy([Real], skip: false), [Member with { IsSimulated = true }], Key).IsSimulated);
    }

    [Fact]
    public void A_shard_that_was_created_simulated_stays_so_under_a_later_policy()
    {
        var descriptor = Policy([Real], skip: true);
        var later = descriptor.Policy with { AllowSkippedAttestation = false };

        var verdict = TrustJudge.Judge(
            descriptor, descriptor.Id, default, [Member], new PolicyView(1, later, null), 0, Key, simulatedIsAccepted: false, new ShardOptions());

        Assert.True(verdict.IsSimulated);
        Assert.Equal("simulated", Refusal(verdict));
    }

    [Fact]
    public void Whoever_may_become_a_member_by_a_kind_that_the_users_policy_lacks_is_refused_policies_announced_or_earlier_under_the_same_key_included()
    {
        var snp = new Measurement(MeasurementFamily.SevSnp, new byte[48]);
        var mixed = Policy([Real, snp], skip: false);
        var rules = new EvidenceRules(
            [.. TrustAnchors.Production.All.Select(TrustRoot.Of)], false, EvidenceRules.MaskOf([TcbStatus.UpToDate]), false, 60_000, [], []);
        var sgxOnly = mixed.Policy with { Measurements = [Real], Evidence = rules };
        var both = mixed.Policy with { Evidence = rules };
        var own = new AttestationPolicy
        {
            Name = "one family",
            Kinds = ImmutableDictionary<EvidenceKind, KindPolicy>.Empty
                .Add(EvidenceKind.SgxDcap, new KindPolicy { Measurements = [Real] })
                .Add(EvidenceKind.Ias, new KindPolicy { Measurements = [Real] }),
        };

        Assert.True(Judge(new PolicyView(0, sgxOnly, null)).IsTrusted);
        Assert.Equal("kind_not_accepted", Refusal(Judge(new PolicyView(0, both, null))));
        Assert.Equal("kind_not_accepted", Refusal(Judge(new PolicyView(0, sgxOnly, new PolicyRecord(both, 9)))));
        Assert.Equal("kind_not_accepted", Refusal(Judge(new PolicyView(0, both, new PolicyRecord(sgxOnly, 9)))));
        Assert.Equal("kind_not_accepted", Refusal(Judge(new PolicyView(1, sgxOnly, null) { Earlier = [both] })));

        TrustVerdict Judge(PolicyView view)
        {
            var descriptor = mixed with { Policy = view.InForce };
            return TrustJudge.Judge(descriptor, descriptor.Id, default, [Member], view, 0, Key, false, new ShardOptions { Policy = own });
        }
    }

    [Fact]
    public void A_policy_that_admits_more_than_the_user_trusts_is_refused()
    {
        var other = new Measurement(MeasurementFamily.Sgx, Headers.Filled(29).Bytes.AsSpan());
        var descriptor = Policy([Real, other], skip: false);

        Assert.Equal("measurement_not_trusted", Refusal(Judge(descriptor, [Member], Key, trusted: [Real])));
        Assert.True(Judge(descriptor, [Member], Key, trusted: [Real, other]).IsTrusted);
    }

    [Fact]
    public void A_key_counts_only_when_an_admitted_member_set_it()
    {
        var descriptor = Policy([Real], skip: false);
        Assert.Equal("no_key", Refusal(Judge(descriptor, [Member], null)));
        Assert.Equal("key_by_stranger", Refusal(Judge(descriptor, [], Key)));
        Assert.Equal("key_by_stranger", Refusal(Judge(descriptor, [Member with { IsAdmitted = false }], Key)));
        Assert.Equal("key_by_stranger", Refusal(Judge(descriptor, [Member], Key with { SetBy = default })));
    }

    [Fact]
    public void Members_that_do_not_count_and_who_may_change_the_shard_are_told()
    {
        var descriptor = Policy([Real], skip: false) with { Authority = Enclave, ChangeDelayBlocks = 10 };
        var verdict = Judge(
            descriptor,
            [Member, Member with { Account = default, IsRegistered = false, IsAdmitted = false }, Member with { Account = new(Headers.Filled(7).Bytes), IsAdmitted = false }],
            Key);

        Assert.True(verdict.IsTrusted);
        Assert.Equal(["member_not_registered", "member_not_admitted", "changeable"], verdict.Findings.Select(one => one.Name));
    }

    private static string Refusal(TrustVerdict verdict) =>
        Assert.Single(verdict.Findings, finding => finding.Severity == TrustSeverity.Refusal).Name;

    private static TrustVerdict Judge(
        ShardDescriptor descriptor,
        ImmutableArray<ShardMember> members,
        EpochKeyRecord? key,
        bool accepts = false,
        ImmutableArray<Measurement>? trusted = null) => TrustJudge.Judge(
            descriptor, descriptor.Id, default, members, new PolicyView(0, descriptor.Policy, null), 0, key, accepts, new ShardOptions { TrustedMeasurements = trusted ?? [] });

    private static ShardDescriptor Policy(ImmutableArray<Measurement> measurements, bool skip) => new(
        ShardDescriptor.CurrentVersion,
        Headers.Filled(1),
        default,
        0,
        [new FinalityAuthority(Headers.Filled(2).Bytes, 1)],
        null,
        Headers.Filled(3),
        new AdmissionPolicy(measurements, null, skip, 1, [], 60_000),
        null,
        0,
        default);
}
