using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

internal sealed partial class BalancesPallet
{
    /// <summary>Calls that move funds; the numbers are FRAME's.</summary>
    [ScaleType("pallet_balances::pallet::Call")]
    internal abstract partial record Call
    {
        /// <summary>Transfers funds; the sender's account ceases to be when less than the existential deposit remains.</summary>
        [ScaleVariant(0)]
        [ScaleName("transfer_allow_death")]
        internal sealed record TransferAllowDeath(MultiAddress Dest, [Compact] UInt128 Value) : Call;

        /// <summary>Transfers funds from any account to any other. Root only.</summary>
        [ScaleVariant(2)]
        [ScaleName("force_transfer")]
        internal sealed record ForceTransfer(MultiAddress Source, MultiAddress Dest, [Compact] UInt128 Value) : Call;

        /// <summary>Transfers funds unless the sender's account would cease to be.</summary>
        [ScaleVariant(3)]
        [ScaleName("transfer_keep_alive")]
        internal sealed record TransferKeepAlive(MultiAddress Dest, [Compact] UInt128 Value) : Call;

        /// <summary>Transfers all that may leave the account, or all but the existential deposit.</summary>
        [ScaleVariant(4)]
        [ScaleName("transfer_all")]
        internal sealed record TransferAll(MultiAddress Dest, bool KeepAlive) : Call;

        /// <summary>Sets an account's free balance, making or destroying funds. Root only.</summary>
        [ScaleVariant(8)]
        [ScaleName("force_set_balance")]
        internal sealed record ForceSetBalance(MultiAddress Who, [Compact] UInt128 NewFree) : Call;

        /// <summary>Destroys funds of the sender.</summary>
        [ScaleVariant(10)]
        [ScaleName("burn")]
        internal sealed record Burn([Compact] UInt128 Value, bool KeepAlive) : Call;
    }
}
