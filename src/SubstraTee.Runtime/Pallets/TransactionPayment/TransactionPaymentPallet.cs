using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>What transactions cost and who pays (FRAME's <c>pallet_transaction_payment</c>).</summary>
/// <remarks>Fee = base + length + weight + tip. Fees are destroyed, as nearly all of them are on Integritee's chain.</remarks>
internal sealed partial class TransactionPaymentPallet : Pallet
{
    private const byte OperationalFeeMultiplier = 5;

    /// <summary>What one byte of an extrinsic costs.</summary>
    private static readonly UInt128 FeePerByte = 100_000;

    private static readonly UInt128 One = 1_000_000_000_000_000_000;

    private readonly BalancesPallet _balances;

    public TransactionPaymentPallet(BalancesPallet balances)
        : base("TransactionPayment", 11)
    {
        _balances = balances;
        Value("NextFeeMultiplier", FixedU128.Codec, new FixedU128(One), "What weight fees are multiplied by; always one here.");
        Value("StorageVersion", ReleasesScale.Codec, Releases.V1Ancient, "The version of the pallet's storage.");
        Constant("OperationalFeeMultiplier", Scale.U8, OperationalFeeMultiplier, "How much more a fee counts for operational calls.");
    }

    public override string Docs => "What transactions cost.";

    public override IScaleCodec EventCodec => Event.Codec;

    /// <summary>What weight costs: one unit for each picosecond.</summary>
    public static UInt128 WeightToFee(Weight weight) => weight.RefTime;

    public static UInt128 LengthToFee(uint length) => FeePerByte * length;

    /// <summary>The parts of a fee, or null when the call is free.</summary>
    public static InclusionFee? FeeOf(DispatchInfo info, uint length) => info.PaysFee == Pays.No
        ? null
        : new InclusionFee(WeightToFee(RuntimeLimits.Weights.PerClass[info.Class].BaseExtrinsic), LengthToFee(length), WeightToFee(info.Weight));

    /// <summary>Base, length and weight fee together with the tip.</summary>
    public static UInt128 TotalFee(DispatchInfo info, uint length, UInt128 tip)
    {
        var fee = FeeOf(info, length)?.Total ?? 0;
        return fee > UInt128.MaxValue - tip ? UInt128.MaxValue : fee + tip;
    }

    /// <summary>How urgent a transaction is: its tip for each unit of block space it takes, as FRAME reckons it.</summary>
    public static ulong PriorityOf(DispatchInfo info, uint length, UInt128 tip)
    {
        var limit = RuntimeLimits.Weights.PerClass[info.Class].MaxTotal ?? RuntimeLimits.Weights.MaxBlock;
        var byWeight = limit.RefTime / Math.Max(info.Weight.RefTime, 1);
        var byLength = RuntimeLimits.Length.Max[info.Class] / Math.Max(length, 1);
        UInt128 perBlock = Math.Max(Math.Min(byWeight, byLength), 1);
        var priority = Saturate(tip, perBlock);
        if (info.Class != DispatchClass.Operational)
        {
            return priority;
        }

        var virtualTip = Saturate(TotalFee(info, length, tip), OperationalFeeMultiplier);
        return Math.Max(priority, priority + Saturate(virtualTip, perBlock));
    }

    /// <summary>Takes the fee before the call is made.</summary>
    public bool TryCharge(RuntimeContext context, AccountId who, UInt128 fee) =>
        fee == 0 || _balances.TryWithdraw(context, who, fee);

    /// <summary>Gives back what was charged too much and reports what was paid.</summary>
    public void Settle(RuntimeContext context, AccountId who, UInt128 charged, UInt128 actual, UInt128 tip)
    {
        if (charged > actual)
        {
            _balances.Refund(context, who, charged - actual);
        }

        context.Deposit(new RuntimeEvent.TransactionPayment(new Event.TransactionFeePaid(who, actual, tip)));
    }

    private static ulong Saturate(UInt128 left, UInt128 right)
    {
        var most = (UInt128)ulong.MaxValue;
        return left > most || (right != 0 && left > most / right) ? ulong.MaxValue : (ulong)(left * right);
    }

    /// <summary>What is paid.</summary>
    [ScaleType("pallet_transaction_payment::pallet::Event")]
    internal abstract partial record Event
    {
        /// <summary>An account paid for a transaction, the tip being a part of the fee.</summary>
        [ScaleVariant(0)]
        internal sealed record TransactionFeePaid(AccountId Who, UInt128 ActualFee, UInt128 Tip) : Event;
    }
}
