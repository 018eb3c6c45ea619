using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Stf;

namespace SubstraTee.Enclave;

/// <summary>A finalized block whose body and events are proven.</summary>
/// <param name="Ref">The block.</param>
/// <param name="Info">What an STF may know of it.</param>
/// <param name="PolicyVersion">Version of the shard's policy that is in force at it.</param>
/// <param name="Requests">Successful requests of the shard, in order.</param>
/// <param name="OwnReceipts">Receipts that this enclave submitted with success, in order.</param>
internal sealed record VerifiedBlock(
    BlockRef Ref,
    BlockInfo Info,
    uint PolicyVersion,
    ImmutableArray<(uint Extrinsic, byte[] Envelope)> Requests,
    ImmutableArray<Receipt> OwnReceipts);
