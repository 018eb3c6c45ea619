using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Who may be a member of a shard, and what makes its receipts count.</summary>
/// <remarks>Members share keys, so a shard is as confidential as the weakest enclave that its policy admits.</remarks>
/// <param name="Measurements">Enclaves that may join.</param>
/// <param name="Evidence">What their evidence has to be; null where no evidence is taken at all.</param>
/// <param name="AllowSkippedAttestation">Development only: members register without evidence and are marked SIMULATED.</param>
/// <param name="ReceiptThreshold">Signatures that make a receipt count.</param>
/// <param name="Metadata">Metadata that the enclave may use, by spec version.</param>
/// <param name="StallAfterMs">Milliseconds without a new finalized block after which the shard stops answering.</param>
[ScaleType]
public sealed partial record AdmissionPolicy(
    [MaxLength(64)] ImmutableArray<Measurement> Measurements,
    EvidenceRules? Evidence,
    bool AllowSkippedAttestation,
    ushort ReceiptThreshold,
    [MaxLength(16)] ImmutableArray<MetadataPin> Metadata,
    uint StallAfterMs)
{
    /// <summary>Whether it admits enclaves that nothing protects: without evidence, under test roots, or open to a debugger.</summary>
    public bool IsDevelopment => AllowSkippedAttestation || Evidence is { TestRoots: true } or { AllowDebug: true };

    /// <summary>What is wrong with it as a policy of any shard, for people; null when nothing is.</summary>
    public string? Fault()
    {
        if (Measurements.IsEmpty)
        {
            return "the policy admits no measurement";
        }

        if (ReceiptThreshold == 0)
        {
            return "the receipt threshold is at least 1";
        }

        return Evidence is null
            ? AllowSkippedAttestation ? null : "the policy takes neither evidence nor enclaves without it"
            : Evidence.Fault();
    }
}
