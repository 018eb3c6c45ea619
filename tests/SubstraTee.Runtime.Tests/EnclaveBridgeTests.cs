using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>Integritee's calls, on shards without a descriptor.</summary>
public class EnclaveBridgeTests
{
    private static readonly Hash256 Code = Blake2b.Hash256("code"u8);
    private static readonly ShardId Shard = new(Code.Bytes);
    private static readonly Hash256 Hash = Blake2b.Hash256("hash"u8);
    private static readonly Call Confirm = new Call.ConfirmProcessedParentchainBlock(Shard, Hash, 1, Hash);

    private readonly TestChain _chain = new();

    [Fact]
    public void An_invocation_leaves_an_event_only()
    {
        Succeeds(TestChain.Alice, new Call.Invoke(new Request(Shard, new byte[300])));

        Assert.Equal([new Event.IndirectInvocationRegistered(Shard)], Events());
        Assert.DoesNotContain(
            _chain.Last!.Changes, one => one.Key.AsSpan().StartsWith(StorageKey.Pallet("EnclaveBridge").Span));
    }

    [Fact]
    public void Enclaves_of_the_shards_code_confirm_blocks_and_are_noted()
    {
        Fails(TeerexPallet.Error.EnclaveIsNotRegistered, Confirm);
        Register(TestChain.Bob, Hash);
        Fails(Error.WrongFingerprintForShard, Confirm);
        Register(TestChain.Bob, Code);

        Succeeds(TestChain.Bob, Confirm);

        Assert.Equal([new Event.ProcessedParentchainBlock(Shard, Hash, Hash, 1)], Events());
    }

    [Fact]
    public void The_eleventh_enclave_finds_no_room_until_root_makes_some()
    {
        var purge = new Call.PurgeEnclaveFromShardStatus(Shard, TestChain.Bob.AccountId);
        Register(TestChain.Bob, Code);
        AsRootFails(Error.ShardNotFound, purge);
        Succeeds(TestChain.Bob, Confirm);
        for (var i = 0; i < 9; i++)
        {
            using var enclave = NewEnclave(i);
            Succeeds(enclave, Confirm);
        }

        using var eleventh = NewEnclave(9);
        Assert.Equal(Module(Error.TooManyEnclaves), _chain.Run(eleventh, Bridge(Confirm)).Error);
        Assert.True(_chain.Run(TestChain.Alice, TestChain.Sudo(Bridge(purge))).IsSuccess);
        Succeeds(eleventh, Confirm);
        AsRootFails(Error.EnclaveNotFoundInShardStatus, purge);
    }

    [Fact]
    public void Funds_go_in_and_each_payment_out_is_made_once()
    {
        var vault = new AccountId(Shard.Bytes);
        Register(TestChain.Bob, Code);
        Succeeds(TestChain.Alice, new Call.ShieldFunds(Shard, [1, 2, 3], 10 * TestChain.Unit));
        Assert.Equal(10 * TestChain.Unit, _chain.Free(vault));
        var before = _chain.Free(TestChain.Charlie.AccountId);
        var pay = new Call.UnshieldFunds(Shard, TestChain.Charlie.AccountId, 4 * TestChain.Unit, Hash);

        Succeeds(TestChain.Bob, pay);
        Assert.Equal([new Event.UnshieldedFunds(Shard, TestChain.Charlie.AccountId, 4 * TestChain.Unit)], Events());
        Succeeds(TestChain.Bob, pay);

        Assert.Empty(Events());
        Assert.Equal(before + (4 * TestChain.Unit), _chain.Free(TestChain.Charlie.AccountId));
        Assert.Equal(
            new DispatchError.Token(TokenError.FundsUnavailable),
            _chain.Run(TestChain.Bob, Bridge(pay with { Amount = 100 * TestChain.Unit, CallHash = Code })).Error);
        _chain.CheckIssuance();
    }

    [Fact]
    public void Published_hashes_can_be_found_by_topic()
    {
        var publish = new Call.PublishHash(Hash, [Hash], [1]);
        Fails(TeerexPallet.Error.EnclaveIsNotRegistered, publish);
        Register(TestChain.Bob, Code);
        Fails(Error.TooManyTopics, publish with { ExtraTopics = [Hash, Hash, Hash, Hash, Hash, Hash] });
        Fails(Error.DataTooLong, publish with { Data = new byte[101] });

        Succeeds(TestChain.Bob, publish);

        var system = TestChain.Runtime.Pallets.System;
        foreach (var topic in new[] { Hash, Code })
        {
            var (block, index) = system.EventTopics.Get(_chain.Context(), topic).Single();
            Assert.Equal(_chain.Head.Number, block);
            Assert.IsType<RuntimeEvent.EnclaveBridge>(system.Events.Get(_chain.Context())[(int)index].Event);
        }

        _chain.Block();
        Assert.Empty(system.EventTopics.Get(_chain.Context(), Hash));
    }

    [Fact]
    public void A_shards_configuration_changes_after_its_delay()
    {
        var config = new ShardConfig(Hash, null, null, MaintenanceMode: false);
        Register(TestChain.Bob, Code);
        Succeeds(TestChain.Bob, new Call.UpdateShardConfig(Shard, config with { EnclaveFingerprint = Code }, 0));
        Succeeds(TestChain.Bob, new Call.UpdateShardConfig(Shard, config, 2));
        Succeeds(TestChain.Bob, Confirm);
        Fails(Error.WrongFingerprintForShard, Confirm);
        Fails(Error.WrongFingerprintForShard, new Call.UpdateShardConfig(Shard, config, 0));
        Assert.True(_chain.Run(TestChain.Alice, TestChain.Sudo(Bridge(
            new Call.UpdateShardConfig(Shard, config with { EnclaveFingerprint = Code }, 0)))).IsSuccess);
        Succeeds(TestChain.Bob, Confirm);
        AsRootFails(
            new DispatchError.Arithmetic(ArithmeticError.Overflow), new Call.UpdateShardConfig(Shard, config, uint.MaxValue));
    }

    private static RuntimeCall.EnclaveBridge Bridge(Call call) => new RuntimeCall.EnclaveBridge(call);

    private static DispatchError.Module Module(Error error) => new DispatchError.Module(new ModuleError(54, (uint)error));

    private Event[] Events() => [.. _chain.Events().OfType<RuntimeEvent.EnclaveBridge>().Select(one => one.Event)];

    private void Register(KeyPair enclave, Hash256 code) => Assert.True(_chain.Run(enclave, new RuntimeCall.Teerex(
        new TeerexPallet.Call.RegisterSgxEnclave(code.ToArray(), null, new SgxAttestationMethod.Skip(false)))).IsSuccess);

    private KeyPair NewEnclave(int number)
    {
        var pair = KeyPair.FromSecretUri($"//Enclave//{number}", KeyType.Ed25519);
        _chain.Run(TestChain.Alice, TestChain.Transfer(pair.AccountId, TestChain.Unit));
        Register(pair, Code);
        return pair;
    }

    private void Succeeds(KeyPair sender, Call call)
    {
        var result = _chain.Run(sender, Bridge(call));
        Assert.True(result.IsSuccess, $"{result}");
    }

    private void Fails(Error error, Call call) => Assert.Equal(Module(error), _chain.Run(TestChain.Bob, Bridge(call)).Error);

    private void Fails(TeerexPallet.Error error, Call call) => Assert.Equal(
        new DispatchError.Module(new ModuleError(50, (uint)error)), _chain.Run(TestChain.Bob, Bridge(call)).Error);

    private void AsRootFails(Error error, Call call) => AsRootFails(Module(error), call);

    private void AsRootFails(DispatchError error, Call call)
    {
        _chain.Run(TestChain.Alice, TestChain.Sudo(Bridge(call)));
        var sudid = (SudoPallet.Event.Sudid)_chain.Events().OfType<RuntimeEvent.Sudo>().Single().Event;
        Assert.Equal(error, sudid.Result.Error);
    }
}
