using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave.Tests;

/// <summary>Joining a shard by evidence, staying in it, and coming back, on the real runtime and with evidence of every family.</summary>
public class EvidenceTests
{
    public static TheoryData<EvidenceKind> Kinds => [.. EvidenceKinds.All];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_enclave_of_every_family_joins_by_evidence_and_serves(EvidenceKind kind)
    {
        var platform = new TestPlatform(kind: kind);
        var shard = TestShard.ByEvidence(platform);
        using var worker = new TestWorker(shard, platform);
        Assert.Null(worker.Boot(url: "ws://worker.example:2000"));
        Assert.Equal(kind, worker.Status.Evidence);
        Assert.Null(worker.Status.ExpiresAtMs);
        shard.Chain.Fund(worker.Status.Account);
        worker.Settle();

        var member = shard.Member(worker.Status.Account)!;
        Assert.Equal(kind, member.Evidence.Kind);
        Assert.Equal(worker.Status.Measurement, member.Measurement);
        Assert.Equal(worker.Status.Instance, member.Evidence.Binding.Instance);
        Assert.Equal(worker.Status.ShieldingKey.Bytes, member.Evidence.Binding.Key);
        Assert.Equal("ws://worker.example:2000"u8.ToArray(), member.Url);
        Assert.Equal(member.ExpiresAtMs, worker.Status.ExpiresAtMs);
        Assert.Empty(worker.RefusedAnswers);
        ExtrinsicPurpose[] collateral = CollateralRoles.Of(kind).IsEmpty ? [] : [ExtrinsicPurpose.RegisterCollateral];
        Assert.Equal(
            [.. collateral, ExtrinsicPurpose.Register, ExtrinsicPurpose.StartInstance, ExtrinsicPurpose.SetEpochKey], worker.Sent);

        shard.Increment(TestShard.Alice, worker.Status, 5).Dispose();
        worker.Settle();
        Assert.Equal(5ul, shard.Value(worker, TestShard.Alice));
    }

    [Fact]
    public void Nothing_is_published_before_the_registration_is_proven()
    {
        var platform = new TestPlatform(kind: EvidenceKind.Keystone);
        var shard = TestShard.ByEvidence(platform);
        using var worker = new TestWorker(shard, platform);
        Assert.Null(worker.Boot());
        shard.Chain.Fund(worker.Status.Account);
        worker.Advance(1);
        Assert.Equal([ExtrinsicPurpose.Register], worker.Sent);
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotRegistered), (worker.Status.State, worker.Status.Reason));
        Assert.Equal(RefusalCode.NotServing, shard.Query(worker, TestShard.Alice, new Query.Nonce()).Refusal);
        worker.Settle();
    }

    [Fact]
    public void Every_start_registers_anew_and_collateral_that_is_on_chain_is_not_registered_twice()
    {
        var platform = new TestPlatform(kind: EvidenceKind.SevSnp);
        var shard = TestShard.ByEvidence(platform);
        using var first = new TestWorker(shard, platform).Serve();
        var instance = first.Status.Instance;
        using var second = new TestWorker(shard, new TestPlatform(kind: EvidenceKind.SevSnp, seed: 9), first.Disk) { Host = first.Answer };
        Assert.Null(second.Boot());
        Assert.Null(second.CatchUp());
        Assert.NotEqual(instance, second.Status.Instance);
        Assert.Equal(RefusalCode.NotRegistered, second.Status.Reason);
        second.Settle();
        Assert.Equal([ExtrinsicPurpose.Register, ExtrinsicPurpose.StartInstance], second.Sent);
        Assert.Equal(second.Status.Instance, shard.Member(second.Status.Account)!.Evidence.Binding.Instance);
        Assert.Equal(RefusalCode.Superseded, first.CatchUp());
        Assert.Equal(EnclaveState.Halted, first.Status.State);
    }

    [Fact]
    public void A_registration_is_renewed_at_half_of_its_time_without_a_gap()
    {
        var platform = new TestPlatform(kind: EvidenceKind.Keystone);
        var shard = TestShard.ByEvidence(platform, lifetimeMs: 120_000);
        using var worker = new TestWorker(shard, platform).Serve();
        var joined = worker.Sent.Count;
        for (var i = 0; i < 60; i++)
        {
            worker.Advance(1);
            Assert.Equal(EnclaveState.Serving, worker.Status.State);
        }

        // Ten blocks of six seconds are half of the time, and one passes until the renewal is proven.
        Assert.All(worker.Sent.Skip(joined), purpose => Assert.Equal(ExtrinsicPurpose.Register, purpose));
        Assert.InRange(worker.Sent.Count - joined, 5, 6);
    }

    [Fact]
    public void Without_renewal_it_stops_at_the_end_follows_the_chain_and_comes_back()
    {
        var platform = new TestPlatform(kind: EvidenceKind.Keystone);
        var shard = TestShard.ByEvidence(platform, lifetimeMs: 120_000);
        using var worker = new TestWorker(shard, platform).Serve();
        worker.Host = _ => null;
        worker.Advance(20);
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotRegistered), (worker.Status.State, worker.Status.Reason));
        Assert.Equal(RefusalCode.NotServing, shard.Query(worker, TestShard.Alice, new Query.Nonce()).Refusal);
        shard.Increment(TestShard.Alice, worker.Status, 3).Dispose();
        worker.Advance(2);
        Assert.Equal(shard.Chain.Height, worker.Status.Finalized.Number);
        Assert.Empty(worker.Receipts);

        worker.Host = null;
        worker.Platform.MonotonicMs += EvidenceFlow.AskAgainAfterMs;
        worker.Settle();
        Assert.Single(worker.Receipts);
        Assert.Equal(3ul, shard.Value(worker, TestShard.Alice));
    }

    [Fact]
    public void A_member_without_the_shards_keys_waits_for_them_and_executes_nothing()
    {
        var platform = new TestPlatform(kind: EvidenceKind.Keystone);
        var shard = TestShard.ByEvidence(platform);
        using var first = new TestWorker(shard, platform).Serve();
        shard.Increment(TestShard.Alice, first.Status, 3).Dispose();
        first.Settle();

        using var second = new TestWorker(shard, new TestPlatform(kind: EvidenceKind.Keystone, seed: 5));
        Assert.Null(second.Boot());
        shard.Chain.Fund(second.Status.Account);
        second.Advance(4);
        Assert.Equal((EnclaveState.Joining, RefusalCode.ProvisioningRequired), (second.Status.State, second.Status.Reason));
        Assert.Equal([ExtrinsicPurpose.Register], second.Sent);
        Assert.Equal(default, shard.Member(second.Status.Account)!.Evidence.Binding.Key);
        Assert.Equal(0u, second.Status.PendingReceipts);
        Assert.Equal(RefusalCode.NotServing, second.Query([1]).Refusal);
        first.Settle();
    }

    [Fact]
    public void On_an_idle_chain_evidence_is_registered_although_the_heads_time_lies_far_back()
    {
        var platform = new TestPlatform(kind: EvidenceKind.SgxDcap);
        var shard = TestShard.ByEvidence(platform);
        using var worker = new TestWorker(shard, platform);
        Assert.Null(worker.Boot());
        // What a vendor issued a minute ago is not valid yet by a head that is older.
        byte[] bundle = [];
        worker.Host = question =>
        {
            if (question is not EnclaveEffect.WantEvidence wanted)
            {
                return new EnclaveInput.Collateral(bundle);
            }

            (var evidence, bundle) = platform.Quote(wanted.ReportData, TestParentchain.TimeOf(shard.Chain.Height).AddHours(1.001));
            return new EnclaveInput.Evidence(wanted.ReportData, EvidenceKind.SgxDcap, evidence);
        };
        shard.Chain.Fund(worker.Status.Account);
        worker.Advance(1);
        Assert.Empty(worker.RefusedEvidence);
        Assert.Equal([ExtrinsicPurpose.RegisterCollateral], worker.Sent);
    }

    [Fact]
    public void Where_the_policy_takes_no_evidence_a_platform_that_has_some_registers_without()
    {
        var platform = new TestPlatform(kind: EvidenceKind.Tdx);
        var shard = new TestShard(platform: platform);
        using var worker = new TestWorker(shard, platform).Serve();
        Assert.Empty(worker.Questions);
        Assert.Null(shard.Member(worker.Status.Account));
        Assert.Null(worker.Status.ExpiresAtMs);
    }

    [Fact]
    public void A_policy_that_can_never_take_the_platform_is_refused_at_the_boot()
    {
        var shard = TestShard.ByEvidence(new TestPlatform(kind: EvidenceKind.Keystone));
        using var other = new TestWorker(shard, new TestPlatform(kind: EvidenceKind.SevSnp));
        Assert.Equal(RefusalCode.MeasurementNotAllowed, other.Boot());
        var both = new TestShard(policy: policy => policy with
        {
            AllowSkippedAttestation = false,
            Evidence = TestShard.Rules(EvidenceKind.Keystone),
        });
        using var without = new TestWorker(both);
        Assert.Equal(RefusalCode.NotAdmitted, without.Boot());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nfeed")]
    public void An_address_that_is_none_is_refused(string url)
    {
        using var worker = new TestWorker(new TestShard());
        Assert.Equal(RefusalCode.InputMalformed, worker.Boot(url: url));
    }
}
