using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>A decoded extrinsic of format 4.</summary>
/// <param name="Bytes">The whole, with the length before it, as a block's body holds it.</param>
/// <param name="Signed">Who signed it and how, or null when nobody did.</param>
/// <param name="Call">The encoded call.</param>
public sealed record Extrinsic(ReadOnlyMemory<byte> Bytes, ExtrinsicSignature? Signed, ReadOnlyMemory<byte> Call)
{
    /// <summary>The extrinsic's hash: Blake2b-256 of the whole.</summary>
    public Hash256 Hash() => Blake2b.Hash256(Bytes.Span);
}
