using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A state change, signed by the account that wants it.</summary>
/// <remarks>docs/protocol.md, section 3.</remarks>
/// <param name="Genesis">Genesis hash of the parentchain.</param>
/// <param name="Shard">The shard it is for.</param>
/// <param name="PolicyVersion">Version of the policy that the signer has judged.</param>
/// <param name="Signer">Whose call it is.</param>
/// <param name="Nonce">Strictly sequential per signer, from 0.</param>
/// <param name="Call">The STF's call, SCALE.</param>
/// <param name="Signature">Over <see cref="SigningPayload"/>.</param>
[ScaleType]
public sealed partial record TrustedCallSigned(
    Hash256 Genesis,
    ShardId Shard,
    uint PolicyVersion,
    AccountId Signer,
    uint Nonce,
    [MaxLength(ProtocolLimits.MaxPayloadBytes)] byte[] Call,
    [ScaleCodec(typeof(SignatureCodec), nameof(SignatureCodec.Instance))] Signature Signature)
{
    /// <summary>What the signer signs.</summary>
    public byte[] SigningPayload()
    {
        var writer = new ScaleWriter(256 + Call.Length);
        writer.WriteRaw(DomainTag.TrustedCall.Bytes);
        writer.WriteBytes32(Genesis.Bytes);
        writer.WriteBytes32(Shard.Bytes);
        writer.WriteU32(PolicyVersion);
        writer.WriteBytes32(Signer.Bytes);
        writer.WriteU32(Nonce);
        writer.WriteBytes(Call);
        return writer.ToArray();
    }

    /// <summary>Makes a signed call.</summary>
    public static TrustedCallSigned Sign(
        KeyPair signer, Hash256 genesis, ShardId shard, uint policyVersion, uint nonce, byte[] call)
    {
        var unsigned = new TrustedCallSigned(genesis, shard, policyVersion, signer.AccountId, nonce, call, SignatureCodec.Placeholder);
        return unsigned with { Signature = signer.Sign(unsigned.SigningPayload()) };
    }

    /// <summary>True when the signer's key made the signature over exactly this call.</summary>
    public bool HasValidSignature() => SignatureVerifier.Verify(Signature, SigningPayload(), Signer);

    /// <summary>What <see cref="HasValidSignature"/> checks, for checking many together (<see cref="SignatureVerifier.VerifyMany"/>).</summary>
    public SignedMessage ToSignedMessage() => new(Signature, SigningPayload(), Signer);
}
