using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave;

/// <summary>What requests are judged against: chain, shard, policy and the epoch's secrets.</summary>
internal sealed record ShardContext(Hash256 Genesis, ShardId Shard, uint PolicyVersion, EpochSecrets Epoch)
{
    /// <summary>What clients encrypt to now.</summary>
    public ShardTarget Target => new(Genesis, Shard, Epoch.Epoch, Epoch.Shielding.PublicKey);

    /// <summary>Why a call is not for this shard as it is now; null when it is.</summary>
    public OutcomeStatus? RefusalOf(TrustedCallSigned call)
    {
        if (call.Genesis != Genesis)
        {
            return new OutcomeStatus.WrongGenesis();
        }

        if (call.Shard != Shard)
        {
            return new OutcomeStatus.WrongShard();
        }

        return call.PolicyVersion == PolicyVersion ? null : new OutcomeStatus.WrongPolicyVersion(PolicyVersion, call.PolicyVersion);
    }
}
