using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Statement on a batch of requests; the same bytes whoever signs it.</summary>
/// <remarks>docs/protocol.md, section 4.</remarks>
/// <param name="Version">Layout version, 1.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">The epoch in force.</param>
/// <param name="FirstBlock">The block after the previous receipt's last.</param>
/// <param name="LastBlock">The last block it covers.</param>
/// <param name="CommitmentBefore">Commitment at the block before the first.</param>
/// <param name="CommitmentAfter">Commitment at the last block.</param>
/// <param name="LeafCount">How many requests it covers.</param>
/// <param name="LeavesRoot">Merkle root over their leaves.</param>
[ScaleType]
public sealed partial record Receipt(
    byte Version,
    ShardId Shard,
    uint Epoch,
    BlockRef FirstBlock,
    BlockRef LastBlock,
    Hash256 CommitmentBefore,
    Hash256 CommitmentAfter,
    uint LeafCount,
    Hash256 LeavesRoot)
{
    /// <summary>The layout version written today.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>The receipt's hash.</summary>
    public Hash256 Hash => DomainTag.Receipt.Hash(Codec.Encode(this));

    /// <summary>What every signer signs.</summary>
    public byte[] SigningPayload() => DomainTag.Receipt.Prefix(Codec.Encode(this));

    /// <summary>True when the account's ed25519 key signed exactly this receipt.</summary>
    public bool IsSignedBy(ReceiptSignature signature) =>
        Ed25519.Verify(signature.Signer.ToArray(), SigningPayload(), signature.Signature);

    /// <summary>The key under which the chain keeps the anchors of these signers.</summary>
    /// <param name="signers">In ascending order; a single one stands for itself.</param>
    public static Hash256 SignerKey(ImmutableArray<AccountId> signers) => signers.Length == 1
        ? new Hash256(signers[0].Bytes)
        : DomainTag.SignerSet.Hash(Scale.Vec(Scale.AccountId).Encode(signers));
}
