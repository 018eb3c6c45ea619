using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

internal sealed partial class SudoPallet
{
    /// <summary>What the sudo account did.</summary>
    [ScaleType("pallet_sudo::pallet::Event")]
    internal abstract partial record Event
    {
        /// <summary>It made a call as root, with this result.</summary>
        [ScaleVariant(0)]
        internal sealed record Sudid([ScaleName("sudo_result")] Result<Unit, DispatchError> Result) : Event;

        /// <summary>Its role went to another account.</summary>
        [ScaleVariant(1)]
        internal sealed record KeyChanged(AccountId? Old, AccountId New) : Event;

        /// <summary>Its role was given up.</summary>
        [ScaleVariant(2)]
        internal sealed record KeyRemoved : Event;

        /// <summary>It made a call on behalf of another account, with this result.</summary>
        [ScaleVariant(3)]
        internal sealed record SudoAsDone([ScaleName("sudo_result")] Result<Unit, DispatchError> Result) : Event;
    }

    /// <summary>Why a call of the sudo pallet fails.</summary>
    [ScaleType("pallet_sudo::pallet::Error")]
    internal enum Error : byte
    {
        /// <summary>The sender is not the sudo account.</summary>
        RequireSudo = 0,
    }
}
