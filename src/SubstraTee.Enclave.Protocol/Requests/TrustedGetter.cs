using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A read of a shard's state, signed or public, that expires and is answered to a fresh key.</summary>
/// <remarks>docs/protocol.md, section 3.</remarks>
/// <param name="Genesis">Genesis hash of the parentchain.</param>
/// <param name="Shard">The shard it is for.</param>
/// <param name="ReplyKey">Fresh X25519 key of the caller, to which the answer is encrypted.</param>
/// <param name="ExpiresAt">Last parentchain block at which it may be answered.</param>
/// <param name="Query">What is asked.</param>
/// <param name="Caller">Who asks, or null for a public getter.</param>
[ScaleType]
public sealed partial record TrustedGetter(
    Hash256 Genesis, ShardId Shard, ShieldingKey ReplyKey, uint ExpiresAt, Query Query, QueryCaller? Caller)
{
    /// <summary>What the caller signs.</summary>
    public byte[] SigningPayload(AccountId caller)
    {
        var writer = new ScaleWriter(256);
        writer.WriteRaw(DomainTag.TrustedGetter.Bytes);
        writer.WriteBytes32(Genesis.Bytes);
        writer.WriteBytes32(Shard.Bytes);
        writer.WriteBytes32(ReplyKey.Bytes);
        writer.WriteU32(ExpiresAt);
        Query.Codec.Write(writer, Query);
        writer.WriteBytes32(caller.Bytes);
        return writer.ToArray();
    }

    /// <summary>The same getter, signed by <paramref name="caller"/>.</summary>
    public TrustedGetter SignedBy(KeyPair caller) =>
        this with { Caller = new QueryCaller(caller.AccountId, caller.Sign(SigningPayload(caller.AccountId))) };

    /// <summary>True when it is public, or its caller's key made the signature over exactly this getter.</summary>
    public bool HasValidSignature() =>
        Caller is null || SignatureVerifier.Verify(Caller.Signature, SigningPayload(Caller.Account), Caller.Account);
}
