using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>Policies that change (docs/protocol.md, section 7). A suffix names a row of the table of faults and attacks.</summary>
public class PolicyTests
{
    private readonly ShardWorld _world = new(new KeystonePlatform());

    [Fact]
    public void A_policy_is_in_force_after_the_shards_delay()
    {
        var next = Policy(ShardWorld.OtherCode);
        _world.Announce(next);

        var announced = _world.Chain.Head.Number;
        Assert.Equal([new Event.PolicyAnnounced(_world.Shard, 1, announced + ShardWorld.Delay)], _world.Events());
        var bridge = TestChain.Runtime.Pallets.EnclaveBridge;
        Assert.True(bridge.PolicyVersions.TryGet(_world.Chain.Context(), _world.Shard, out var version));
        Assert.Equal(1u, version);
        Assert.True(bridge.ShardPolicies.TryGet(_world.Chain.Context(), _world.Shard, 1, out var record));
        Assert.Equal(announced + ShardWorld.Delay, record.InForceFrom);
        Assert.Equal(AdmissionPolicy.Codec.Encode(next), AdmissionPolicy.Codec.Encode(record.Policy));

        _world.Fails(ShardWorld.Authority, Error.PolicyPending, new Call.AnnouncePolicy(_world.Shard, Policy(ShardWorld.Code)));
        _world.Blocks(ShardWorld.Delay - 2);
        _world.Announce(Policy(ShardWorld.Code));
        Assert.Equal(2u, Assert.IsType<Event.PolicyAnnounced>(Assert.Single(_world.Events())).Version);
    }

    [Fact]
    public void A_shard_without_delay_changes_with_the_next_block_and_once_a_block()
    {
        var descriptor = _world.DescriptorOf(_world.Policy, salt: 5) with { ChangeDelayBlocks = 0 };
        _world.Succeeds(ShardWorld.Authority, new Call.CreateShard(ShardDescriptor.Codec.Encode(descriptor)));
        var announce = new RuntimeCall.EnclaveBridge(new Call.AnnouncePolicy(descriptor.Id, Policy(ShardWorld.OtherCode)));
        var nonce = _world.Chain.Nonce(ShardWorld.Authority);

        var results = _world.Chain.Block(
            _world.Chain.Sign(ShardWorld.Authority, announce, nonce), _world.Chain.Sign(ShardWorld.Authority, announce, nonce + 1));
        Assert.True(results[0].IsSuccess);
        Assert.Equal(new DispatchError.Module(new ModuleError(54, (uint)Error.PolicyPending)), results[1].Error);
        Assert.Contains(new Event.PolicyAnnounced(descriptor.Id, 1, _world.Chain.Head.Number + 1), _world.Events());
        _world.Succeeds(ShardWorld.Authority, new Call.AnnouncePolicy(descriptor.Id, Policy(ShardWorld.Code)));
    }

    [Fact]
    public void Only_the_shards_authority_changes_its_policy()
    {
        var next = Policy(ShardWorld.OtherCode);
        _world.Fails(ShardWorld.Other, Error.NotShardAuthority, new Call.AnnouncePolicy(_world.Shard, next));
        _world.Fails(ShardWorld.Authority, Error.ShardNotFound, new Call.AnnouncePolicy(default, next));

        var fixedForEver = _world.DescriptorOf(_world.Policy, salt: 6) with { Authority = null };
        _world.Succeeds(ShardWorld.Authority, new Call.CreateShard(ShardDescriptor.Codec.Encode(fixedForEver)));
        _world.Fails(ShardWorld.Authority, Error.NotShardAuthority, new Call.AnnouncePolicy(fixedForEver.Id, next));
        _world.Fails(ShardWorld.Authority, Error.NotShardAuthority, new Call.FreezeAdmission(fixedForEver.Id, true));
    }

    [Fact]
    public void A_policy_that_contradicts_itself_is_refused()
    {
        var next = Policy(ShardWorld.OtherCode);
        _world.Fails(ShardWorld.Authority, Error.InvalidPolicy, new Call.AnnouncePolicy(_world.Shard, next with { Measurements = [] }));
        _world.Fails(ShardWorld.Authority, Error.InvalidPolicy, new Call.AnnouncePolicy(_world.Shard, next with { ReceiptThreshold = 0 }));
        _world.Fails(ShardWorld.Authority, Error.InvalidPolicy, new Call.AnnouncePolicy(_world.Shard, next with { Evidence = null }));
        var revoked = next.Evidence! with { AcceptedTcb = EvidenceRules.MaskOf([Attestation.TcbStatus.Revoked]) };
        _world.Fails(ShardWorld.Authority, Error.InvalidPolicy, new Call.AnnouncePolicy(_world.Shard, next with { Evidence = revoked }));
    }

    [Fact]
    public void A_measurement_that_the_next_policy_drops_ends_with_the_block_that_changes_Row19()
    {
        _world.Register();
        _world.Start();
        _world.Announce(Policy(ShardWorld.OtherCode));

        // In force are blocks later; until then the member works on.
        _world.Start();
        _world.Blocks(ShardWorld.Delay - 2);
        _world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.StartInstance(_world.Shard, ShardWorld.Instance));
        _world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.SetEpochKey(_world.Shard, 0, default, default));
        _world.Refuses(RefusalReason.MeasurementNotAllowed, _world.Member(_world.Evidence()));

        _world.Succeeds(ShardWorld.Other, new Call.RecheckMember(_world.Shard, ShardWorld.Enclave.AccountId));
        Assert.Equal(
            [new Event.MemberRemoved(_world.Shard, ShardWorld.Enclave.AccountId, (ushort)RefusalReason.MeasurementNotAllowed)], _world.Events());
    }

    [Fact]
    public void Who_holds_under_both_policies_stays_a_member_through_the_change()
    {
        _world.Announce(Policy(ShardWorld.Code, ShardWorld.OtherCode));
        _world.Register();
        Assert.Equal((0u, 1u), (_world.Record()!.PolicyFrom, _world.Record()!.PolicyTo));

        _world.Start();
        _world.Blocks(ShardWorld.Delay);
        _world.Start();
    }

    [Fact]
    public void Who_holds_under_the_next_policy_alone_is_a_member_from_then_on()
    {
        _world.Announce(Policy(ShardWorld.OtherCode));
        _world.Register(ShardWorld.OtherCode);
        Assert.Equal((1u, 1u), (_world.Record()!.PolicyFrom, _world.Record()!.PolicyTo));
        _world.Succeeds(ShardWorld.Other, new Call.RecheckMember(_world.Shard, ShardWorld.Enclave.AccountId));
        Assert.NotNull(_world.Record());

        _world.Blocks(ShardWorld.Delay);
        _world.Start();
    }

    [Fact]
    public void A_member_of_before_counts_again_once_it_is_judged_by_the_new_policy()
    {
        _world.Register();
        var before = _world.Record()!;
        _world.Announce(Policy(ShardWorld.Code, ShardWorld.OtherCode) with { ReceiptThreshold = 2 });
        _world.Blocks(ShardWorld.Delay);
        _world.Fails(ShardWorld.Enclave, Error.NotAdmitted, new Call.StartInstance(_world.Shard, ShardWorld.Instance));

        _world.Succeeds(ShardWorld.Other, new Call.RecheckMember(_world.Shard, ShardWorld.Enclave.AccountId));
        var after = _world.Record()!;
        Assert.Equal((1u, 1u, before.ExpiresAtMs), (after.PolicyFrom, after.PolicyTo, after.ExpiresAtMs));
        Assert.True(Assert.IsType<Event.MemberRegistered>(Assert.Single(_world.Events())).Renewed);
        _world.Start();
    }

    [Fact]
    public void The_shorter_lifetime_of_two_policies_counts()
    {
        var next = Policy(ShardWorld.Code);
        _world.Announce(next with { Evidence = next.Evidence! with { LifetimeMs = ShardWorld.Hour } });
        _world.Register();
        Assert.Equal(_world.NowMs + ShardWorld.Hour, _world.Record()!.ExpiresAtMs);
    }

    [Fact]
    public void A_recheck_never_prolongs_a_registration_and_shortens_it_by_a_stricter_policy()
    {
        _world.Register();
        var registered = _world.Record()!.RegisteredAtMs;
        var next = Policy(ShardWorld.Code);
        _world.Announce(next with { Evidence = next.Evidence! with { LifetimeMs = ShardWorld.Hour } });
        _world.Blocks(ShardWorld.Delay);
        var recheck = new Call.RecheckMember(_world.Shard, ShardWorld.Enclave.AccountId);
        _world.Succeeds(ShardWorld.Other, recheck);
        Assert.Equal(registered + ShardWorld.Hour, _world.Record()!.ExpiresAtMs);

        _world.Chain.Later = 2 * ShardWorld.Hour;
        _world.Succeeds(ShardWorld.Other, recheck);
        Assert.Null(_world.Record());
    }

    [Fact]
    public void A_chain_for_production_has_no_shard_that_admits_what_nothing_protects_Row14()
    {
        var chain = new TestChain(Production);
        var device = _world.Policy;
        Fails(chain, Error.DevelopmentPolicy, CreateCall(chain, device));
        Fails(chain, Error.DevelopmentPolicy, CreateCall(chain, device with { Evidence = null, AllowSkippedAttestation = true }));
        Fails(
            chain, Error.DevelopmentPolicy, CreateCall(chain, device with { Evidence = device.Evidence! with { TestRoots = false, AllowDebug = true } }));

        // A device that the policy enrols as genuine is its author's word, which everybody reads in the descriptor.
        var enrolled = device with { Evidence = device.Evidence! with { TestRoots = false } };
        var create = CreateCall(chain, enrolled);
        Assert.True(chain.Run(ShardWorld.Authority, create).IsSuccess);
        var shard = ((Event.ShardCreated)((RuntimeEvent.EnclaveBridge)chain.Events().Single(one => one is RuntimeEvent.EnclaveBridge)).Event).Shard;
        Fails(chain, Error.DevelopmentPolicy, new RuntimeCall.EnclaveBridge(new Call.AnnouncePolicy(shard, device)));
    }

    [Fact]
    public void A_development_chain_says_so_for_ever_in_its_state_Row14()
    {
        Assert.True(TestChain.Runtime.Pallets.EnclaveBridge.DevelopmentChain.Get(_world.Chain.Context()));
        Assert.False(TestChain.Runtime.Pallets.EnclaveBridge.DevelopmentChain.Get(new TestChain(Production).Context()));
        Assert.Throws<ArgumentException>(() => new TestChain(TestChain.DevelopmentGenesis with { IsDevelopment = false }));
    }

    internal static GenesisConfig Production =>
        TestChain.DevelopmentGenesis with { IsDevelopment = false, AllowSkippingAttestation = false, AllowSgxDebugMode = false };

    private AdmissionPolicy Policy(params byte[] codes) => _world.PolicyOf(ShardWorld.RulesOf(_world.Platform), codes);

    private RuntimeCall.EnclaveBridge CreateCall(TestChain chain, AdmissionPolicy policy) => new RuntimeCall.EnclaveBridge(new Call.CreateShard(
        ShardDescriptor.Codec.Encode(_world.DescriptorOf(policy) with { Genesis = chain.Genesis, Checkpoint = new BlockRef(0, chain.Genesis) })));

    private static void Fails(TestChain chain, Error error, RuntimeCall call) =>
        Assert.Equal(new DispatchError.Module(new ModuleError(54, (uint)error)), chain.Run(ShardWorld.Authority, call).Error);
}
