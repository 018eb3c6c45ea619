using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>Shards with a descriptor: docs/protocol.md, section 7.</summary>
public class ShardLifeTests
{
    private static readonly Hash256 Code = Blake2b.Hash256("code"u8);
    private static readonly Hash256 Before = Blake2b.Hash256("before"u8);
    private static readonly Hash256 After = Blake2b.Hash256("after"u8);
    private static readonly InstanceId Instance = new(Blake2b.Hash256("instance"u8).Bytes);
    private static readonly ShieldingKey Key = new(Blake2b.Hash256("key"u8).Bytes);
    private static readonly KeyPair Bob = TestChain.Bob;
    private static readonly KeyPair Eve = KeyPair.FromSecretUri("//Eve", KeyType.Ed25519);

    private readonly TestChain _chain = new();
    private readonly ShardDescriptor _descriptor;

    public ShardLifeTests() => _descriptor = new ShardDescriptor(
        ShardDescriptor.CurrentVersion,
        _chain.Genesis,
        new BlockRef(0, _chain.Genesis),
        SetId: 0,
        [new FinalityAuthority(TestChain.Bob.AccountId.Bytes, 1)],
        ParachainId: null,
        Code,
        new AdmissionPolicy([new Measurement(MeasurementFamily.Simulated, Code.Bytes.AsSpan())], null, true, 1, [], 60_000),
        Authority: null,
        ChangeDelayBlocks: 0,
        Salt: default);

    private ShardId Shard => _descriptor.Id;

    [Fact]
    public void A_shard_is_made_of_its_descriptor_once()
    {
        Succeeds(TestChain.Alice, Create(_descriptor));

        Assert.Equal([new Event.ShardCreated(Shard, TestChain.Alice.AccountId)], Events());
        Assert.True(TestChain.Runtime.Pallets.EnclaveBridge.ShardDescriptors.TryGet(_chain.Context(), Shard, out var stored));
        Assert.Equal(ShardDescriptor.Codec.Encode(_descriptor), stored);
        Fails(TestChain.Alice, Error.ShardExists, Create(_descriptor));
    }

    [Fact]
    public void A_descriptor_must_hold_on_this_chain()
    {
        Fails(Bob, Error.InvalidDescriptor, new Call.CreateShard([1, 2, 3]));
        Fails(Bob, Error.InvalidDescriptor, new Call.CreateShard(new byte[20_000]));
        Fails(Bob, Error.WrongGenesis, Create(_descriptor with { Genesis = Code }));
        Fails(Bob, Error.UnknownBlock, Create(_descriptor with { Checkpoint = new BlockRef(1, Code) }));
        Fails(Bob, Error.UnknownBlock, Create(_descriptor with { Checkpoint = new BlockRef(1000, Code) }));
    }

    [Fact]
    public void Each_start_of_an_admitted_enclave_raises_its_sequence()
    {
        var start = new Call.StartInstance(Shard, Instance);
        Fails(Bob, Error.ShardNotFound, start);
        Succeeds(TestChain.Alice, Create(_descriptor));
        Assert.Equal(new DispatchError.Module(new ModuleError(50, 5)), Run(Bob, start).Error);
        Register(Bob, Before);
        Fails(Bob, Error.NotAdmitted, start);
        Register(Bob, Code);

        Succeeds(Bob, start);
        Succeeds(Bob, start);

        Assert.Equal([new Event.InstanceStarted(Shard, Bob.AccountId, Instance, 2)], Events());
        Assert.True(TestChain.Runtime.Pallets.EnclaveBridge.Instances.TryGet(_chain.Context(), Shard, Bob.AccountId, out var record));
        Assert.Equal(new InstanceRecord(Instance, 2, _chain.Head.Number), record);
    }

    private static EvidenceRules Rules =>
        new EvidenceRules([new TrustRoot(AnchorRole.KeystoneDevice, [.. new byte[32]], [], [])], TestRoots: true, 1, AllowDebug: false, 60_000, [], []);

    [Fact]
    public void A_policy_that_wants_evidence_admits_no_enclave_without()
    {
        var strict = _descriptor with { Policy = _descriptor.Policy with { AllowSkippedAttestation = false, Evidence = Rules } };
        Succeeds(TestChain.Alice, Create(strict));
        Register(Bob, Code);

        Fails(Bob, Error.NotAdmitted, new Call.StartInstance(strict.Id, Instance));
    }

    [Fact]
    public void The_first_key_of_an_epoch_stays()
    {
        Succeeds(TestChain.Alice, Create(_descriptor));
        Register(Bob, Code);
        var first = new Call.SetEpochKey(Shard, 0, Key, After);
        Fails(Bob, Error.InstanceNotStarted, first);
        Succeeds(Bob, new Call.StartInstance(Shard, Instance));
        Fails(Bob, Error.WrongEpoch, first with { Epoch = 1 });

        Succeeds(Bob, first);
        Assert.Equal([new Event.EpochKeySet(Shard, 0, Key, Bob.AccountId)], Events());

        Fails(Bob, Error.EpochKeyExists, first with { ShieldingKey = default });
        Succeeds(Bob, first with { Epoch = 1 });
        var bridge = TestChain.Runtime.Pallets.EnclaveBridge;
        Assert.True(bridge.CurrentEpoch.TryGet(_chain.Context(), Shard, out var epoch));
        Assert.Equal(1u, epoch);
        Assert.True(bridge.EpochKeys.TryGet(_chain.Context(), Shard, 0, out var key));
        Assert.Equal((Key, After, Bob.AccountId), (key.ShieldingKey, key.StateKeyCheck, key.SetBy));
    }

    [Fact]
    public void Receipts_of_a_signer_follow_one_another()
    {
        Begin(Bob);
        var receipt = ReceiptOver(1, 2);
        Succeeds(TestChain.Alice, Submit(receipt, Bob));
        var submitted = Submitted();
        Assert.Equal((Shard, 1u, 2u, receipt.Hash), (submitted.Shard, submitted.FirstBlock, submitted.LastBlock, submitted.ReceiptHash));
        Assert.Equal((receipt.LeavesRoot, After), (submitted.LeavesRoot, submitted.CommitmentAfter));
        Assert.Equal([Bob.AccountId], submitted.Signers.ToArray());

        Fails(TestChain.Alice, Error.ReceiptNotContiguous, Submit(receipt, Bob));
        Fails(TestChain.Alice, Error.ReceiptNotContiguous, Submit(ReceiptOver(4, 4), Bob));
        Fails(TestChain.Alice, Error.CommitmentMismatch, Submit(ReceiptOver(3, 4), Bob));
        Succeeds(TestChain.Alice, Submit(ReceiptOver(3, 4) with { CommitmentBefore = After }, Bob));

        Assert.True(TestChain.Runtime.Pallets.EnclaveBridge.ShardHeads.TryGet(_chain.Context(), Shard, out var head));
        Assert.Equal((4u, After, _chain.Head.Number), (head.LastBlock.Number, head.Commitment, head.SubmittedAt));
    }

    [Fact]
    public void A_receipt_must_be_about_blocks_that_the_chain_knows()
    {
        Begin(Bob);
        var receipt = ReceiptOver(1, 2);

        Fails(Bob, Error.UnknownBlock, Submit(receipt with { LastBlock = new BlockRef(2, Code) }, Bob));
        Fails(Bob, Error.UnknownBlock, Submit(receipt with { FirstBlock = new BlockRef(1, Code) }, Bob));
        Fails(Bob, Error.UnknownBlock, Submit(receipt with { LastBlock = new BlockRef(1000, Code) }, Bob));
        Fails(Bob, Error.ReceiptNotContiguous, Submit(receipt with { FirstBlock = ReceiptOver(0, 0).FirstBlock }, Bob));
        Fails(Bob, Error.ReceiptNotContiguous, Submit(ReceiptOver(2, 2), Bob));
        Fails(Bob, Error.ReceiptNotContiguous, Submit(receipt with { FirstBlock = receipt.LastBlock, LastBlock = receipt.FirstBlock }, Bob));
        Fails(Bob, Error.WrongEpoch, Submit(receipt with { Epoch = 1 }, Bob));
        Fails(Bob, Error.UnknownReceiptVersion, Submit(receipt with { Version = 2 }, Bob));
        Fails(Bob, Error.ShardNotFound, Submit(receipt with { Shard = default }, Bob));
    }

    [Fact]
    public void A_receipt_counts_only_with_good_signatures_of_started_enclaves()
    {
        Begin(Bob);
        var receipt = ReceiptOver(1, 2);
        var good = Submit(receipt, Bob);
        var forged = good.Signatures[0] with { Signature = [.. good.Signatures[0].Signature.Select(one => (byte)(one ^ 1))] };

        Fails(Bob, Error.SignersNotSorted, good with { Signatures = [] });
        Fails(Bob, Error.SignersNotSorted, good with { Signatures = [good.Signatures[0], good.Signatures[0]] });
        Fails(Bob, Error.BadReceiptSignature, good with { Signatures = [forged] });
        Fails(Bob, Error.BadReceiptSignature, good with { Receipt = receipt with { LeafCount = 7 } });
        Assert.Equal(new DispatchError.Module(new ModuleError(50, 5)), Run(Bob, Submit(receipt, Eve)).Error);
        Register(Eve, Code);
        Fails(Bob, Error.InstanceNotStarted, Submit(receipt, Eve));
        Succeeds(Eve, new Call.StartInstance(Shard, Instance));
        Succeeds(TestChain.Alice, Submit(receipt, Bob, Eve));
        Assert.Equal(2, Submitted().Signers.Length);
    }

    [Fact]
    public void Enclaves_that_come_to_another_state_are_shown_to_everyone()
    {
        Begin(Bob);
        Register(Eve, Code);
        Succeeds(Eve, new Call.StartInstance(Shard, Instance));
        Succeeds(TestChain.Alice, Submit(ReceiptOver(1, 3), Bob));
        Succeeds(TestChain.Alice, Submit(ReceiptOver(1, 3), Eve));
        Assert.DoesNotContain(Events(), one => one is Event.CommitmentConflict);

        Succeeds(TestChain.Alice, Submit(ReceiptOver(4, 4) with { CommitmentBefore = After }, Bob));
        Succeeds(TestChain.Alice, Submit(ReceiptOver(4, 4) with { CommitmentBefore = After, CommitmentAfter = Before }, Eve));

        Assert.Contains(new Event.CommitmentConflict(Shard, 4, After, Before), Events());
    }

    [Fact]
    public void A_newcomer_begins_at_the_shards_head_at_the_latest()
    {
        Begin(Bob);
        Register(Eve, Code);
        Succeeds(Eve, new Call.StartInstance(Shard, Instance));
        Succeeds(TestChain.Alice, Submit(ReceiptOver(1, 3), Bob));

        Fails(TestChain.Alice, Error.ReceiptNotContiguous, Submit(ReceiptOver(5, 5), Eve));
        Succeeds(TestChain.Alice, Submit(ReceiptOver(4, 5), Eve));
    }

    [Fact]
    public void Shards_with_a_descriptor_refuse_the_calls_that_receipts_replace()
    {
        Begin(Bob);
        var config = new ShardConfig(Code, null, null, MaintenanceMode: false);

        Fails(Bob, Error.ShardHasDescriptor, new Call.ConfirmProcessedParentchainBlock(Shard, Code, 1, Code));
        Fails(Bob, Error.ShardHasDescriptor, new Call.UnshieldFunds(Shard, Bob.AccountId, 1, Code));
        Fails(Bob, Error.ShardHasDescriptor, new Call.UpdateShardConfig(Shard, config, 0));
    }

    private static Call.CreateShard Create(ShardDescriptor descriptor) => new(ShardDescriptor.Codec.Encode(descriptor));

    private static Call.SubmitReceipt Submit(Receipt receipt, params KeyPair[] signers) => new(
        receipt,
        [
            .. signers.OrderBy(one => one.AccountId).Select(
                one => new ReceiptSignature(one.AccountId, one.Sign(receipt.SigningPayload()).Bytes.ToArray())),
        ]);

    private void Begin(KeyPair enclave)
    {
        Succeeds(TestChain.Alice, Create(_descriptor));
        Register(enclave, Code);
        Succeeds(enclave, new Call.StartInstance(Shard, Instance));
        Succeeds(enclave, new Call.SetEpochKey(Shard, 0, Key, After));
        _chain.Block();
    }

    private Receipt ReceiptOver(uint first, uint last) =>
        new(Receipt.CurrentVersion, Shard, 0, Block(first), Block(last), Before, After, 0, default);

    private BlockRef Block(uint number)
    {
        var hash = number == _chain.Head.Number
            ? _chain.Head.Hash()
            : TestChain.Runtime.Pallets.System.BlockHash.Get(_chain.Context(), number);
        return new BlockRef(number, hash);
    }

    private Event[] Events() => [.. _chain.Events().OfType<RuntimeEvent.EnclaveBridge>().Select(one => one.Event)];

    private Event.ReceiptSubmitted Submitted() => Events().OfType<Event.ReceiptSubmitted>().Single();

    private void Register(KeyPair enclave, Hash256 code) => Assert.True(_chain.Run(enclave, new RuntimeCall.Teerex(
        new TeerexPallet.Call.RegisterSgxEnclave(code.ToArray(), null, new SgxAttestationMethod.Skip(false)))).IsSuccess);

    private ApplyResult Run(KeyPair sender, Call call) => _chain.Run(sender, new RuntimeCall.EnclaveBridge(call));

    private void Succeeds(KeyPair sender, Call call)
    {
        var result = Run(sender, call);
        Assert.True(result.IsSuccess, $"{result}");
    }

    private void Fails(KeyPair sender, Error error, Call call) =>
        Assert.Equal(new DispatchError.Module(new ModuleError(54, (uint)error)), Run(sender, call).Error);
}
