using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Why the enclave refused an input or stopped. Numbers are persisted and never reused.</summary>
[ScaleType]
public enum RefusalCode : byte
{
    /// <summary>A frame above the limit.</summary>
    FrameTooLarge = 1,

    /// <summary>Bytes that are no frame.</summary>
    FrameMalformed = 2,

    /// <summary>A frame whose body is no input.</summary>
    InputMalformed = 3,

    /// <summary>An input before the enclave was started.</summary>
    NotBooted = 4,

    /// <summary>A second start.</summary>
    AlreadyBooted = 5,

    /// <summary>A blob part that does not follow the one before.</summary>
    OutOfOrder = 6,

    /// <summary>The descriptor does not hold.</summary>
    DescriptorInvalid = 10,

    /// <summary>The descriptor names another state transition function than this build has.</summary>
    StfMismatch = 11,

    /// <summary>The policy does not admit this build.</summary>
    MeasurementNotAllowed = 12,

    /// <summary>The policy does not pin this metadata.</summary>
    MetadataNotPinned = 13,

    /// <summary>The parentchain runs a runtime whose metadata the policy does not pin.</summary>
    SpecUnknown = 14,

    /// <summary>The parentchain's runtime lacks a call or storage item that the enclave needs.</summary>
    ChainLacksFeature = 15,

    /// <summary>Bytes that are no code of the kind that this program runs.</summary>
    CodeInvalid = 16,

    /// <summary>The code was not handed in before the boot's end.</summary>
    CodeMissing = 17,

    /// <summary>Sealed by another platform, build or shard.</summary>
    SealIdentityMismatch = 20,

    /// <summary>A sealed blob is shorter than its header says.</summary>
    SealedTruncated = 21,

    /// <summary>A sealed blob was changed.</summary>
    SealedCorrupt = 22,

    /// <summary>Sealed blobs that do not belong to one history.</summary>
    SealedSetInconsistent = 23,

    /// <summary>A complete but older sealed set; replayed from the parentchain.</summary>
    SealedStateStale = 24,

    /// <summary>A sealed blob of a layout that this build does not read.</summary>
    SealedVersionUnknown = 25,

    /// <summary>Blocks of another chain.</summary>
    WrongGenesis = 30,

    /// <summary>Blocks that do not follow the last imported one.</summary>
    BlockGap = 31,

    /// <summary>A header whose parent is not the one before it.</summary>
    BrokenAncestry = 32,

    /// <summary>The last block has no valid finality proof.</summary>
    Unjustified = 33,

    /// <summary>Bytes that are no header.</summary>
    HeaderMalformed = 34,

    /// <summary>A body that is not the one its header commits to.</summary>
    BodyMismatch = 35,

    /// <summary>A proof with foreign or changed nodes.</summary>
    ProofInvalid = 36,

    /// <summary>A proof that lacks what was asked for.</summary>
    ProofIncomplete = 37,

    /// <summary>Events that do not fit the body.</summary>
    EventsMismatch = 38,

    /// <summary>Two finalized blocks at one height.</summary>
    Equivocation = 39,

    /// <summary>More blocks than one import takes.</summary>
    TooManyBlocks = 40,

    /// <summary>A newer instance of this enclave was started; this one stops.</summary>
    Superseded = 50,

    /// <summary>Nothing new from the parentchain for too long.</summary>
    ParentchainStalled = 51,

    /// <summary>The enclave does not serve the shard yet.</summary>
    NotServing = 52,

    /// <summary>The shard's keys were set by another enclave; this one must be given them.</summary>
    ProvisioningRequired = 53,

    /// <summary>The proven anchor contradicts the replayed history.</summary>
    HistoryMismatch = 54,

    /// <summary>The platform's randomness failed its check.</summary>
    EntropyUnhealthy = 55,

    /// <summary>The enclave was told to stop.</summary>
    Stopped = 56,

    /// <summary>The registration ended or was removed.</summary>
    NotRegistered = 57,

    /// <summary>The shard's policy in force does not admit this enclave any more.</summary>
    NotAdmitted = 58,

    /// <summary>Bytes that are no envelope.</summary>
    EnvelopeMalformed = 60,

    /// <summary>An envelope of unknown version or suite.</summary>
    UnsupportedSuite = 61,

    /// <summary>An envelope for an epoch that is not in force.</summary>
    WrongEpoch = 62,

    /// <summary>An envelope that does not open under the shard's key.</summary>
    Undecryptable = 63,

    /// <summary>A payload that is no getter.</summary>
    QueryMalformed = 64,

    /// <summary>A getter for another shard.</summary>
    WrongShard = 65,

    /// <summary>A getter for another parentchain.</summary>
    QueryWrongGenesis = 66,

    /// <summary>Evidence or collateral that was not asked for, or comes a second time.</summary>
    EvidenceNotWanted = 70,

    /// <summary>Evidence of another kind or over other report data than was asked for.</summary>
    EvidenceMismatch = 71,

    /// <summary>Bytes that are no collateral of the evidence's kind.</summary>
    CollateralMalformed = 72,

    /// <summary>Evidence that the chain would refuse; <see cref="EnclaveEffect.EvidenceRefused"/> says why.</summary>
    EvidenceRefused = 73,
}
