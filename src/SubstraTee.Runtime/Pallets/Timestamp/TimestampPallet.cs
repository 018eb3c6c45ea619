using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>The chain's time (FRAME's <c>pallet_timestamp</c>): one inherent in every block says when it was built.</summary>
internal sealed partial class TimestampPallet : Pallet, ICallable<TimestampPallet.Call>
{
    /// <summary>How much later than its parent a block is at least, in milliseconds.</summary>
    public const ulong MinimumPeriod = 1;

    private readonly StorageValue<bool> _didUpdate;

    public TimestampPallet()
        : base("Timestamp", 3)
    {
        Now = Value("Now", Scale.U64, 0ul, "When the block was built, in milliseconds since 1970.");
        _didUpdate = Value("DidUpdate", Scale.Bool, false, "Whether the block has its time; only while it is built.");
        Constant("MinimumPeriod", Scale.U64, MinimumPeriod, "How much later than its parent a block is at least.");
    }

    public override string Docs => "When each block was built.";

    public override IScaleCodec CallCodec => Call.Codec;

    public StorageValue<ulong> Now { get; }

    /// <summary>The time of a block built at <paramref name="nowMs"/>: after the parent's, even if the clock is not.</summary>
    public ulong TimeAfter(RuntimeContext context, ulong nowMs)
    {
        var parent = Now.Get(context);
        return parent > ulong.MaxValue - MinimumPeriod ? parent : Math.Max(nowMs, parent + MinimumPeriod);
    }

    public override void OnFinalize(RuntimeContext context) => _didUpdate.Kill(context);

    public DispatchInfo InfoOf(Call call) => RuntimeLimits.Mandatory(reads: 2, writes: 2);

    public DispatchOutcome Dispatch(RuntimeContext context, Origin origin, Call call) => call switch
    {
        Call.Set set => Set(context, origin, set.Now),
        _ => DispatchErrors.Other,
    };

    private DispatchOutcome Set(RuntimeContext context, Origin origin, ulong now)
    {
        if (!origin.IsNone)
        {
            return DispatchErrors.BadOrigin;
        }

        var parent = Now.Get(context);
        if (_didUpdate.Get(context) || parent > ulong.MaxValue - MinimumPeriod || now < parent + MinimumPeriod)
        {
            return DispatchErrors.Other;
        }

        Now.Set(context, now);
        _didUpdate.Set(context, true);
        return DispatchOutcome.Ok;
    }

    /// <summary>The one call, which only block builders make.</summary>
    [ScaleType("pallet_timestamp::pallet::Call")]
    internal abstract partial record Call
    {
        /// <summary>Sets the block's time. An inherent: every block has exactly one.</summary>
        [ScaleVariant(0)]
        [ScaleName("set")]
        internal sealed record Set([Compact] ulong Now) : Call;
    }
}
