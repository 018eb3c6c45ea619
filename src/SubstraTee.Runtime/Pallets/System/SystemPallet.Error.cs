using SubstraTee.Codec;

namespace SubstraTee.Runtime;

internal sealed partial class SystemPallet
{
    /// <summary>Why a call on the chain's own state fails; the numbers are FRAME's.</summary>
    [ScaleType("frame_system::pallet::Error")]
    internal enum Error : byte
    {
        /// <summary>The new runtime bears another name.</summary>
        InvalidSpecName = 0,

        /// <summary>The new runtime's version is not above the present one.</summary>
        SpecVersionNeedsToIncrease = 1,

        /// <summary>The new runtime does not tell its version.</summary>
        FailedToExtractRuntimeVersion = 2,

        /// <summary>The account still holds something.</summary>
        NonDefaultComposite = 3,

        /// <summary>Something still depends on the account.</summary>
        NonZeroRefCount = 4,

        /// <summary>The call, or a key in it, is not allowed here.</summary>
        CallFiltered = 5,

        /// <summary>The state is being migrated.</summary>
        MultiBlockMigrationsOngoing = 6,

        /// <summary>No new runtime is authorized.</summary>
        NothingAuthorized = 7,

        /// <summary>The new runtime is not the authorized one.</summary>
        Unauthorized = 8,
    }
}
