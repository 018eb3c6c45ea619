using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

internal sealed partial class EnclaveBridgePallet
{
    /// <summary>What happens between chain and shards; below 32 with Integritee's layouts.</summary>
    [ScaleType("pallet_enclave_bridge::pallet::Event")]
    internal abstract partial record Event
    {
        /// <summary>A request to this shard is in order.</summary>
        [ScaleVariant(0, Positional = true)]
        internal sealed partial record IndirectInvocationRegistered(ShardId Shard) : Event;

        /// <summary>Funds were paid to a shard's account.</summary>
        [ScaleVariant(1)]
        internal sealed partial record ShieldFunds(ShardId Shard, byte[] EncryptedBeneficiary, UInt128 Amount) : Event;

        /// <summary>Funds were paid out of a shard's account.</summary>
        [ScaleVariant(2)]
        internal sealed partial record UnshieldedFunds(ShardId Shard, AccountId Beneficiary, UInt128 Amount) : Event;

        /// <summary>An enclave has processed requests up to this block.</summary>
        [ScaleVariant(3)]
        internal sealed partial record ProcessedParentchainBlock(
            ShardId Shard, Hash256 BlockHash, Hash256 TrustedCallsMerkleRoot, uint BlockNumber) : Event;

        /// <summary>An enclave published a hash.</summary>
        [ScaleVariant(4)]
        internal sealed partial record PublishedHash(Hash256 EnclaveFingerprint, Hash256 Hash, byte[] Data) : Event;

        /// <summary>A shard's configuration was set or announced.</summary>
        [ScaleVariant(5, Positional = true)]
        internal sealed partial record ShardConfigUpdated(ShardId Shard) : Event;

        /// <summary>It was forgotten that an enclave reported on a shard.</summary>
        [ScaleVariant(6)]
        internal sealed partial record PurgedEnclaveFromShardConfig(ShardId Shard, AccountId Subject) : Event;

        /// <summary>There is a new shard.</summary>
        [ScaleVariant(32)]
        internal sealed partial record ShardCreated(ShardId Shard, AccountId Creator) : Event;

        /// <summary>An enclave started for a shard, for the so many-th time.</summary>
        [ScaleVariant(33)]
        internal sealed partial record InstanceStarted(ShardId Shard, AccountId Enclave, InstanceId Instance, uint Sequence) : Event;

        /// <summary>A shard's epoch has its public key.</summary>
        [ScaleVariant(34)]
        internal sealed partial record EpochKeySet(ShardId Shard, uint Epoch, ShieldingKey ShieldingKey, AccountId SetBy) : Event;

        /// <summary>Enclaves stated what became of a shard's requests in these blocks.</summary>
        [ScaleVariant(35)]
        internal sealed partial record ReceiptSubmitted(
            ShardId Shard,
            uint FirstBlock,
            uint LastBlock,
            Hash256 ReceiptHash,
            Hash256 LeavesRoot,
            Hash256 CommitmentAfter,
            ImmutableArray<AccountId> Signers) : Event;

        /// <summary>Enclaves came to different states at the same block.</summary>
        [ScaleVariant(36)]
        internal sealed partial record CommitmentConflict(ShardId Shard, uint Block, Hash256 First, Hash256 Second) : Event;

        /// <summary>The code of a function is on chain.</summary>
        [ScaleVariant(48)]
        internal sealed partial record CodeUploaded(Hash256 StfHash, StfKind Kind, Hash256 CodeHash, AccountId UploadedBy) : Event;

        /// <summary>An enclave is a member of a shard, anew or still.</summary>
        [ScaleVariant(37)]
        internal sealed partial record MemberRegistered(
            ShardId Shard,
            AccountId Account,
            EvidenceKind Kind,
            Measurement Measurement,
            Attestation.TcbStatus Tcb,
            bool Simulated,
            ulong ExpiresAtMs,
            bool Renewed) : Event;

        /// <summary>A member left its shard.</summary>
        [ScaleVariant(38)]
        internal sealed partial record MemberLeft(ShardId Shard, AccountId Account) : Event;

        /// <summary>A member was removed, since its evidence does not hold any more for this reason.</summary>
        [ScaleVariant(39)]
        internal sealed partial record MemberRemoved(ShardId Shard, AccountId Account, ushort Reason) : Event;

        /// <summary>A shard's next policy is known, and from which block on it is in force.</summary>
        [ScaleVariant(40)]
        internal sealed partial record PolicyAnnounced(ShardId Shard, uint Version, uint InForceFrom) : Event;

        /// <summary>The admission of new members to a shard was stopped or resumed.</summary>
        [ScaleVariant(41)]
        internal sealed partial record AdmissionFrozen(ShardId Shard, bool Frozen) : Event;

        /// <summary>There is new collateral.</summary>
        [ScaleVariant(42)]
        internal sealed partial record CollateralRegistered(Hash256 Hash, EvidenceKind Kind, uint? EvaluationNumber) : Event;

        /// <summary>Two members of a shard run on one machine, the newer one first: redundancy that is none.</summary>
        [ScaleVariant(43)]
        internal sealed partial record PlatformShared(ShardId Shard, AccountId Account, AccountId Other, Hash256 Platform) : Event;
    }
}
