using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A leaf and the outcome that only its caller can read.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="SealedOutcome">The outcome, encrypted to the caller.</param>
[ScaleType]
public sealed partial record PublishedLeaf(Leaf Leaf, [MaxLength(ProtocolLimits.MaxEnvelopeBytes)] byte[] SealedOutcome);
