using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>What a worker serves of a request's outcome, before anything of it is believed.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Signatures">The enclaves' signatures.</param>
/// <param name="Leaf">The request's leaf.</param>
/// <param name="Index">Its place among the leaves.</param>
/// <param name="Path">Siblings from the leaf upwards.</param>
/// <param name="SealedOutcome">The outcome, encrypted to the caller.</param>
public sealed record ServedReceipt(
    Receipt Receipt,
    ImmutableArray<ReceiptSignature> Signatures,
    Leaf Leaf,
    uint Index,
    ImmutableArray<Hash256> Path,
    ReadOnlyMemory<byte> SealedOutcome);
