using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>What the parts of a shard's client share.</summary>
internal sealed class ShardContext(
    ChainClient chain, ShardId id, ReadOnlyMemory<byte> descriptorBytes, ShardDescriptor descriptor, FinalityClient finality)
{
    public ChainClient Chain { get; } = chain;

    public ShardId Id { get; } = id;

    public ReadOnlyMemory<byte> DescriptorBytes { get; } = descriptorBytes;

    public ShardDescriptor Descriptor { get; } = descriptor;

    public FinalityClient Finality { get; } = finality;

    /// <summary>The STF's names, once they are known.</summary>
    public StfInterface? Stf { get; set; }

    public CallResult ResultOf(PendingReceipt pending, Outcome outcome, ReceiptAnchorProof anchor, ReceiptVerdict verdict)
    {
        var bundle = new ReceiptBundle(DescriptorBytes, pending.Request.Envelope, pending.Served!, anchor);
        var output = outcome.Status is OutcomeStatus.Applied { Output: { Length: > 0 } bytes }
            ? Stf?.DecodeOutput(pending.Call, bytes) ?? new Codec.ScaleValue.Bytes([.. bytes])
            : null;
        var error = CallResult.Explain(outcome.Status, code => Stf?.ExplainError(code) ?? $"error {code} of the STF");
        return new CallResult(pending.Request.Hash, outcome.Position, outcome.Status, output, error, bundle, verdict);
    }
}
