using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What a request is encrypted for: parentchain, shard, epoch and that epoch's public key.</summary>
/// <param name="Genesis">Genesis hash of the parentchain.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="ShieldingKey">The epoch's public key, from the proven entry on chain.</param>
public readonly record struct ShardTarget(Hash256 Genesis, ShardId Shard, uint Epoch, ShieldingKey ShieldingKey)
{
    /// <summary>HPKE's info for a purpose.</summary>
    public byte[] Info(DomainTag purpose)
    {
        var writer = new ScaleWriter(128);
        writer.WriteRaw(purpose.Bytes);
        writer.WriteBytes32(Genesis.Bytes);
        writer.WriteBytes32(Shard.Bytes);
        writer.WriteU32(Epoch);
        return writer.ToArray();
    }
}
