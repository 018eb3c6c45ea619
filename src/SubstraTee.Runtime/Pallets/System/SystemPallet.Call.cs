using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Runtime;

internal sealed partial class SystemPallet
{
    /// <summary>Calls on the chain's own state.</summary>
    [ScaleType("frame_system::pallet::Call")]
    internal abstract partial record Call
    {
        /// <summary>Records bytes in the block without any effect.</summary>
        [ScaleVariant(0)]
        [ScaleName("remark")]
        internal sealed record Remark([ScaleName("remark")] byte[] Bytes) : Call;

        /// <summary>Sets values in the state. Root only.</summary>
        [ScaleVariant(4)]
        [ScaleName("set_storage")]
        internal sealed record SetStorage(ImmutableArray<(byte[] Key, byte[] Value)> Items) : Call;

        /// <summary>Removes values from the state. Root only.</summary>
        [ScaleVariant(5)]
        [ScaleName("kill_storage")]
        internal sealed record KillStorage(ImmutableArray<byte[]> Keys) : Call;

        /// <summary>Removes up to so many values whose keys begin with a prefix. Root only.</summary>
        [ScaleVariant(6)]
        [ScaleName("kill_prefix")]
        internal sealed record KillPrefix(byte[] Prefix, uint Subkeys) : Call;

        /// <summary>Records bytes in the block and their hash in an event.</summary>
        [ScaleVariant(7)]
        [ScaleName("remark_with_event")]
        internal sealed record RemarkWithEvent([ScaleName("remark")] byte[] Bytes) : Call;
    }
}
