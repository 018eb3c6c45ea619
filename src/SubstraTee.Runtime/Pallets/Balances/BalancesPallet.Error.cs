using SubstraTee.Codec;

namespace SubstraTee.Runtime;

internal sealed partial class BalancesPallet
{
    /// <summary>Why a transfer fails; the numbers are FRAME's.</summary>
    [ScaleType("pallet_balances::pallet::Error")]
    internal enum Error : byte
    {
        /// <summary>The funds are still vesting.</summary>
        VestingBalance = 0,

        /// <summary>The funds are locked.</summary>
        LiquidityRestrictions = 1,

        /// <summary>The balance is too low.</summary>
        InsufficientBalance = 2,

        /// <summary>The amount is below the existential deposit.</summary>
        ExistentialDeposit = 3,

        /// <summary>The sender's account would cease to be.</summary>
        Expendability = 4,

        /// <summary>The account has a vesting schedule already.</summary>
        ExistingVestingSchedule = 5,

        /// <summary>The account does not exist.</summary>
        DeadAccount = 6,

        /// <summary>Too many reserves by name.</summary>
        TooManyReserves = 7,

        /// <summary>Too many holds.</summary>
        TooManyHolds = 8,

        /// <summary>Too many freezes.</summary>
        TooManyFreezes = 9,

        /// <summary>The issuance is deactivated already.</summary>
        IssuanceDeactivated = 10,

        /// <summary>The change is zero.</summary>
        DeltaZero = 11,
    }
}
