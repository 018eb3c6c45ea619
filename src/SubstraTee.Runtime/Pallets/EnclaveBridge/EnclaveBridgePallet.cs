using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>Requests to shards and what enclaves state about them (Integritee's <c>enclave-bridge</c>, and ours from 32 on).</summary>
/// <remarks>
/// Calls 0 to 6 keep Integritee's layouts and rules for shards without a descriptor. Shards with one live by the calls from
/// 32 on: docs/protocol.md, section 7, has their rules; they are carried out in <see cref="ShardLife"/>,
/// <see cref="MemberRegistry"/>, <see cref="ShardPolicyBook"/> and <see cref="CollateralRegistry"/>.
/// </remarks>
internal sealed partial class EnclaveBridgePallet : Pallet, ICallable<EnclaveBridgePallet.Call>
{
    /// <summary>The most enclaves that may sign one receipt.</summary>
    public const int MaxReceiptSigners = ProtocolLimits.MaxReceiptSigners;

    private const int MaxTopics = 5;
    private const int MaxPublishedBytes = 100;

    private readonly BalancesPallet _balances;
    private readonly TeerexPallet _teerex;
    private readonly StorageMap<ShardId, ShardSigners> _shardStatus;
    private readonly StorageMap<ShardId, UpgradableShardConfig> _shardConfigRegistry;
    private readonly StorageMap<Hash256, ulong> _executedUnshieldCalls;
    private readonly ShardPolicyBook _policies;
    private readonly MemberRegistry _members;
    private readonly CollateralRegistry _collateral;
    private readonly ShardLife _life;
    private readonly CodeStore _codes;

    public EnclaveBridgePallet(SystemPallet system, BalancesPallet balances, TeerexPallet teerex, TimestampPallet timestamp)
        : base("EnclaveBridge", 54)
    {
        _balances = balances;
        _teerex = teerex;
        var shard = new MapKey<ShardId>(StorageHasher.Blake2_128Concat, Scale.ShardId);
        var hash = new MapKey<Hash256>(StorageHasher.Blake2_128Concat, Scale.Hash256);
        var account = new MapKey<AccountId>(StorageHasher.Blake2_128Concat, Scale.AccountId);
        var epoch = new MapKey<uint>(StorageHasher.Twox64Concat, Scale.U32);
        _shardStatus = OptionalMap(shard, "ShardStatus", ShardSigners.Codec, "Enclaves that reported on a shard without a descriptor.");
        _shardConfigRegistry = OptionalMap(
            shard, "ShardConfigRegistry", UpgradableShardConfig.Codec, "Configurations of shards without a descriptor.");
        _executedUnshieldCalls = Map(
            hash, "ExecutedUnshieldCalls", Scale.U64, 0ul, "How many enclaves reported each payment out of a shard's account.");
        ShardDescriptors = OptionalMap(shard, "ShardDescriptors", Scale.BytesOf(ProtocolLimits.MaxDescriptorBytes), "What each shard is, for ever.");
        Instances = OptionalDoubleMap(shard, account, "Instances", InstanceRecord.Codec, "The newest start of each enclave for a shard.");
        EpochKeys = OptionalDoubleMap(shard, epoch, "EpochKeys", EpochKeyRecord.Codec, "The public key of each epoch of a shard.");
        CurrentEpoch = OptionalMap(shard, "CurrentEpoch", Scale.U32, "The newest epoch of a shard that has a key.");
        LatestReceipts = OptionalDoubleMap(
            shard, hash, "LatestReceipts", ReceiptAnchor.Codec, "The newest receipt of each signer (its account) or signer set (its hash).");
        StfCodes = OptionalMap(hash, "StfCodes", StfCode.Codec, "The code of functions that shards load, by STF hash.");
        StfFunctions = OptionalMap(hash, "StfFunctions", StfRecord.Codec, "What the functions are whose code is here, by STF hash.");
        ShardHeads = OptionalMap(shard, "ShardHeads", ReceiptAnchor.Codec, "The receipt of a shard with the highest last block.");
        Members = OptionalDoubleMap(shard, account, "Members", MemberRecord.Codec, "The enclaves of each shard, with their evidence.");
        MemberPlatforms = OptionalDoubleMap(
            shard, hash, "MemberPlatforms", Scale.AccountId, "Who registered last for each shard on each machine that evidence names.");
        Collaterals = OptionalMap(hash, "Collaterals", CollateralRecord.Codec, "What vouches for evidence, by its hash.");
        CollateralFloors = OptionalMap(
            new MapKey<(EvidenceKind, byte[])>(StorageHasher.Blake2_128Concat, Scale.Tuple(EvidenceKindScale.Codec, Scale.FixedBytes(6))),
            "CollateralFloors",
            Scale.U32,
            "The highest evaluation number of Intel's that was seen, by kind of evidence and FMSPC.");
        PolicyVersions = OptionalMap(shard, "PolicyVersions", Scale.U32, "The newest announced version of a shard's policy; none: the descriptor's.");
        ShardPolicies = OptionalDoubleMap(shard, epoch, "ShardPolicies", PolicyRecord.Codec, "Announced policies, by version from 1 on.");
        FrozenShards = OptionalMap(shard, "FrozenShards", Scale.Bool, "Shards that take no new members.");
        DevelopmentChain = Value(
            "DevelopmentChain", Scale.Bool, false, "Whether shards may admit enclaves that nothing protects; fixed by the first block.");
        Constant("MaxReceiptSigners", Scale.U32, (uint)MaxReceiptSigners, "The most enclaves that may sign one receipt.");
        Constant("MaxDescriptorBytes", Scale.U32, (uint)ProtocolLimits.MaxDescriptorBytes, "The most bytes of a descriptor.");
        _codes = new CodeStore(this);
        _policies = new ShardPolicyBook(this);
        _collateral = new CollateralRegistry(this, timestamp);
        _members = new MemberRegistry(this, system, timestamp, teerex, _policies, _collateral);
        _life = new ShardLife(this, system, _policies, _members);
    }

    public override string Docs => "Requests to shards and what enclaves state about them.";

    public override IScaleCodec CallCodec => Call.Codec;

    public override IScaleCodec EventCodec => Event.Codec;

    public override IScaleCodec ErrorCodec { get; } = new ErrorsWithField(
        "pallet_enclave_bridge::pallet::Error", ErrorScale.Codec, (byte)Error.EvidenceRefused, Reason);

    public StorageMap<ShardId, byte[]> ShardDescriptors { get; }

    public StorageDoubleMap<ShardId, AccountId, InstanceRecord> Instances { get; }

    public StorageDoubleMap<ShardId, uint, EpochKeyRecord> EpochKeys { get; }

    public StorageMap<ShardId, uint> CurrentEpoch { get; }

    public StorageDoubleMap<ShardId, Hash256, ReceiptAnchor> LatestReceipts { get; }

    public StorageMap<ShardId, ReceiptAnchor> ShardHeads { get; }

    public StorageMap<Hash256, StfCode> StfCodes { get; }

    public StorageDoubleMap<ShardId, AccountId, MemberRecord> Members { get; }

    public StorageDoubleMap<ShardId, Hash256, AccountId> MemberPlatforms { get; }

    public StorageMap<Hash256, CollateralRecord> Collaterals { get; }

    public StorageMap<(EvidenceKind Kind, byte[] Fmspc), uint> CollateralFloors { get; }

    public StorageMap<ShardId, uint> PolicyVersions { get; }

    public StorageDoubleMap<ShardId, uint, PolicyRecord> ShardPolicies { get; }

    public StorageMap<ShardId, bool> FrozenShards { get; }

    public StorageValue<bool> DevelopmentChain { get; }

    public override void BuildGenesis(RuntimeContext context, GenesisConfig genesis) =>
        DevelopmentChain.Set(context, genesis.IsDevelopment);

    public StorageMap<Hash256, StfRecord> StfFunctions { get; }

    public DispatchInfo InfoOf(Call call) => call switch
    {
        Call.Invoke invoke => RuntimeLimits.Normal(reads: 0, writes: 0, invoke.Request.Cyphertext.Length),
        Call.PublishHash publish => RuntimeLimits.Normal(reads: 2, writes: 2, publish.Data.Length),
        Call.PurgeEnclaveFromShardStatus => RuntimeLimits.Normal(reads: 1, writes: 1),
        Call.CreateShard create => RuntimeLimits.Normal(reads: 3, writes: 1, create.Descriptor.Length),
        Call.SubmitReceipt submit => ShardLife.InfoOf(submit),
        Call.UploadCode upload => CodeStore.InfoOf(upload),
        Call.RegisterMember or Call.RecheckMember or Call.RegisterCollateral => EvidenceWeights.InfoOf(call),
        _ => RuntimeLimits.Normal(reads: 4, writes: 4),
    };

    public DispatchOutcome Dispatch(RuntimeContext context, Origin origin, Call call) => call switch
    {
        Call.UpdateShardConfig update => UpdateShardConfig(context, origin, update),
        Call.PurgeEnclaveFromShardStatus purge => Purge(context, origin, purge),
        _ => origin.TrySigned(out var sender) ? Dispatch(context, sender, call) : DispatchErrors.BadOrigin,
    };

    internal DispatchError Fail(Error error) => ErrorAt((byte)error);

    /// <summary>The error that tells why evidence or collateral does not hold.</summary>
    internal DispatchError Refuse(RefusalReason reason) => ErrorAt((byte)Error.EvidenceRefused, (ushort)reason);

    internal static DispatchOutcome Emit(RuntimeContext context, Event happened)
    {
        context.Deposit(new RuntimeEvent.EnclaveBridge(happened));
        return DispatchOutcome.Ok;
    }

    private DispatchOutcome Dispatch(RuntimeContext context, AccountId sender, Call call) => call switch
    {
        Call.Invoke invoke => Emit(context, new Event.IndirectInvocationRegistered(invoke.Request.Shard)),
        Call.ConfirmProcessedParentchainBlock confirm => Confirm(context, sender, confirm),
        Call.ShieldFunds shield => Shield(context, sender, shield),
        Call.UnshieldFunds unshield => Unshield(context, sender, unshield),
        Call.PublishHash publish => PublishHash(context, sender, publish),
        Call.CreateShard create => _life.CreateShard(context, sender, create),
        Call.StartInstance start => _life.StartInstance(context, sender, start),
        Call.SetEpochKey set => _life.SetEpochKey(context, sender, set),
        Call.SubmitReceipt submit => _life.SubmitReceipt(context, submit),
        Call.UploadCode upload => _codes.Upload(context, sender, upload),
        Call.RegisterMember register => _members.Register(context, sender, register),
        Call.LeaveShard leave => _members.Leave(context, sender, leave.Shard),
        Call.RecheckMember recheck => _members.Recheck(context, recheck),
        Call.AnnouncePolicy announce => _policies.Announce(context, sender, announce),
        Call.FreezeAdmission freeze => _policies.Freeze(context, sender, freeze),
        Call.RegisterCollateral register => _collateral.Register(context, register.Bundle),
        _ => DispatchErrors.Other,
    };

    // A shard's account has the shard's bytes as its id, as on Integritee's chain.
    private static AccountId AccountOf(ShardId shard) => new(shard.Bytes);

    private DispatchOutcome Confirm(RuntimeContext context, AccountId sender, Call.ConfirmProcessedParentchainBlock confirm)
    {
        if (CheckReporter(context, confirm.Shard, sender, out var enclave) is { } refused)
        {
            return refused;
        }

        if (Touch(context, confirm.Shard, sender, enclave!.Fingerprint) is { } full)
        {
            return full;
        }

        return Emit(context, new Event.ProcessedParentchainBlock(
            confirm.Shard, confirm.BlockHash, confirm.TrustedCallsMerkleRoot, confirm.BlockNumber));
    }

    private DispatchOutcome Shield(RuntimeContext context, AccountId sender, Call.ShieldFunds shield)
    {
        var paid = _balances.Transfer(context, sender, AccountOf(shield.Shard), shield.Amount, keepAlive: false);
        return paid.IsOk
            ? Emit(context, new Event.ShieldFunds(shield.Shard, shield.IncognitoAccountEncrypted, shield.Amount))
            : paid;
    }

    private DispatchOutcome Unshield(RuntimeContext context, AccountId sender, Call.UnshieldFunds unshield)
    {
        if (CheckReporter(context, unshield.Shard, sender, out var enclave) is { } refused)
        {
            return refused;
        }

        if (Touch(context, unshield.Shard, sender, enclave!.Fingerprint) is { } full)
        {
            return full;
        }

        var reports = _executedUnshieldCalls.Get(context, unshield.CallHash);
        _executedUnshieldCalls.Set(context, unshield.CallHash, unchecked(reports + 1));
        if (reports > 0)
        {
            return DispatchOutcome.Ok;
        }

        var paid = _balances.Transfer(context, AccountOf(unshield.Shard), unshield.Beneficiary, unshield.Amount, keepAlive: false);
        return paid.IsOk
            ? Emit(context, new Event.UnshieldedFunds(unshield.Shard, unshield.Beneficiary, unshield.Amount))
            : paid;
    }

    private DispatchOutcome PublishHash(RuntimeContext context, AccountId sender, Call.PublishHash publish)
    {
        if (_teerex.Sovereign(context, sender) is not { } enclave)
        {
            return _teerex.NotRegistered;
        }

        if (publish.ExtraTopics.Length > MaxTopics)
        {
            return Fail(Error.TooManyTopics);
        }

        if (publish.Data.Length > MaxPublishedBytes)
        {
            return Fail(Error.DataTooLong);
        }

        if (Touch(context, new ShardId(enclave.MrEnclave), sender, enclave.Fingerprint) is { } full)
        {
            return full;
        }

        context.Deposit(
            new RuntimeEvent.EnclaveBridge(new Event.PublishedHash(enclave.Fingerprint, publish.Hash, publish.Data)),
            [.. publish.ExtraTopics, enclave.Fingerprint]);
        return DispatchOutcome.Ok;
    }

    private DispatchOutcome UpdateShardConfig(RuntimeContext context, Origin origin, Call.UpdateShardConfig update)
    {
        if (ShardDescriptors.Contains(context, update.Shard))
        {
            return Fail(Error.ShardHasDescriptor);
        }

        var known = _shardConfigRegistry.TryGet(context, update.Shard, out var stored) ? stored.At(context.BlockNumber) : null;
        if (!origin.IsRoot)
        {
            if (!origin.TrySigned(out var sender))
            {
                return DispatchErrors.BadOrigin;
            }

            if (_teerex.Sovereign(context, sender) is not { } enclave)
            {
                return _teerex.NotRegistered;
            }

            // Of a shard without a configuration any enclave may make one, as on Integritee's chain.
            if (known is not null && known.ActiveConfig.EnclaveFingerprint != enclave.Fingerprint)
            {
                return Fail(Error.WrongFingerprintForShard);
            }
        }

        if (context.BlockNumber > uint.MaxValue - update.EnactmentDelay)
        {
            return DispatchErrors.Overflow;
        }

        _shardConfigRegistry.Set(
            context,
            update.Shard,
            known is null
                ? new UpgradableShardConfig(update.ShardConfig, null, null)
                : known with { PendingUpgrade = update.ShardConfig, UpgradeAt = context.BlockNumber + update.EnactmentDelay });
        return Emit(context, new Event.ShardConfigUpdated(update.Shard));
    }

    private DispatchOutcome Purge(RuntimeContext context, Origin origin, Call.PurgeEnclaveFromShardStatus purge)
    {
        if (!origin.IsRoot)
        {
            return DispatchErrors.BadOrigin;
        }

        if (!_shardStatus.TryGet(context, purge.Shard, out var signers))
        {
            return Fail(Error.ShardNotFound);
        }

        var left = signers.Inner.RemoveAll(one => one.Signer == purge.Subject);
        if (left.Length == signers.Inner.Length)
        {
            return Fail(Error.EnclaveNotFoundInShardStatus);
        }

        _shardStatus.Set(context, purge.Shard, new ShardSigners(left));
        Emit(context, new Event.PurgedEnclaveFromShardConfig(purge.Shard, purge.Subject));

        // Free only when it succeeds: a call that is free in any case lets anybody fill blocks with it.
        return DispatchOutcome.Free;
    }

    /// <summary>Whether an enclave may report on a shard without a descriptor: its code must be the configured one.</summary>
    private DispatchError? CheckReporter(RuntimeContext context, ShardId shard, AccountId sender, out SgxEnclave? enclave)
    {
        enclave = _teerex.Sovereign(context, sender);
        if (enclave is null)
        {
            return _teerex.NotRegistered;
        }

        if (ShardDescriptors.Contains(context, shard))
        {
            return Fail(Error.ShardHasDescriptor);
        }

        var fingerprint = _shardConfigRegistry.TryGet(context, shard, out var config)
            ? config.At(context.BlockNumber).ActiveConfig.EnclaveFingerprint
            : new Hash256(shard.Bytes);
        return enclave.Fingerprint == fingerprint ? null : Fail(Error.WrongFingerprintForShard);
    }

    /// <summary>Notes that an enclave reported on a shard; who did so first stays first.</summary>
    private DispatchError? Touch(RuntimeContext context, ShardId shard, AccountId signer, Hash256 fingerprint)
    {
        ImmutableArray<ShardSignerStatus> known = _shardStatus.TryGet(context, shard, out var stored) ? stored.Inner : [];
        var status = new ShardSignerStatus(signer, fingerprint, context.BlockNumber);
        var index = known.Select(one => one.Signer).ToList().IndexOf(signer);
        if (index < 0 && known.Length == ShardSigners.Max)
        {
            return Fail(Error.TooManyEnclaves);
        }

        _shardStatus.Set(context, shard, new ShardSigners(index < 0 ? known.Add(status) : known.SetItem(index, status)));
        return null;
    }
}
