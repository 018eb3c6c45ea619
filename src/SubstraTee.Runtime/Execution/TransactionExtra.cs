using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>What the transaction extensions add to a signed extrinsic, in their order.</summary>
/// <param name="Era">The blocks in which it is valid.</param>
/// <param name="Nonce">The number of the sender's transaction.</param>
/// <param name="Tip">What the sender pays beyond the fee.</param>
/// <param name="MetadataHash">Whether the signature covers a hash of the metadata.</param>
[ScaleType]
internal readonly partial record struct TransactionExtra(
    Era Era,
    [Compact] uint Nonce,
    [Compact] UInt128 Tip,
    MetadataHashMode MetadataHash);
