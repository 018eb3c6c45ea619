using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Client;

/// <summary>What became of a transaction.</summary>
/// <param name="Hash">Blake2b-256 of the extrinsic.</param>
/// <param name="Block">The block that holds it.</param>
/// <param name="Index">Its place there.</param>
/// <param name="Error">Why it failed, by name; null when it succeeded.</param>
/// <param name="Events">Its events.</param>
public sealed record TransactionResult(
    Hash256 Hash, BlockRef Block, uint Index, string? Error, ImmutableArray<ChainEvent> Events)
{
    /// <summary>Why the chain refused evidence or collateral; null when that is not the error.</summary>
    public RefusalReason? EvidenceRefusal { get; init; }

    /// <summary>Itself when it succeeded.</summary>
    /// <param name="call">How messages call it.</param>
    /// <exception cref="ClientException">It failed.</exception>
    public TransactionResult EnsureSucceeded(string call) => Error is null ? this : throw ClientErrors.DispatchFailed(call, Error);
}
