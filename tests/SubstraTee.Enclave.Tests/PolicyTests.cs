using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Tests;

/// <summary>Policies that change: known by proof, in force at the announced block, the same for every enclave.</summary>
public class PolicyTests
{
    private const uint Delay = 4;

    [Fact]
    public void Calls_are_judged_by_the_version_in_force_at_their_block_however_blocks_are_imported()
    {
        var shard = new TestShard(canChange: true, delay: Delay);
        using var worker = new TestWorker(shard).Serve();
        var early = Copy(worker.Disk);
        shard.Announce(shard.Descriptor.Policy with { StallAfterMs = 60_000 });
        using var before = shard.Increment(TestShard.Alice, worker.Status, 1);
        worker.Advance(1);
        Assert.Equal(0u, worker.Status.PolicyVersion);
        for (var i = 0; i < 3; i++)
        {
            shard.Chain.MakeBlock();
        }

        using var old = shard.Increment(TestShard.Bob, worker.Status, 2);
        using var current = shard.Increment(TestShard.Alice, worker.Status, 4, policy: 1);
        using var tooSoon = shard.Increment(TestShard.Alice, worker.Status, 8, policy: 2);
        worker.Advance(1);
        Assert.Equal(1u, worker.Status.PolicyVersion);
        Assert.Equal(before.Hash, worker.Receipts[0].Leaves[0].Leaf.CiphertextHash);
        Assert.IsType<OutcomeStatus.Applied>(worker.OutcomeOf(before).Status);
        Assert.Equal(new OutcomeStatus.WrongPolicyVersion(1, 0), worker.OutcomeOf(old).Status);
        Assert.IsType<OutcomeStatus.Applied>(worker.OutcomeOf(current).Status);
        Assert.Equal(new OutcomeStatus.WrongPolicyVersion(1, 2), worker.OutcomeOf(tooSoon).Status);
        worker.Settle();

        // Whoever replays the same blocks comes to the same receipts, or stops: the anchors on chain show it.
        foreach (var atOnce in new uint[] { 1, 3, 64 })
        {
            using var replayed = new TestWorker(shard, new TestPlatform(seed: 100 + atOnce), Copy(early));
            Assert.Null(replayed.Boot());
            Assert.Null(replayed.CatchUp(atOnce));
            Assert.Equal(1u, replayed.Status.PolicyVersion);
            replayed.Settle();
            Assert.Equal(5ul, shard.Value(replayed, TestShard.Alice));
        }
    }

    [Fact]
    public void An_import_with_two_announcements_is_refused_and_single_blocks_are_not()
    {
        var shard = new TestShard(canChange: true);
        using var worker = new TestWorker(shard).Serve();
        var first = worker.Status.Finalized.Number + 1;
        shard.Announce(shard.Descriptor.Policy with { StallAfterMs = 1 });
        shard.Chain.MakeBlock();
        shard.Announce(shard.Descriptor.Policy with { StallAfterMs = 2 });
        shard.Chain.MakeBlock();
        Assert.Equal(RefusalCode.ProofIncomplete, worker.Handle(shard.Chain.Import(first, first + 1, worker.WantedKeys)));
        Assert.Null(worker.CatchUp(atOnce: 1));
        Assert.Equal(1u, worker.Status.PolicyVersion);
        worker.Advance(1);
        Assert.Equal(2u, worker.Status.PolicyVersion);
    }

    [Fact]
    public void A_policy_is_believed_by_proof_only()
    {
        var shard = new TestShard(canChange: true);
        using var worker = new TestWorker(shard).Serve();
        shard.Announce(shard.Descriptor.Policy);
        shard.Chain.MakeBlock();
        var next = worker.Status.Finalized.Number + 1;
        var status = worker.Status;
        foreach (var key in worker.WantedKeys)
        {
            var without = shard.Chain.Import(next, next, [.. worker.WantedKeys.Where(one => one != key)]);
            var refused = worker.Handle(without);
            Assert.True(refused is null or RefusalCode.ProofIncomplete, $"{refused}");
            if (refused is null)
            {
                // Other keys' nodes prove the absence of this one too.
                return;
            }

            Assert.Equal(status, worker.Status);
        }
    }

    [Fact]
    public void Announced_policies_survive_a_restart()
    {
        var shard = new TestShard(canChange: true, delay: Delay);
        using var worker = new TestWorker(shard).Serve();
        shard.Announce(shard.Descriptor.Policy with { StallAfterMs = 77 });
        shard.Increment(TestShard.Alice, worker.Status, 1).Dispose();
        worker.Advance(8);
        shard.Increment(TestShard.Bob, worker.Status, 1, policy: 1).Dispose();
        worker.Settle();
        using var again = new TestWorker(shard, disk: worker.Disk);
        Assert.Null(again.Boot());
        Assert.Equal(1u, again.Status.PolicyVersion);
        again.Settle();
        again.Platform.MonotonicMs += 78;
        Assert.Equal(RefusalCode.ParentchainStalled, shard.Query(again, TestShard.Alice, new Query.Nonce()).Refusal);
    }

    [Fact]
    public void The_time_after_which_it_stalls_is_the_one_in_force()
    {
        var shard = new TestShard(canChange: true);
        using var worker = new TestWorker(shard).Serve();
        worker.Platform.MonotonicMs += 29_000;
        Assert.Null(shard.Query(worker, TestShard.Alice, new Query.Nonce()).Refusal);
        shard.Announce(shard.Descriptor.Policy with { StallAfterMs = 1_000 });
        worker.Advance(3);
        worker.Platform.MonotonicMs += 1_001;
        Assert.Equal(RefusalCode.ParentchainStalled, shard.Query(worker, TestShard.Alice, new Query.Nonce()).Refusal);
    }

    [Fact]
    public void Metadata_that_the_policy_in_force_does_not_pin_is_used_no_longer()
    {
        var shard = new TestShard(canChange: true, delay: Delay);
        using var worker = new TestWorker(shard).Serve();
        var other = new MetadataPin(2, Blake2b.Hash256([1]));
        shard.Announce(shard.Descriptor.Policy with { Metadata = [other] });
        worker.Advance(4);
        Assert.Equal(EnclaveState.Serving, worker.Status.State);
        shard.Chain.MakeBlock();
        Assert.Equal(RefusalCode.SpecUnknown, worker.CatchUp());
    }

    [Fact]
    public void An_enclave_that_is_admitted_no_more_stops_and_comes_back_when_it_is_again()
    {
        var shard = new TestShard(canChange: true);
        using var worker = new TestWorker(shard).Serve();
        var other = new Measurement(MeasurementFamily.Simulated, new byte[32]);
        shard.Announce(shard.Descriptor.Policy with { Measurements = [other] });
        worker.Advance(2);
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotAdmitted), (worker.Status.State, worker.Status.Reason));
        Assert.Equal(RefusalCode.NotServing, shard.Query(worker, TestShard.Alice, new Query.Nonce()).Refusal);
        using var unheard = shard.Increment(TestShard.Alice, worker.Status, 2, policy: 1);
        worker.Advance(3);
        Assert.Empty(worker.Receipts);
        shard.Announce(shard.Descriptor.Policy);
        worker.Advance(4).Settle();
        Assert.Equal(2u, worker.Status.PolicyVersion);
        Assert.IsType<OutcomeStatus.Applied>(worker.OutcomeOf(unheard).Status);
    }

    [Fact]
    public void A_build_that_a_later_policy_admits_waits_for_it()
    {
        var shard = new TestShard(canChange: true, delay: Delay);
        var newer = new TestPlatform(build: 2);
        using var worker = new TestWorker(shard, newer);
        Assert.Null(worker.Boot());
        shard.Chain.Fund(worker.Status.Account);
        worker.Advance(3);
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotAdmitted), (worker.Status.State, worker.Status.Reason));
        Assert.Empty(worker.Sent);
        shard.Announce(shard.Descriptor.Policy with { Measurements = [newer.Measurement] });
        worker.Advance(4).Settle();
    }

    [Fact]
    public void A_member_registers_for_the_next_policy_before_that_is_in_force_and_serves_without_a_gap()
    {
        var platform = new TestPlatform(kind: EvidenceKind.Keystone);
        var shard = TestShard.ByEvidence(platform, canChange: true, delay: Delay);
        using var worker = new TestWorker(shard, platform).Serve();
        shard.Announce(shard.Descriptor.Policy with { StallAfterMs = 9_000 });
        for (var i = 0; i < 8; i++)
        {
            worker.Advance(1);
            Assert.Equal(EnclaveState.Serving, worker.Status.State);
        }

        Assert.Equal(1u, worker.Status.PolicyVersion);
        Assert.Equal((0u, 1u), Versions(shard, worker));
        Assert.Equal(2, worker.Sent.Count(purpose => purpose == ExtrinsicPurpose.Register));
    }

    [Fact]
    public void A_next_policy_that_does_not_take_the_evidence_is_tried_once_and_ends_the_membership()
    {
        var platform = new TestPlatform(kind: EvidenceKind.SevSnp);
        var shard = TestShard.ByEvidence(platform, canChange: true, delay: 12);
        using var worker = new TestWorker(shard, platform).Serve();
        var rules = shard.Descriptor.Policy.Evidence!;
        shard.Announce(shard.Descriptor.Policy with
        {
            Evidence = rules with { Floors = [new SecurityFloor(EvidenceKind.SevSnp, "snp_spl", 200)] },
        });
        worker.Advance(11);
        Assert.Equal(EnclaveState.Serving, worker.Status.State);
        Assert.Equal((0u, 0u), Versions(shard, worker));
        Assert.Equal(2, worker.Sent.Count(purpose => purpose == ExtrinsicPurpose.Register));
        worker.Advance(3);
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotRegistered), (worker.Status.State, worker.Status.Reason));
        Assert.Contains(RefusalReason.IsvSvnTooLow, worker.RefusedEvidence);

        shard.Announce(shard.Descriptor.Policy);
        worker.Platform.MonotonicMs += EvidenceFlow.AskAgainAfterMs;
        worker.Advance(16).Settle();
        Assert.Equal(2u, worker.Status.PolicyVersion);
    }

    [Fact]
    public void A_shard_that_comes_to_ask_for_evidence_is_given_it_in_time()
    {
        var platform = new TestPlatform(kind: EvidenceKind.ArmCca);
        var shard = new TestShard(platform: platform, canChange: true, delay: 8);
        using var worker = new TestWorker(shard, platform).Serve();
        Assert.Null(shard.Member(worker.Status.Account));
        shard.Announce(shard.Descriptor.Policy with { AllowSkippedAttestation = false, Evidence = TestShard.Rules(EvidenceKind.ArmCca) });
        for (var i = 0; i < 12; i++)
        {
            worker.Advance(1);
            Assert.Equal(EnclaveState.Serving, worker.Status.State);
        }

        Assert.Equal(1u, worker.Status.PolicyVersion);
        Assert.Equal((1u, 1u), Versions(shard, worker));
    }

    private static (uint From, uint To) Versions(TestShard shard, TestWorker worker)
    {
        var member = shard.Member(worker.Status.Account)!;
        return (member.PolicyFrom, member.PolicyTo);
    }

    private static Dictionary<string, byte[]> Copy(Dictionary<string, byte[]> disk) =>
        disk.ToDictionary(one => one.Key, one => one.Value.ToArray(), StringComparer.Ordinal);
}
