using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>Who may be a member of a shard, and what makes its receipts count.</summary>
/// <param name="Measurements">Enclaves that may join.</param>
/// <param name="TrustRoots">Keys that their evidence must end in.</param>
/// <param name="AllowSkippedAttestation">Development only: members register without evidence and are marked SIMULATED.</param>
/// <param name="ReceiptThreshold">Signatures that make a receipt count.</param>
/// <param name="Metadata">Metadata that the enclave may use, by spec version.</param>
/// <param name="StallAfterMs">Milliseconds without a new finalized block after which the shard stops answering.</param>
[ScaleType]
public sealed partial record AdmissionPolicy(
    [MaxLength(64)] ImmutableArray<Measurement> Measurements,
    [MaxLength(16)] ImmutableArray<TrustRoot> TrustRoots,
    bool AllowSkippedAttestation,
    ushort ReceiptThreshold,
    [MaxLength(16)] ImmutableArray<MetadataPin> Metadata,
    uint StallAfterMs);
