using SubstraTee.Attestation;
using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The lowest value of a security version that a member may have.</summary>
/// <param name="Kind">The kind of evidence that it is asked of.</param>
/// <param name="Name">The version's name in that family, as <see cref="VerifiedEvidence.SecurityVersions"/> has it.</param>
/// <param name="Least">The lowest value.</param>
[ScaleType]
public sealed partial record SecurityFloor(EvidenceKind Kind, [MaxLength(64)] string Name, ulong Least);
