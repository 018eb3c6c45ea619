using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What an enclave shows to be admitted to a shard.</summary>
/// <param name="Kind">What the evidence is.</param>
/// <param name="Evidence">The evidence, in the form of its family.</param>
/// <param name="Collateral">Hash of the <see cref="CollateralBundle"/> on chain that vouches for it; null where the family needs none.</param>
/// <param name="Binding">What its report data stands for.</param>
[ScaleType]
public sealed partial record MemberEvidence(
    EvidenceKind Kind, [MaxLength(MemberEvidence.MaxEvidenceBytes)] byte[] Evidence, Hash256? Collateral, EvidenceBinding Binding)
{
    /// <summary>The most bytes of evidence.</summary>
    public const int MaxEvidenceBytes = 64 * 1024;
}
