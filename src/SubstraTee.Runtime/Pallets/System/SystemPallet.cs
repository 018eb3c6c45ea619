using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using SubstraTee.Trie;

namespace SubstraTee.Runtime;

/// <summary>Accounts, the block being built, and its events (FRAME's <c>frame_system</c>).</summary>
/// <remarks>
/// What FRAME stores only while a block is built (phase, extrinsic count, lengths) lies in <see cref="BlockBuilder"/>; the
/// items are declared, since clients look them up, and are as empty after a block as they are there.
/// </remarks>
internal sealed partial class SystemPallet : Pallet, ICallable<SystemPallet.Call>
{
    /// <summary>How many block hashes are kept, for mortal transactions and receipts.</summary>
    public const uint BlockHashCount = 4096;

    public SystemPallet(RuntimeVersion version)
        : base("System", 0)
    {
        var account = new MapKey<AccountId>(StorageHasher.Blake2_128Concat, Scale.AccountId);
        var number = new MapKey<uint>(StorageHasher.Twox64Concat, Scale.U32);
        var topic = new MapKey<Hash256>(StorageHasher.Blake2_128Concat, Scale.Hash256);

        Account = Map(account, "Account", AccountInfo.Codec, default, "Nonce, references and balances of an account.");
        OptionalValue("ExtrinsicCount", Scale.U32, "Extrinsics applied so far; only while a block is built.");
        BlockWeight = Value(
            "BlockWeight", PerDispatchClass<Weight>.CodecOf(Weight.Codec), new PerDispatchClass<Weight>(default, default, default), "What the block's extrinsics weigh, by class.");
        OptionalValue("AllExtrinsicsLen", Scale.U32, "Bytes of all extrinsics so far; only while a block is built.");
        BlockHash = Map(number, "BlockHash", Scale.Hash256, default, "Hashes of the last 4096 blocks by number.");
        Number = Value("Number", Scale.U32, 0u, "The number of the block.");
        ParentHash = Value("ParentHash", Scale.Hash256, default, "The hash of the block's parent.");
        Digest = Value("Digest", Substrate.Digest.Codec, [], "Messages in the block's header.");
        Events = Value("Events", RecordsCodec, [], "What happened in the block.");
        EventCount = Value("EventCount", Scale.U32, 0u, "The number of events.");
        EventTopics = Map(
            topic, "EventTopics", Scale.Vec(Scale.Tuple(Scale.U32, Scale.U32)), [], "The block's events of a topic: block number and index.");
        LastRuntimeUpgrade = OptionalValue(
            "LastRuntimeUpgrade", LastRuntimeUpgradeInfo.Codec, "The version whose rules have been in force since the last change.");
        OptionalValue("ExecutionPhase", Phase.Codec, "The part of the block; only while it is built.");

        Constant("BlockWeights", BlockWeights.Codec, RuntimeLimits.Weights, "How much a block and an extrinsic may weigh.");
        Constant("BlockLength", BlockLength.Codec, RuntimeLimits.Length, "How long a block may be.");
        Constant("BlockHashCount", Scale.U32, BlockHashCount, "How many block hashes are kept.");
        Constant("DbWeight", RuntimeDbWeight.Codec, RuntimeLimits.Database, "What reading and writing one key weighs.");
        Constant("Version", RuntimeVersion.Codec, version, "Which runtime this is.");
        Constant("SS58Prefix", Scale.U16, ChainSpec.DefaultSs58Prefix, "The prefix of addresses.");
        Version = version;
    }

    public static ScaleCodec<ImmutableArray<EventRecord<RuntimeEvent>>> RecordsCodec { get; } =
        Scale.Vec(new EventRecordCodec<RuntimeEvent>(RuntimeEvent.Codec));

    public override string Docs => "Accounts, blocks and events.";

    public override IScaleCodec CallCodec => Call.Codec;

    public override IScaleCodec EventCodec => Event.Codec;

    public override IScaleCodec ErrorCodec => ErrorScale.Codec;

    public StorageMap<AccountId, AccountInfo> Account { get; }

    public StorageValue<PerDispatchClass<Weight>> BlockWeight { get; }

    public StorageMap<uint, Hash256> BlockHash { get; }

    public StorageValue<uint> Number { get; }

    public StorageValue<Hash256> ParentHash { get; }

    public StorageValue<ImmutableArray<DigestItem>> Digest { get; }

    public StorageValue<ImmutableArray<EventRecord<RuntimeEvent>>> Events { get; }

    public StorageValue<uint> EventCount { get; }

    public StorageMap<Hash256, ImmutableArray<(uint Block, uint Event)>> EventTopics { get; }

    public StorageValue<LastRuntimeUpgradeInfo> LastRuntimeUpgrade { get; }

    private RuntimeVersion Version { get; }

    public override void BuildGenesis(RuntimeContext context, GenesisConfig genesis)
    {
        LastRuntimeUpgrade.Set(context, new LastRuntimeUpgradeInfo(Version.SpecVersion, Version.SpecName));

        // Clients tell runtimes apart by the hash of the code; this one is native, so the name of its version stands there.
        context.State.Set(":code"u8, System.Text.Encoding.UTF8.GetBytes($"native:{Version.SpecName}/{Version.SpecVersion}"));
    }

    /// <summary>Starts a block: forgets the last one's events, remembers its hash.</summary>
    public void BeginBlock(RuntimeContext context, BlockHeader parent, Hash256 parentHash)
    {
        context.BlockNumber = parent.Number + 1;
        context.Phase = Phase.Initialization;
        Number.Set(context, context.BlockNumber);
        ParentHash.Set(context, parentHash);
        BlockHash.Set(context, parent.Number, parentHash);
        if (context.BlockNumber > BlockHashCount + 1)
        {
            // Never the first block's: every signature covers it.
            BlockHash.Remove(context, context.BlockNumber - BlockHashCount - 1);
        }

        EventTopics.Clear(context);
    }

    /// <summary>Writes what the block leaves behind.</summary>
    public void EndBlock(RuntimeContext context, PerDispatchClass<Weight> weight)
    {
        BlockWeight.Set(context, weight);
        Digest.Set(context, [.. context.Digest]);
        Events.Set(context, [.. context.Events]);
        EventCount.Set(context, (uint)context.Events.Count);
        IndexTopics(context);
    }

    /// <summary>Counts one more transaction of an account.</summary>
    public void IncrementNonce(RuntimeContext context, AccountId who)
    {
        var account = Account.Get(context, who);
        Account.Set(context, who, account with { Nonce = unchecked(account.Nonce + 1) });
    }

    public DispatchInfo InfoOf(Call call) => call switch
    {
        Call.Remark remark => RuntimeLimits.Normal(reads: 0, writes: 0, remark.Bytes.Length),
        Call.RemarkWithEvent remark => RuntimeLimits.Normal(reads: 0, writes: 0, remark.Bytes.Length),
        Call.SetStorage set => RuntimeLimits.Operational(reads: 0, writes: set.Items.Length),
        Call.KillStorage kill => RuntimeLimits.Operational(reads: 0, writes: kill.Keys.Length),
        Call.KillPrefix kill => RuntimeLimits.Operational(reads: (int)Math.Min(kill.Subkeys, int.MaxValue), writes: (int)Math.Min(kill.Subkeys, int.MaxValue)),
        _ => RuntimeLimits.Normal(reads: 0, writes: 0),
    };

    public DispatchOutcome Dispatch(RuntimeContext context, Origin origin, Call call) => call switch
    {
        Call.Remark => origin.IsNone ? DispatchErrors.BadOrigin : DispatchOutcome.Ok,
        Call.RemarkWithEvent remark => Remark(context, origin, remark.Bytes),
        Call.SetStorage set => AsRoot(origin, () => SetStorage(context, set.Items)),
        Call.KillStorage kill => AsRoot(origin, () => KillStorage(context, kill.Keys)),
        Call.KillPrefix kill => AsRoot(origin, () => KillPrefix(context, kill.Prefix, kill.Subkeys)),
        _ => DispatchErrors.Other,
    };

    private static DispatchOutcome AsRoot(Origin origin, Func<DispatchOutcome> call) =>
        origin.IsRoot ? call() : DispatchErrors.BadOrigin;

    private static DispatchOutcome Remark(RuntimeContext context, Origin origin, byte[] remark)
    {
        if (!origin.TrySigned(out var sender))
        {
            return DispatchErrors.BadOrigin;
        }

        context.Deposit(new RuntimeEvent.System(new Event.Remarked(sender, Blake2b.Hash256(remark))));
        return DispatchOutcome.Ok;
    }

    private DispatchOutcome SetStorage(RuntimeContext context, ImmutableArray<(byte[] Key, byte[] Value)> items)
    {
        foreach (var (key, value) in items)
        {
            if (key.Length > StateTrie.MaxKeyLength)
            {
                return ErrorAt((byte)Error.CallFiltered);
            }

            context.State.Set(key, value);
        }

        return DispatchOutcome.Ok;
    }

    private static DispatchOutcome KillStorage(RuntimeContext context, ImmutableArray<byte[]> keys)
    {
        foreach (var key in keys)
        {
            context.State.Remove(key);
        }

        return DispatchOutcome.Ok;
    }

    private static DispatchOutcome KillPrefix(RuntimeContext context, byte[] prefix, uint subkeys)
    {
        context.State.RemovePrefix(prefix, (int)Math.Min(subkeys, int.MaxValue));
        return DispatchOutcome.Ok;
    }

    private void IndexTopics(RuntimeContext context)
    {
        for (var i = 0; i < context.Events.Count; i++)
        {
            foreach (var topic in context.Events[i].Topics)
            {
                EventTopics.Set(context, topic, EventTopics.Get(context, topic).Add((context.BlockNumber, (uint)i)));
            }
        }
    }
}
