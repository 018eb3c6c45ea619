using SubstraTee.Codec;

namespace SubstraTee.Runtime;

/// <summary>Every call of the runtime.</summary>
[ScaleType("substratee_runtime::RuntimeCall", Positional = true)]
internal abstract partial record RuntimeCall
{
    [ScaleVariant(0)]
    internal sealed record System(SystemPallet.Call Call) : RuntimeCall;

    [ScaleVariant(3)]
    internal sealed record Timestamp(TimestampPallet.Call Call) : RuntimeCall;

    [ScaleVariant(5)]
    internal sealed record Sudo(SudoPallet.Call Call) : RuntimeCall;

    [ScaleVariant(10)]
    internal sealed record Balances(BalancesPallet.Call Call) : RuntimeCall;

    [ScaleVariant(24)]
    internal sealed record Grandpa(GrandpaPallet.Call Call) : RuntimeCall;

    [ScaleVariant(50)]
    internal sealed record Teerex(TeerexPallet.Call Call) : RuntimeCall;

    [ScaleVariant(54)]
    internal sealed record EnclaveBridge(EnclaveBridgePallet.Call Call) : RuntimeCall;
}
