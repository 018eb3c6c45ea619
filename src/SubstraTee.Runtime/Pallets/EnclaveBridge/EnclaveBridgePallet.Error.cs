using SubstraTee.Codec;

namespace SubstraTee.Runtime;

internal sealed partial class EnclaveBridgePallet
{
    /// <summary>Why a call to or from a shard fails; the numbers below 32 are Integritee's.</summary>
    [ScaleType("pallet_enclave_bridge::pallet::Error")]
    internal enum Error : byte
    {
        /// <summary>The enclave's code is not the shard's.</summary>
        WrongFingerprintForShard = 0,

        /// <summary>More topics than an event may have.</summary>
        TooManyTopics = 1,

        /// <summary>More data than may be published.</summary>
        DataTooLong = 2,

        /// <summary>So many enclaves have reported on the shard that there is no room for another.</summary>
        TooManyEnclaves = 3,

        /// <summary>The enclave has not reported on the shard.</summary>
        EnclaveNotFoundInShardStatus = 4,

        /// <summary>There is no such shard.</summary>
        ShardNotFound = 5,

        /// <summary>The shard has a descriptor: it lives by receipts and descriptor changes, not by this call.</summary>
        ShardHasDescriptor = 32,

        /// <summary>The bytes are no descriptor, or not one that holds.</summary>
        InvalidDescriptor = 33,

        /// <summary>The descriptor is for a chain with another first block.</summary>
        WrongGenesis = 34,

        /// <summary>The chain does not know this block, or no longer.</summary>
        UnknownBlock = 35,

        /// <summary>There is a shard with this descriptor already.</summary>
        ShardExists = 36,

        /// <summary>The shard's policy does not admit the enclave's code, or not without evidence.</summary>
        NotAdmitted = 37,

        /// <summary>The enclave has not started for this shard: start_instance comes first.</summary>
        InstanceNotStarted = 38,

        /// <summary>The epoch has its key already; its first final one stays.</summary>
        EpochKeyExists = 39,

        /// <summary>The epoch is not the shard's next one.</summary>
        WrongEpoch = 40,

        /// <summary>The receipt's layout is of another version.</summary>
        UnknownReceiptVersion = 41,

        /// <summary>No signature, too many, or not in ascending order of accounts.</summary>
        SignersNotSorted = 42,

        /// <summary>A signature is not the enclave's over this receipt.</summary>
        BadReceiptSignature = 43,

        /// <summary>The receipt does not begin where the one before it ended.</summary>
        ReceiptNotContiguous = 44,

        /// <summary>The receipt does not begin with the commitment that the one before it ended with.</summary>
        CommitmentMismatch = 45,

        /// <summary>The code does not hash to what its identity says, or is of a kind that is compiled into enclaves.</summary>
        CodeMismatch = 64,

        /// <summary>Evidence or collateral does not hold; the number is that of the reason (docs/protocol.md, section 7).</summary>
        EvidenceRefused = 46,

        /// <summary>The evidence was made for another purpose, chain or shard.</summary>
        WrongBinding = 47,

        /// <summary>The shard takes no new members at present.</summary>
        AdmissionFrozen = 48,

        /// <summary>The worker's address is longer than 256 bytes, or not printable ASCII.</summary>
        InvalidUrl = 49,

        /// <summary>The account is not in the shard's registry.</summary>
        NotMember = 50,

        /// <summary>The shard's descriptor names another account to change its policy, or none.</summary>
        NotShardAuthority = 51,

        /// <summary>The policy contradicts itself.</summary>
        InvalidPolicy = 52,

        /// <summary>The policy announced before is not in force yet.</summary>
        PolicyPending = 53,

        /// <summary>The policy admits enclaves that nothing protects, which is for development chains only.</summary>
        DevelopmentPolicy = 54,
    }

    // The number of a RefusalReason.
    private static TypeField Reason(TypeRegistryBuilder registry) => new(null, Scale.U16.Describe(registry), "u16");
}
