using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>What requests are judged against: chain, shard and the epoch's secrets.</summary>
internal sealed record ShardContext(Hash256 Genesis, ShardId Shard, EpochSecrets Epoch)
{
    /// <summary>What clients encrypt to now.</summary>
    public ShardTarget Target => new(Genesis, Shard, Epoch.Epoch, Epoch.Shielding.PublicKey);

    /// <summary>Why a call is not for this shard as it is at a block; null when it is.</summary>
    /// <param name="call">The call.</param>
    /// <param name="policyVersion">Version of the shard's policy that is in force at the block.</param>
    public OutcomeStatus? RefusalOf(TrustedCallSigned call, uint policyVersion)
    {
        if (call.Genesis != Genesis)
        {
            return new OutcomeStatus.WrongGenesis();
        }

        if (call.Shard != Shard)
        {
            return new OutcomeStatus.WrongShard();
        }

        return call.PolicyVersion == policyVersion ? null : new OutcomeStatus.WrongPolicyVersion(policyVersion, call.PolicyVersion);
    }
}
