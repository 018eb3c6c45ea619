using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The newest receipt of a signer or signer set (storage <c>EnclaveBridge.LatestReceipts</c>, <c>ShardHeads</c>).</summary>
/// <param name="LastBlock">The last block it covers.</param>
/// <param name="Commitment">Commitment at that block.</param>
/// <param name="ReceiptHash">The receipt's hash.</param>
/// <param name="SubmittedAt">The block that holds it.</param>
[ScaleType("pallet_enclave_bridge::ReceiptAnchor")]
public readonly partial record struct ReceiptAnchor(BlockRef LastBlock, Hash256 Commitment, Hash256 ReceiptHash, uint SubmittedAt);
