using System.Diagnostics.CodeAnalysis;

namespace SubstraTee.Client;

/// <summary>All that is needed to check a receipt without asking anybody: a file that can be handed on.</summary>
/// <remarks>It holds nothing secret: the outcome in it opens for the caller alone, who keeps the secret for that.</remarks>
/// <param name="Descriptor">The shard's descriptor.</param>
/// <param name="Envelope">The request as it was submitted; empty when it is not handed on.</param>
/// <param name="Served">Receipt, signatures, leaf, path and sealed outcome.</param>
/// <param name="Anchor">The proof that the receipt is anchored in a final block.</param>
public sealed record ReceiptBundle(
    ReadOnlyMemory<byte> Descriptor, ReadOnlyMemory<byte> Envelope, ServedReceipt Served, ReceiptAnchorProof Anchor)
{
    /// <summary>The bundle as a JSON document.</summary>
    public string ToJson() => ReceiptJson.Write(this);

    /// <summary>Reads a document that nobody vouches for.</summary>
    /// <param name="json">The document.</param>
    /// <param name="bundle">The bundle, when the document is one.</param>
    /// <param name="why">What is wrong with it otherwise.</param>
    public static bool TryParse(string json, [NotNullWhen(true)] out ReceiptBundle? bundle, out string why) =>
        ReceiptJson.TryRead(json, out bundle, out why);
}
