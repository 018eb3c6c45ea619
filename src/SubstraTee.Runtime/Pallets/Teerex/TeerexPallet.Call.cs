using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

internal sealed partial class TeerexPallet
{
    /// <summary>Calls on the registry of enclaves; layouts are Integritee's.</summary>
    [ScaleType("pallet_teerex::pallet::Call")]
    internal abstract partial record Call
    {
        /// <summary>Registers the sender as an enclave, with its evidence. Without evidence (Skip) only where the chain allows it.</summary>
        [ScaleVariant(0)]
        [ScaleName("register_sgx_enclave")]
        internal sealed partial record RegisterSgxEnclave(byte[] Proof, byte[]? WorkerUrl, SgxAttestationMethod AttestationMethod) : Call;

        /// <summary>Removes an enclave that did not renew its registration in time.</summary>
        [ScaleVariant(1)]
        [ScaleName("unregister_sovereign_enclave")]
        internal sealed partial record UnregisterSovereignEnclave(AccountId EnclaveSigner) : Call;

        /// <summary>Removes an enclave that another account registered and did not renew in time.</summary>
        [ScaleVariant(2)]
        [ScaleName("unregister_proxied_enclave")]
        internal sealed partial record UnregisterProxiedEnclave(EnclaveInstanceAddress Address) : Call;

        /// <summary>Registers which quoting enclaves Intel vouches for.</summary>
        [ScaleVariant(3)]
        [ScaleName("register_quoting_enclave")]
        internal sealed partial record RegisterQuotingEnclave(byte[] EnclaveIdentity, byte[] Signature, byte[] CertificateChain) : Call;

        /// <summary>Registers what Intel says of a processor family.</summary>
        [ScaleVariant(4)]
        [ScaleName("register_tcb_info")]
        internal sealed partial record RegisterTcbInfo(byte[] TcbInfo, byte[] Signature, byte[] CertificateChain) : Call;

        /// <summary>Sets whether evidence may be skipped and enclaves may be debugged. Root only.</summary>
        [ScaleVariant(5)]
        [ScaleName("set_security_flags")]
        internal sealed partial record SetSecurityFlags(bool AllowSkippingAttestation, bool SgxAllowDebugMode) : Call;
    }
}
