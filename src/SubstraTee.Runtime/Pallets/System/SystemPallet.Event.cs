using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

internal sealed partial class SystemPallet
{
    /// <summary>What happens to extrinsics and accounts.</summary>
    [ScaleType("frame_system::pallet::Event")]
    internal abstract partial record Event
    {
        /// <summary>An extrinsic was carried out.</summary>
        [ScaleVariant(0)]
        internal sealed record ExtrinsicSuccess([ScaleName("dispatch_info")] DispatchInfo Info) : Event;

        /// <summary>An extrinsic failed; nothing but its fee and nonce remains of it.</summary>
        [ScaleVariant(1)]
        internal sealed record ExtrinsicFailed(
            [ScaleName("dispatch_error")] DispatchError Error, [ScaleName("dispatch_info")] DispatchInfo Info) : Event;

        /// <summary>An account came into being.</summary>
        [ScaleVariant(3)]
        internal sealed record NewAccount(AccountId Account) : Event;

        /// <summary>An account ceased to be.</summary>
        [ScaleVariant(4)]
        internal sealed record KilledAccount(AccountId Account) : Event;

        /// <summary>Somebody recorded bytes of this hash.</summary>
        [ScaleVariant(5)]
        internal sealed record Remarked(AccountId Sender, Hash256 Hash) : Event;
    }
}
