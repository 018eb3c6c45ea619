using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The published form of a state root: keyed, so that a state of few possibilities cannot be guessed from it.</summary>
/// <remarks>docs/protocol.md, section 4.</remarks>
public static class Commitment
{
    /// <summary>The key of a shard's commitments in one epoch.</summary>
    public static SecretBytes DeriveKey(SecretBytes stateKey, ShardId shard) =>
        Hkdf.Derive(stateKey, shard.ToArray(), "substratee/commitment/1", 32);

    /// <summary>The commitment to a state at a parentchain block.</summary>
    public static Hash256 Of(SecretBytes commitmentKey, ShardId shard, uint block, Hash256 stateRoot)
    {
        var writer = new ScaleWriter(68);
        writer.WriteBytes32(shard.Bytes);
        writer.WriteU32(block);
        writer.WriteBytes32(stateRoot.Bytes);
        return DomainTag.Commitment.KeyedHash(commitmentKey, writer.WrittenSpan);
    }

    /// <summary>What the chain keeps of a state key, so that a newcomer can check the one it was given.</summary>
    public static Hash256 StateKeyCheck(SecretBytes stateKey, ShardId shard, uint epoch)
    {
        var writer = new ScaleWriter(36);
        writer.WriteBytes32(shard.Bytes);
        writer.WriteU32(epoch);
        return DomainTag.StateKeyCheck.KeyedHash(stateKey, writer.WrittenSpan);
    }
}
