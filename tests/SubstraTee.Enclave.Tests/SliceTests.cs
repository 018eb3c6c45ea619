using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf.Counter;

namespace SubstraTee.Enclave.Tests;

/// <summary>The whole way of a request on real justifications, proofs and signatures, in memory.</summary>
public class SliceTests
{
    [Fact]
    public void Calls_are_executed_receipted_and_read_by_their_owner_alone()
    {
        var shard = new TestShard();
        using var worker = new TestWorker(shard).Serve();
        using var first = shard.Increment(TestShard.Alice, worker.Status, 40);
        using var second = shard.Increment(TestShard.Alice, worker.Status, 44);
        using var third = shard.Increment(TestShard.Bob, worker.Status, 7);
        worker.Settle();

        var applied = Assert.IsType<OutcomeStatus.Applied>(worker.OutcomeOf(second).Status);
        Assert.Equal(84ul, Codec.Scale.U64.Decode(applied.Output));
        Assert.IsType<OutcomeStatus.Applied>(worker.OutcomeOf(first).Status);
        Assert.IsType<OutcomeStatus.Applied>(worker.OutcomeOf(third).Status);
        Assert.Equal(84ul, shard.Value(worker, TestShard.Alice));
        Assert.Equal(7ul, shard.Value(worker, TestShard.Bob));

        var ofAlice = new Query.Stf(CounterGetter.Codec.Encode(new CounterGetter.Value(TestShard.Alice.AccountId)));
        Assert.IsType<QueryError.NotAllowed>(shard.Query(worker, TestShard.Bob, ofAlice).Answer!.Result.Error);
        Assert.IsType<QueryError.SignatureRequired>(shard.Query(worker, null, ofAlice).Answer!.Result.Error);
        var nonce = shard.Query(worker, TestShard.Alice, new Query.Nonce()).Answer!.Result.Value!;
        Assert.Equal(2u, Codec.Scale.U32.Decode(nonce));
    }

    [Fact]
    public void Receipts_follow_each_other_without_gaps_and_commit_to_what_was_before()
    {
        var shard = new TestShard();
        using var worker = new TestWorker(shard).Serve();
        for (var i = 0u; i < 4; i++)
        {
            shard.Increment(TestShard.Alice, worker.Status, i).Dispose();
            worker.Settle();
        }

        Assert.Equal(4, worker.Receipts.Count);
        for (var i = 1; i < worker.Receipts.Count; i++)
        {
            Assert.Equal(worker.Receipts[i - 1].Receipt.LastBlock.Number + 1, worker.Receipts[i].Receipt.FirstBlock.Number);
            Assert.Equal(worker.Receipts[i - 1].Receipt.CommitmentAfter, worker.Receipts[i].Receipt.CommitmentBefore);
        }
    }

    [Fact]
    public void Bad_requests_get_a_leaf_that_only_their_caller_can_tell_from_others_and_stop_nothing()
    {
        var shard = new TestShard();
        using var worker = new TestWorker(shard).Serve();
        var status = worker.Status;
        var chain = shard.Chain;
        byte[] Signed(Func<TrustedCallSigned, TrustedCallSigned> change) => TrustedCallSigned.Codec.Encode(change(
            TrustedCallSigned.Sign(TestShard.Alice, chain.Genesis, shard.Id, 0, 0, CounterCall.Codec.Encode(new CounterCall.Increment(1, null)))));

        using var malformed = shard.Invoke(TestShard.Alice, status, [1, 2, 3]);
        using var badSignature = shard.Invoke(TestShard.Alice, status, Signed(call => call with { Signature = TestShard.Bob.Sign([1]) }));
        using var badNonce = shard.Invoke(TestShard.Alice, status, TrustedCallSigned.Codec.Encode(
            TrustedCallSigned.Sign(TestShard.Alice, chain.Genesis, shard.Id, 0, 9, [0])));
        using var wrongShard = shard.Invoke(TestShard.Alice, status, Signed(call => call with { Shard = default }));
        using var wrongGenesis = shard.Invoke(TestShard.Alice, status, Signed(call => call with { Genesis = default }));
        using var wrongPolicy = shard.Invoke(TestShard.Alice, status, Signed(call => call with { PolicyVersion = 3 }));
        chain.Invoke(TestShard.Alice, shard.Id, new byte[300]);
        chain.Invoke(TestShard.Alice, shard.Id, new byte[3]);
        using var replayed = shard.Increment(TestShard.Alice, status, 5);
        chain.Invoke(TestShard.Bob, shard.Id, replayed.Envelope);
        using var good = shard.Increment(TestShard.Bob, status, 6);
        worker.Settle();

        Assert.IsType<OutcomeStatus.Malformed>(worker.OutcomeOf(malformed).Status);
        Assert.IsType<OutcomeStatus.BadSignature>(worker.OutcomeOf(badSignature).Status);
        Assert.Equal(new OutcomeStatus.BadNonce(0, 9), worker.OutcomeOf(badNonce).Status);
        Assert.IsType<OutcomeStatus.WrongShard>(worker.OutcomeOf(wrongShard).Status);
        Assert.IsType<OutcomeStatus.WrongGenesis>(worker.OutcomeOf(wrongGenesis).Status);
        Assert.Equal(new OutcomeStatus.WrongPolicyVersion(0, 3), worker.OutcomeOf(wrongPolicy).Status);
        Assert.IsType<OutcomeStatus.Applied>(worker.OutcomeOf(good).Status);
        Assert.Equal(5ul, shard.Value(worker, TestShard.Alice));
        var leaves = Assert.Single(worker.Receipts).Leaves;
        Assert.Equal(11, leaves.Length);
        Assert.Single(leaves.Select(leaf => leaf.SealedOutcome.Length).Distinct());
        Assert.Equal(leaves.Length, leaves.Select(leaf => leaf.Leaf.OutcomeHash).Distinct().Count());
    }

    [Fact]
    public void A_call_for_another_epoch_or_suite_is_told_so()
    {
        var shard = new TestShard();
        using var worker = new TestWorker(shard).Serve();
        using var seed = new Primitives.SecretBytes(new byte[32]);
        using var other = RequestCipher.Seal(DomainTag.Call, shard.Target(worker.Status) with { Epoch = 4 }, [1], seed);
        shard.Chain.Invoke(TestShard.Alice, shard.Id, other.Envelope);
        worker.Settle();
        Assert.Single(worker.Receipts);
        var envelope = other.Envelope.ToArray();
        Assert.Equal(RefusalCode.WrongEpoch, worker.Query(envelope).Refusal);
        envelope[1] = 9;
        Assert.Equal(RefusalCode.UnsupportedSuite, worker.Query(envelope).Refusal);
        Assert.Equal(RefusalCode.EnvelopeMalformed, worker.Query(new byte[10]).Refusal);
    }

    [Fact]
    public void A_getter_expires_and_cannot_live_long()
    {
        var shard = new TestShard();
        using var worker = new TestWorker(shard).Serve();
        Assert.IsType<QueryError.Expired>(Answer(getter => getter with { ExpiresAt = worker.Status.Finalized.Number - 1 }));
        Assert.IsType<QueryError.ExpiryTooFar>(Answer(getter => getter with { ExpiresAt = worker.Status.Finalized.Number + 65 }));
        Assert.IsType<QueryError.BadSignature>(Answer(getter => getter with { ExpiresAt = getter.ExpiresAt - 1 }));
        Assert.Equal(RefusalCode.WrongShard, shard.Query(worker, TestShard.Alice, new Query.Nonce(), getter => getter with { Shard = default }).Refusal);

        QueryError? Answer(Func<TrustedGetter, TrustedGetter> change) =>
            shard.Query(worker, TestShard.Alice, new Query.Nonce(), change).Answer!.Result.Error;
    }
}
