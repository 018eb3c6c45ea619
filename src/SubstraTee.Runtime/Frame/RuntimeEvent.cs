using SubstraTee.Codec;

namespace SubstraTee.Runtime;

/// <summary>Every event of the runtime.</summary>
[ScaleType("substratee_runtime::RuntimeEvent", Positional = true)]
internal abstract partial record RuntimeEvent
{
    [ScaleVariant(0)]
    internal sealed record System(SystemPallet.Event Event) : RuntimeEvent;

    [ScaleVariant(5)]
    internal sealed record Sudo(SudoPallet.Event Event) : RuntimeEvent;

    [ScaleVariant(10)]
    internal sealed record Balances(BalancesPallet.Event Event) : RuntimeEvent;

    [ScaleVariant(11)]
    internal sealed record TransactionPayment(TransactionPaymentPallet.Event Event) : RuntimeEvent;

    [ScaleVariant(24)]
    internal sealed record Grandpa(GrandpaPallet.Event Event) : RuntimeEvent;

    [ScaleVariant(50)]
    internal sealed record Teerex(TeerexPallet.Event Event) : RuntimeEvent;

    [ScaleVariant(54)]
    internal sealed record EnclaveBridge(EnclaveBridgePallet.Event Event) : RuntimeEvent;
}
