using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

internal sealed partial class BalancesPallet
{
    /// <summary>What happens to funds; the numbers are FRAME's.</summary>
    [ScaleType("pallet_balances::pallet::Event")]
    internal abstract partial record Event
    {
        /// <summary>An account came into being with this balance.</summary>
        [ScaleVariant(0)]
        internal sealed record Endowed(AccountId Account, UInt128 FreeBalance) : Event;

        /// <summary>An account ceased to be, and what remained was destroyed.</summary>
        [ScaleVariant(1)]
        internal sealed record DustLost(AccountId Account, UInt128 Amount) : Event;

        /// <summary>Funds were transferred.</summary>
        [ScaleVariant(2)]
        internal sealed record Transfer(AccountId From, AccountId To, UInt128 Amount) : Event;

        /// <summary>Root set a balance.</summary>
        [ScaleVariant(3)]
        internal sealed record BalanceSet(AccountId Who, UInt128 Free) : Event;

        /// <summary>Funds were paid in: a fee was given back.</summary>
        [ScaleVariant(7)]
        internal sealed record Deposit(AccountId Who, UInt128 Amount) : Event;

        /// <summary>Funds were taken out: a fee was paid.</summary>
        [ScaleVariant(8)]
        internal sealed record Withdraw(AccountId Who, UInt128 Amount) : Event;

        /// <summary>Funds were destroyed by their owner.</summary>
        [ScaleVariant(11)]
        internal sealed record Burned(AccountId Who, UInt128 Amount) : Event;
    }
}
