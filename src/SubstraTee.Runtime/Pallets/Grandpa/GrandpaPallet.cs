using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>Who finalizes blocks (FRAME's <c>pallet_grandpa</c>, without equivocation reports and sessions).</summary>
/// <remarks>
/// Set 0 is in the first state. A change is announced in the header of the block that schedules it and in force once the
/// block so many later is finalized; then the set's number goes up by one.
/// </remarks>
internal sealed partial class GrandpaPallet : Pallet, ICallable<GrandpaPallet.Call>
{
    public const int MaxAuthorities = 1024;

    private readonly StorageValue<GrandpaPendingChange> _pendingChange;

    public GrandpaPallet()
        : base("Grandpa", 24)
    {
        Value("State", GrandpaState.Codec, new GrandpaState.Live(), "Whether finality goes on.");
        _pendingChange = OptionalValue(
            "PendingChange", GrandpaPendingChange.Codec, "A change of authorities that is announced and not yet in force.");
        CurrentSetId = Value("CurrentSetId", Scale.U64, 0ul, "How many times the authorities have changed.");
        Authorities = Value("Authorities", GrandpaAuthorityList.Codec, new GrandpaAuthorityList([]), "The authorities and their weights.");
        Constant("MaxAuthorities", Scale.U32, (uint)MaxAuthorities, "The most authorities.");
        Constant("MaxNominators", Scale.U32, 0u, "Nominators do not exist here.");
        Constant("MaxSetIdSessionEntries", Scale.U64, 0ul, "Sessions do not exist here.");
    }

    public override string Docs => "Who finalizes blocks.";

    public override IScaleCodec CallCodec => Call.Codec;

    public override IScaleCodec EventCodec => Event.Codec;

    public override IScaleCodec ErrorCodec => ErrorScale.Codec;

    public StorageValue<ulong> CurrentSetId { get; }

    public StorageValue<GrandpaAuthorityList> Authorities { get; }

    public override void BuildGenesis(RuntimeContext context, GenesisConfig genesis) => Authorities.Set(
        context, new GrandpaAuthorityList([.. genesis.GrandpaAuthorities.Select(one => (new GrandpaKey(one.Key.Bytes), one.Weight))]));

    public override void OnFinalize(RuntimeContext context)
    {
        if (!_pendingChange.TryGet(context, out var change))
        {
            return;
        }

        if (context.BlockNumber == change.ScheduledAt)
        {
            var log = new GrandpaLog.ScheduledChange(new GrandpaScheduledChange(change.NextAuthorities.Inner, change.Delay));
            context.Log(new DigestItem.Consensus(ConsensusEngineId.Grandpa, [.. GrandpaLog.Codec.Encode(log)]));
        }

        if (context.BlockNumber == (ulong)change.ScheduledAt + change.Delay)
        {
            Authorities.Set(context, change.NextAuthorities);
            CurrentSetId.Set(context, unchecked(CurrentSetId.Get(context) + 1));
            _pendingChange.Kill(context);
            context.Deposit(new RuntimeEvent.Grandpa(new Event.NewAuthorities(change.NextAuthorities.Inner)));
        }
    }

    public DispatchInfo InfoOf(Call call) => RuntimeLimits.Operational(reads: 2, writes: 2);

    public DispatchOutcome Dispatch(RuntimeContext context, Origin origin, Call call) => call switch
    {
        _ when !origin.IsRoot => DispatchErrors.BadOrigin,
        Call.ScheduleChange change => ScheduleChange(context, change),
        _ => DispatchErrors.Other,
    };

    private DispatchOutcome ScheduleChange(RuntimeContext context, Call.ScheduleChange change)
    {
        if (_pendingChange.Exists(context))
        {
            return ErrorAt((byte)Error.ChangePending);
        }

        // Weights are summed by whoever counts votes, so that the sum must fit; nobody may vote twice.
        var total = change.NextAuthorities.Aggregate(UInt128.Zero, (sum, one) => sum + one.Weight);
        var distinct = change.NextAuthorities.Select(one => one.Key).Distinct().Count();
        if (total > ulong.MaxValue || distinct != change.NextAuthorities.Length
            || change.NextAuthorities.IsEmpty || change.NextAuthorities.Any(one => one.Weight == 0))
        {
            return ErrorAt((byte)Error.InvalidAuthorities);
        }

        _pendingChange.Set(
            context,
            new GrandpaPendingChange(context.BlockNumber, change.InBlocks, new GrandpaAuthorityList(change.NextAuthorities), Forced: null));
        return DispatchOutcome.Ok;
    }

    /// <summary>Calls on finality; FRAME's own need sessions or misbehaviour and do not exist here.</summary>
    [ScaleType("pallet_grandpa::pallet::Call")]
    internal abstract partial record Call
    {
        /// <summary>Announces new authorities, in force so many blocks later. Root only.</summary>
        [ScaleVariant(32)]
        [ScaleName("schedule_change")]
        internal sealed record ScheduleChange(
            [MaxLength(MaxAuthorities)] ImmutableArray<(GrandpaKey Key, ulong Weight)> NextAuthorities, uint InBlocks) : Call;
    }

    /// <summary>What happens to finality; the numbers are FRAME's.</summary>
    [ScaleType("pallet_grandpa::pallet::Event")]
    internal abstract partial record Event
    {
        /// <summary>New authorities are in force.</summary>
        [ScaleVariant(0)]
        internal sealed record NewAuthorities(
            [ScaleName("authority_set")] ImmutableArray<(GrandpaKey Key, ulong Weight)> Authorities) : Event;
    }

    /// <summary>Why a call on finality fails; the numbers below 32 are FRAME's.</summary>
    [ScaleType("pallet_grandpa::pallet::Error")]
    internal enum Error : byte
    {
        /// <summary>Finality cannot be paused now.</summary>
        PauseFailed = 0,

        /// <summary>Finality cannot be resumed now.</summary>
        ResumeFailed = 1,

        /// <summary>A change is announced already.</summary>
        ChangePending = 2,

        /// <summary>Too early for another forced change.</summary>
        TooSoon = 3,

        /// <summary>A proof of membership is wrong.</summary>
        InvalidKeyOwnershipProof = 4,

        /// <summary>A proof of misbehaviour is wrong.</summary>
        InvalidEquivocationProof = 5,

        /// <summary>The misbehaviour was reported before.</summary>
        DuplicateOffenceReport = 6,

        /// <summary>No authority, one twice, or weights of zero or too large a sum.</summary>
        InvalidAuthorities = 32,
    }
}
