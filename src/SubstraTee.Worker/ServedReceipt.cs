using System.Collections.Immutable;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>What a client needs to check the outcome of its request.</summary>
/// <param name="Receipt">The receipt that holds it.</param>
/// <param name="Signature">The enclave's signature.</param>
/// <param name="Leaf">The request's leaf.</param>
/// <param name="Index">Its place among the leaves.</param>
/// <param name="Path">Siblings from the leaf upwards.</param>
/// <param name="SealedOutcome">The outcome, encrypted to the caller.</param>
internal sealed record ServedReceipt(
    Receipt Receipt,
    ReceiptSignature Signature,
    Leaf Leaf,
    uint Index,
    ImmutableArray<Hash256> Path,
    byte[] SealedOutcome);
