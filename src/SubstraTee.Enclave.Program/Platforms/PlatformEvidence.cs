using SubstraTee.Attestation;

namespace SubstraTee.Enclave.Program;

/// <summary>What a platform signs about the enclave that asks.</summary>
/// <param name="Kind">The kind of evidence.</param>
/// <param name="Evidence">The evidence, in the form that its verifier takes.</param>
/// <param name="Auxiliary">What came with it and may help to verify it (SEV-SNP: the host's table of certificates); may be empty.</param>
internal sealed record PlatformEvidence(EvidenceKind Kind, byte[] Evidence, byte[] Auxiliary);
