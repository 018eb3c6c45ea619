using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Runtime;

internal sealed partial class EnclaveBridgePallet
{
    /// <summary>Calls to and from shards; below 32 with Integritee's layouts.</summary>
    [ScaleType("pallet_enclave_bridge::pallet::Call")]
    internal abstract partial record Call
    {
        /// <summary>Puts an encrypted request to a shard into the chain's order.</summary>
        [ScaleVariant(0)]
        [ScaleName("invoke")]
        internal sealed partial record Invoke(Request Request) : Call;

        /// <summary>An enclave tells up to which block it has processed requests. Refused for shards with a descriptor: they have receipts.</summary>
        [ScaleVariant(1)]
        [ScaleName("confirm_processed_parentchain_block")]
        internal sealed partial record ConfirmProcessedParentchainBlock(
            ShardId Shard, Hash256 BlockHash, uint BlockNumber, Hash256 TrustedCallsMerkleRoot) : Call;

        /// <summary>Pays funds to a shard's account, for an account that only the shard can read.</summary>
        [ScaleVariant(2)]
        [ScaleName("shield_funds")]
        internal sealed partial record ShieldFunds(ShardId Shard, byte[] IncognitoAccountEncrypted, UInt128 Amount) : Call;

        /// <summary>An enclave pays funds out of a shard's account. Refused for shards with a descriptor.</summary>
        [ScaleVariant(3)]
        [ScaleName("unshield_funds")]
        internal sealed partial record UnshieldFunds(ShardId Shard, AccountId Beneficiary, UInt128 Amount, Hash256 CallHash) : Call;

        /// <summary>An enclave publishes a hash, with topics to search by.</summary>
        [ScaleVariant(4)]
        [ScaleName("publish_hash")]
        internal sealed partial record PublishHash(Hash256 Hash, ImmutableArray<Hash256> ExtraTopics, byte[] Data) : Call;

        /// <summary>Sets a shard's configuration, or announces the next one. Refused for shards with a descriptor.</summary>
        [ScaleVariant(5)]
        [ScaleName("update_shard_config")]
        internal sealed partial record UpdateShardConfig(ShardId Shard, ShardConfig ShardConfig, uint EnactmentDelay) : Call;

        /// <summary>Forgets that an enclave reported on a shard. Root only.</summary>
        [ScaleVariant(6)]
        [ScaleName("purge_enclave_from_shard_status")]
        internal sealed partial record PurgeEnclaveFromShardStatus(ShardId Shard, AccountId Subject) : Call;

        /// <summary>Makes a shard of its descriptor, whose hash is the shard's id for ever.</summary>
        [ScaleVariant(32)]
        [ScaleName("create_shard")]
        internal sealed partial record CreateShard(byte[] Descriptor) : Call;

        /// <summary>A registered enclave tells that it started anew for a shard; its older instances are superseded.</summary>
        [ScaleVariant(33)]
        [ScaleName("start_instance")]
        internal sealed partial record StartInstance(ShardId Shard, InstanceId Instance) : Call;

        /// <summary>A started enclave sets the public key of a shard's first or next epoch.</summary>
        [ScaleVariant(34)]
        [ScaleName("set_epoch_key")]
        internal sealed partial record SetEpochKey(ShardId Shard, uint Epoch, ShieldingKey ShieldingKey, Hash256 StateKeyCheck) : Call;

        /// <summary>Anybody submits what one or more enclaves state about a batch of requests.</summary>
        [ScaleVariant(35)]
        [ScaleName("submit_receipt")]
        internal sealed partial record SubmitReceipt(
            Receipt Receipt, [MaxLength(MaxReceiptSigners)] ImmutableArray<ReceiptSignature> Signatures) : Call;

        /// <summary>Anybody puts the code of a function on chain, where workers of shards that name its hash find it.</summary>
        [ScaleVariant(42)]
        [ScaleName("upload_code")]
        internal sealed partial record UploadCode(StfIdentity Identity, [MaxLength(ProtocolLimits.MaxCodeBytes)] byte[] Code) : Call;

        /// <summary>An enclave registers itself with its evidence as a member of a shard, or renews its registration.</summary>
        [ScaleVariant(36)]
        [ScaleName("register_member")]
        internal sealed partial record RegisterMember(ShardId Shard, MemberEvidence Evidence, byte[]? Url) : Call;

        /// <summary>A member leaves a shard.</summary>
        [ScaleVariant(37)]
        [ScaleName("leave_shard")]
        internal sealed partial record LeaveShard(ShardId Shard) : Call;

        /// <summary>Anybody has a member's evidence judged once more; a member whose evidence does not hold any more is removed.</summary>
        [ScaleVariant(38)]
        [ScaleName("recheck_member")]
        internal sealed partial record RecheckMember(ShardId Shard, AccountId Account) : Call;

        /// <summary>A shard's authority announces the next policy, which is in force after the shard's delay.</summary>
        [ScaleVariant(39)]
        [ScaleName("announce_policy")]
        internal sealed partial record AnnouncePolicy(ShardId Shard, AdmissionPolicy Policy) : Call;

        /// <summary>A shard's authority stops or resumes the admission of new members.</summary>
        [ScaleVariant(40)]
        [ScaleName("freeze_admission")]
        internal sealed partial record FreezeAdmission(ShardId Shard, bool Frozen) : Call;

        /// <summary>Anybody registers what vouches for evidence of a kind.</summary>
        [ScaleVariant(41)]
        [ScaleName("register_collateral")]
        internal sealed partial record RegisterCollateral(byte[] Bundle) : Call;
    }
}
