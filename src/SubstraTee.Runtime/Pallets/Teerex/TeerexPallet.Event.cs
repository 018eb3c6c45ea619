using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

internal sealed partial class TeerexPallet
{
    /// <summary>What happens to the registry; layouts are Integritee's.</summary>
    [ScaleType("pallet_teerex::pallet::Event")]
    internal abstract partial record Event
    {
        /// <summary>An enclave was registered.</summary>
        [ScaleVariant(0)]
        internal sealed partial record AddedSgxEnclave(
            AccountId RegisteredBy, byte[]? WorkerUrl, SgxStatus? TcbStatus, SgxAttestationMethod AttestationMethod) : Event;

        /// <summary>An enclave was removed.</summary>
        [ScaleVariant(1, Positional = true)]
        internal sealed partial record RemovedSovereignEnclave(AccountId Enclave) : Event;

        /// <summary>An enclave that another account registered was removed.</summary>
        [ScaleVariant(2, Positional = true)]
        internal sealed partial record RemovedProxiedEnclave(EnclaveInstanceAddress Enclave) : Event;

        /// <summary>What Intel says of a processor family was registered.</summary>
        [ScaleVariant(3)]
        internal sealed partial record SgxTcbInfoRegistered([FixedLength(6)] byte[] Fmspc, SgxTcbInfoOnChain OnChainInfo) : Event;

        /// <summary>Which quoting enclaves Intel vouches for was registered.</summary>
        [ScaleVariant(4)]
        internal sealed partial record SgxQuotingEnclaveRegistered(SgxQuotingEnclave QuotingEnclave) : Event;

        /// <summary>Root changed what the chain allows.</summary>
        [ScaleVariant(5)]
        internal sealed partial record UpdatedSecurityFlags(bool AllowSkippingAttestation, bool SgxAllowDebugMode) : Event;
    }
}
