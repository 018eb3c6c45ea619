using System.Collections.Immutable;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>The pallets of the runtime, and which one a call belongs to.</summary>
internal sealed class PalletSet
{
    public PalletSet(RuntimeVersion version)
    {
        System = new SystemPallet(version);
        Timestamp = new TimestampPallet();
        Sudo = new SudoPallet(InfoOf);
        Balances = new BalancesPallet(System);
        TransactionPayment = new TransactionPaymentPallet(Balances);
        Grandpa = new GrandpaPallet();
        Teerex = new TeerexPallet(Timestamp);
        EnclaveBridge = new EnclaveBridgePallet(System, Balances, Teerex, Timestamp);
        All = [System, Timestamp, Sudo, Balances, TransactionPayment, Grandpa, Teerex, EnclaveBridge];
    }

    public SystemPallet System { get; }

    public TimestampPallet Timestamp { get; }

    public SudoPallet Sudo { get; }

    public BalancesPallet Balances { get; }

    public TransactionPaymentPallet TransactionPayment { get; }

    public GrandpaPallet Grandpa { get; }

    public TeerexPallet Teerex { get; }

    public EnclaveBridgePallet EnclaveBridge { get; }

    /// <summary>All pallets, in the order of their indices.</summary>
    public ImmutableArray<Pallet> All { get; }

    public DispatchInfo InfoOf(RuntimeCall call) => call switch
    {
        RuntimeCall.System one => System.InfoOf(one.Call),
        RuntimeCall.Timestamp one => Timestamp.InfoOf(one.Call),
        RuntimeCall.Sudo one => Sudo.InfoOf(one.Call),
        RuntimeCall.Balances one => Balances.InfoOf(one.Call),
        RuntimeCall.Grandpa one => Grandpa.InfoOf(one.Call),
        RuntimeCall.Teerex one => Teerex.InfoOf(one.Call),
        RuntimeCall.EnclaveBridge one => EnclaveBridge.InfoOf(one.Call),
        _ => throw Unknown(call),
    };

    public DispatchOutcome Dispatch(RuntimeContext context, Origin origin, RuntimeCall call) => call switch
    {
        RuntimeCall.System one => System.Dispatch(context, origin, one.Call),
        RuntimeCall.Timestamp one => Timestamp.Dispatch(context, origin, one.Call),
        RuntimeCall.Sudo one => Sudo.Dispatch(context, origin, one.Call),
        RuntimeCall.Balances one => Balances.Dispatch(context, origin, one.Call),
        RuntimeCall.Grandpa one => Grandpa.Dispatch(context, origin, one.Call),
        RuntimeCall.Teerex one => Teerex.Dispatch(context, origin, one.Call),
        RuntimeCall.EnclaveBridge one => EnclaveBridge.Dispatch(context, origin, one.Call),
        _ => throw Unknown(call),
    };

    // Decoding only ever makes the variants above.
    private static ArgumentException Unknown(RuntimeCall call) => new($"{call.GetType()} belongs to no pallet", nameof(call));
}
