using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Codec;

namespace SubstraTee.Enclave.Protocol;

/// <summary>A value that a register of a member's evidence may have; of several for one register, one has to match.</summary>
/// <remarks>
/// Who measures code is named so: a Keystone device certifies any security monitor (<c>sm_hash</c>), a CCA platform reports any
/// firmware (<c>platform_firmware</c>), and without a rule their evidence is not accepted.
/// </remarks>
/// <param name="Kind">The kind of evidence that it is asked of.</param>
/// <param name="Name">The register's name in that family, as <see cref="VerifiedEvidence.Registers"/> has it.</param>
/// <param name="Value">The value.</param>
[ScaleType]
public sealed partial record RegisterRule(EvidenceKind Kind, [MaxLength(64)] string Name, [MaxLength(64)] ImmutableArray<byte> Value);
