using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.LightClient;

/// <summary>A vote for a block and all before it (<c>finality_grandpa::Precommit</c>).</summary>
/// <param name="TargetHash">The block's hash.</param>
/// <param name="TargetNumber">The block's height.</param>
[ScaleType("finality_grandpa::Precommit")]
public readonly partial record struct GrandpaPrecommit(Hash256 TargetHash, uint TargetNumber)
{
    /// <summary>The bytes that a voter signs: the vote as a message (variant 1), the round, the authority set.</summary>
    /// <remarks>Source: <c>sp_consensus_grandpa::localized_payload</c>.</remarks>
    public byte[] SignedBytes(ulong round, ulong setId)
    {
        var writer = new ScaleWriter(64);
        writer.WriteByte(1);
        Codec.Write(writer, this);
        writer.WriteU64(round);
        writer.WriteU64(setId);
        return writer.ToArray();
    }
}
