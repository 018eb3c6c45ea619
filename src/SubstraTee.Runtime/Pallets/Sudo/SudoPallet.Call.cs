using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

internal sealed partial class SudoPallet
{
    /// <summary>Calls of the sudo account.</summary>
    [ScaleType("pallet_sudo::pallet::Call")]
    internal abstract partial record Call
    {
        /// <summary>Makes a call as root. Free for the sudo account.</summary>
        [ScaleVariant(0)]
        [ScaleName("sudo")]
        internal sealed record Sudo(RuntimeCall Call) : SudoPallet.Call;

        /// <summary>Makes a call as root that weighs what the caller says.</summary>
        [ScaleVariant(1)]
        [ScaleName("sudo_unchecked_weight")]
        internal sealed record SudoUncheckedWeight(RuntimeCall Call, Weight Weight) : SudoPallet.Call;

        /// <summary>Hands the sudo role over to another account.</summary>
        [ScaleVariant(2)]
        [ScaleName("set_key")]
        internal sealed record SetKey(MultiAddress New) : SudoPallet.Call;

        /// <summary>Makes a call on behalf of any account.</summary>
        [ScaleVariant(3)]
        [ScaleName("sudo_as")]
        internal sealed record SudoAs(MultiAddress Who, RuntimeCall Call) : SudoPallet.Call;

        /// <summary>Gives the sudo role up for ever.</summary>
        [ScaleVariant(4)]
        [ScaleName("remove_key")]
        internal sealed record RemoveKey : SudoPallet.Call;
    }
}
