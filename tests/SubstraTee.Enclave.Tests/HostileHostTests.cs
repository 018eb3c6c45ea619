using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Enclave.Tests;

/// <summary>A host that shows the enclave anything but the truth: it is refused by name, and nothing changes.</summary>
public sealed class HostileHostTests : IDisposable
{
    private readonly TestShard _shard = new();
    private readonly TestWorker _worker;

    public HostileHostTests()
    {
        _worker = new TestWorker(_shard).Serve();
        _shard.Increment(TestShard.Alice, _worker.Status, 5).Dispose();
        _shard.Chain.MakeBlock();
    }

    public void Dispose() => _worker.Dispose();

    private uint Next => _worker.Status.Finalized.Number + 1;

    private EnclaveInput.ImportBlocks Honest => _shard.Chain.Import(Next, Next, _worker.WantedKeys);

    [Fact]
    public void Another_genesis_is_refused()
    {
        var other = new TestShard(new TestParentchain(salt: 9));
        using var fresh = new TestWorker(_shard);
        Assert.Null(fresh.Boot());
        RefusedAs(RefusalCode.WrongGenesis, other.Chain.Import(1, 1, fresh.WantedKeys), fresh);
    }

    [Fact]
    public void Unjustified_heads_are_refused()
    {
        RefusedAs(RefusalCode.Unjustified, Honest with { Justification = [] });
        RefusedAs(RefusalCode.Unjustified, Honest with { Justification = _shard.Chain.Justify(Next, votes: 2) });
        RefusedAs(RefusalCode.Unjustified, Honest with { Justification = _shard.Chain.Justify(Next, setId: 1) });
        RefusedAs(RefusalCode.Unjustified, Honest with { Justification = _shard.Chain.Justify(Next - 1) });
    }

    [Fact]
    public void A_swapped_body_and_a_withheld_request_are_refused()
    {
        var block = Honest.Blocks[0];
        RefusedAs(RefusalCode.BodyMismatch, With(block with { Extrinsics = block.Extrinsics.RemoveAt(block.Extrinsics.Length - 1) }));
        RefusedAs(RefusalCode.BodyMismatch, With(block with { Extrinsics = block.Extrinsics.Reverse().ToImmutableArray() }));
        var forged = block.Extrinsics[1].ToArray();
        forged[^1] ^= 1;
        RefusedAs(RefusalCode.BodyMismatch, With(block with { Extrinsics = block.Extrinsics.SetItem(1, forged) }));
        RefusedAs(RefusalCode.BodyMismatch, With(block with { Extrinsics = [] }));
    }

    [Fact]
    public void Events_and_anchors_are_believed_by_proof_only()
    {
        var block = Honest.Blocks[0];
        RefusedAs(RefusalCode.ProofIncomplete, With(block with { Proof = [] }));
        RefusedAs(RefusalCode.ProofIncomplete, With(_shard.Chain.Input(Next, _worker.WantedKeys[1..])));
        RefusedAs(RefusalCode.ProofIncomplete, With(_shard.Chain.Input(Next, [.. _worker.WantedKeys[..^1]])));
        for (var i = 0; i < block.Proof.Length; i++)
        {
            var node = block.Proof[i].ToArray();
            node[^1] ^= 1;
            var refused = _worker.Handle(With(block with { Proof = block.Proof.SetItem(i, node) }));
            Assert.True(refused is RefusalCode.ProofInvalid or RefusalCode.ProofIncomplete, $"node {i}: {refused}");
        }

        StillServes();
    }

    [Fact]
    public void Gaps_repetitions_and_broken_ancestry_are_refused()
    {
        _shard.Chain.MakeBlock();
        RefusedAs(RefusalCode.BlockGap, _shard.Chain.Import(Next + 1, Next + 1, _worker.WantedKeys));
        RefusedAs(RefusalCode.BlockGap, _shard.Chain.Import(Next - 1, Next - 1, _worker.WantedKeys));
        var two = _shard.Chain.Import(Next, Next + 1, _worker.WantedKeys);
        RefusedAs(RefusalCode.BlockGap, two with { Blocks = [two.Blocks[1], two.Blocks[0]] });
        RefusedAs(RefusalCode.BlockGap, two with { Blocks = [] });
        RefusedAs(RefusalCode.HeaderMalformed, With(two.Blocks[0] with { Header = [1, 2, 3] }));
        _shard.Chain.Truncate(Next - 2);
        _shard.Chain.Fund(TestShard.Bob.AccountId);
        _shard.Chain.MakeBlock();
        _shard.Chain.MakeBlock();
        Assert.Equal(
            RefusalCode.Equivocation, _worker.Handle(_shard.Chain.Import(Next, Next, _worker.WantedKeys)));
    }

    [Fact]
    public void Every_changed_byte_of_a_header_is_refused()
    {
        var block = Honest.Blocks[0];
        for (var i = 0; i < block.Header.Length; i++)
        {
            var header = block.Header.ToArray();
            header[i] ^= 0x10;
            Assert.NotNull(_worker.Handle(With(block with { Header = header })));
        }

        StillServes();
    }

    [Fact]
    public void A_frozen_chain_stops_answers_until_the_enclave_sees_its_own_challenge()
    {
        _worker.Settle();
        _worker.Platform.MonotonicMs += 60_000;
        Assert.Equal(RefusalCode.ParentchainStalled, _shard.Query(_worker, TestShard.Alice, new Query.Nonce()).Refusal);
        Assert.Equal(EnclaveState.Stalled, _worker.Status.State);
        _worker.Settle();
        Assert.Equal(5ul, _shard.Value(_worker, TestShard.Alice));
    }

    [Fact]
    public void Old_blocks_fed_slowly_do_not_pass_for_the_challenge()
    {
        _worker.Settle();
        _shard.Chain.MakeBlock();
        _worker.Platform.MonotonicMs += 60_000;
        Assert.Equal(RefusalCode.ParentchainStalled, _shard.Query(_worker, TestShard.Alice, new Query.Nonce()).Refusal);
        Assert.Null(_worker.CatchUp());
        Assert.Equal(EnclaveState.Stalled, _worker.Status.State);
        Assert.Equal(RefusalCode.ParentchainStalled, _shard.Query(_worker, TestShard.Alice, new Query.Nonce()).Refusal);
    }

    [Fact]
    public void Inputs_before_the_boot_out_of_order_or_twice_are_refused()
    {
        using var fresh = new TestWorker(_shard);
        Assert.Equal(RefusalCode.NotBooted, fresh.Handle(new EnclaveInput.Tick()));
        Assert.Equal(RefusalCode.NotBooted, fresh.Handle(new EnclaveInput.BootEnd()));
        Assert.Equal(RefusalCode.AlreadyBooted, _worker.Boot());
        Assert.Equal(RefusalCode.DescriptorInvalid, fresh.Boot(descriptor: [1]));
        Assert.Equal(RefusalCode.MetadataNotPinned, fresh.Boot(metadata: [.. _shard.Chain.Metadata, 0]));
        var otherCode = _shard.Descriptor with { StfHash = default };
        Assert.Equal(RefusalCode.StfMismatch, fresh.Boot(ShardDescriptor.Codec.Encode(otherCode)));
        using var otherBuild = new TestWorker(_shard, new TestPlatform(build: 2));
        Assert.Equal(RefusalCode.MeasurementNotAllowed, otherBuild.Boot());
        using var weak = new TestWorker(_shard, new TestPlatform { BrokenEntropy = true });
        Assert.Equal(RefusalCode.EntropyUnhealthy, weak.Boot());
    }

    [Fact]
    public void Nothing_is_answered_before_the_instance_is_proven_final()
    {
        using var fresh = new TestWorker(_shard);
        Assert.Null(fresh.Boot());
        Assert.Equal(RefusalCode.NotServing, _shard.Query(fresh, TestShard.Alice, new Query.Nonce()).Refusal);
    }

    [Fact]
    public void An_enclave_without_the_shards_keys_must_be_given_them()
    {
        using var second = new TestWorker(_shard, new TestPlatform(seed: 2));
        Assert.Null(second.Boot());
        Assert.Equal(RefusalCode.ProvisioningRequired, second.CatchUp());
        Assert.Equal(EnclaveState.Halted, second.Status.State);
    }

    private EnclaveInput.ImportBlocks With(BlockInput block) => Honest with { Blocks = [block] };

    private void RefusedAs(RefusalCode code, EnclaveInput.ImportBlocks import, TestWorker? worker = null)
    {
        var before = (worker ?? _worker).Status;
        Assert.Equal(code, (worker ?? _worker).Handle(import));
        Assert.Equal(before, (worker ?? _worker).Status);
    }

    private void StillServes()
    {
        _worker.Settle();
        Assert.Equal(5ul, _shard.Value(_worker, TestShard.Alice));
    }
}
