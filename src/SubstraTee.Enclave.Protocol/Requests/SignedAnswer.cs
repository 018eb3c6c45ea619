using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The answer to a query, signed by the enclave that gave it.</summary>
/// <param name="QueryHash">Hash of the query's envelope.</param>
/// <param name="AsOf">The parentchain block whose state it speaks of.</param>
/// <param name="Result">The getter's answer, SCALE, or why there is none.</param>
/// <param name="Enclave">Who answers.</param>
/// <param name="Signature">ed25519 over <see cref="SigningPayload"/>, 64 bytes.</param>
[ScaleType]
public sealed partial record SignedAnswer(
    Hash256 QueryHash,
    BlockRef AsOf,
    Result<byte[], QueryError> Result,
    AccountId Enclave,
    [FixedLength(64)] byte[] Signature)
{
    private static readonly ScaleCodec<Result<byte[], QueryError>> ResultCodec = Scale.Result(Scale.Bytes, QueryError.Codec);

    /// <summary>What the enclave signs.</summary>
    public byte[] SigningPayload(ShardId shard)
    {
        var writer = new ScaleWriter(256);
        writer.WriteRaw(DomainTag.Answer.Bytes);
        writer.WriteBytes32(shard.Bytes);
        writer.WriteBytes32(QueryHash.Bytes);
        BlockRef.Codec.Write(writer, AsOf);
        ResultCodec.Write(writer, Result);
        writer.WriteBytes32(Enclave.Bytes);
        return writer.ToArray();
    }

    /// <summary>True when the enclave's key signed exactly this answer for this shard.</summary>
    public bool HasValidSignature(ShardId shard)
    {
        var enclave = Enclave;
        return Ed25519.Verify(enclave.Bytes.ToArray(), SigningPayload(shard), Signature);
    }
}
