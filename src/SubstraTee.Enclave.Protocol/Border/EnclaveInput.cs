using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What the worker hands to the enclave, one at a time. Nothing in it is believed without proof.</summary>
[ScaleType]
public abstract partial record EnclaveInput
{
    private EnclaveInput()
    {
    }

    /// <summary>Starts the enclave for one shard. Followed by the blobs, then <see cref="BootEnd"/>.</summary>
    /// <param name="Descriptor">The shard's descriptor.</param>
    /// <param name="Metadata">V15 metadata of the parentchain's runtime; must match a hash that the policy pins.</param>
    /// <param name="Blobs">All sealed blobs on disk; none at the very first start.</param>
    /// <param name="Url">Where the worker is reached, for the registry: printable ASCII without spaces; or null.</param>
    [ScaleVariant(0)]
    public sealed partial record Boot(
        [MaxLength(ProtocolLimits.MaxDescriptorBytes)] byte[] Descriptor,
        [MaxLength(ProtocolLimits.MaxMetadataBytes)] byte[] Metadata,
        [MaxLength(ProtocolLimits.MaxBlobs)] ImmutableArray<BlobInfo> Blobs,
        [MaxLength(ProtocolLimits.MaxUrlBytes)] byte[]? Url) : EnclaveInput;

    /// <summary>Part of a sealed blob; parts follow each other without gaps, blobs in the order of <see cref="Boot"/>.</summary>
    /// <param name="Name">The blob's name.</param>
    /// <param name="Offset">Offset of the part in bytes.</param>
    /// <param name="Bytes">The part.</param>
    [ScaleVariant(1)]
    public sealed partial record BootBlob(
        [MaxLength(64)] string Name, ulong Offset, [MaxLength(ProtocolLimits.MaxBlobChunkBytes)] byte[] Bytes) : EnclaveInput;

    /// <summary>All blobs have been handed in.</summary>
    [ScaleVariant(2)]
    public sealed partial record BootEnd : EnclaveInput;

    /// <summary>Parentchain blocks that follow the last imported one, and the justification of the last of them.</summary>
    /// <param name="Blocks">In ascending order, without gaps.</param>
    /// <param name="Justification">GRANDPA justification of the last block, SCALE.</param>
    [ScaleVariant(3)]
    public sealed partial record ImportBlocks(
        [MaxLength(ProtocolLimits.MaxBlocksPerImport)] ImmutableArray<BlockInput> Blocks,
        [MaxLength(4 * 1024 * 1024)] byte[] Justification) : EnclaveInput;

    /// <summary>A client's encrypted query.</summary>
    /// <param name="Envelope">The envelope.</param>
    [ScaleVariant(4)]
    public sealed partial record Query([MaxLength(ProtocolLimits.MaxEnvelopeBytes)] byte[] Envelope) : EnclaveInput;

    /// <summary>Time has passed; the enclave reads its platform's clock.</summary>
    [ScaleVariant(5)]
    public sealed partial record Tick : EnclaveInput;

    /// <summary>The parentchain's pool refused an extrinsic: a hint to send it anew, no more.</summary>
    /// <param name="Hash">Blake2b-256 of the extrinsic.</param>
    [ScaleVariant(6)]
    public sealed partial record ExtrinsicRejected(Hash256 Hash) : EnclaveInput;

    /// <summary>The worker stops; secrets are erased.</summary>
    [ScaleVariant(7)]
    public sealed partial record Stop : EnclaveInput;

    /// <summary>The last imported block once more, with the proof of the wanted keys: where nothing new is there.</summary>
    /// <remarks>After a start, and whenever <see cref="EnclaveEffect.WantKeys"/> came of anything but an import.</remarks>
    /// <param name="Block">The block.</param>
    [ScaleVariant(8)]
    public sealed partial record ProveHead(BlockInput Block) : EnclaveInput;

    /// <summary>The evidence that was asked for: by the platform, or on a simulated one by the host.</summary>
    /// <param name="ReportData">The report data that was asked for.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Bytes">The evidence.</param>
    [ScaleVariant(9)]
    public sealed partial record Evidence(
        [FixedLength(EvidenceBinding.ReportDataBytes)] byte[] ReportData,
        EvidenceKind Kind,
        [MaxLength(MemberEvidence.MaxEvidenceBytes)] byte[] Bytes) : EnclaveInput;

    /// <summary>The collateral that was asked for; the chain judges it.</summary>
    /// <param name="Bundle">An encoded <see cref="CollateralBundle"/>, or empty where the family needs none.</param>
    [ScaleVariant(10)]
    public sealed partial record Collateral([MaxLength(CollateralBundle.MaxBytes)] byte[] Bundle) : EnclaveInput;

    /// <summary>The shard's code, between <see cref="Boot"/> and <see cref="BootEnd"/>; its hash has to be the descriptor's.</summary>
    /// <param name="Bytes">The code.</param>
    [ScaleVariant(11)]
    public sealed partial record BootCode([MaxLength(ProtocolLimits.MaxCodeBytes)] byte[] Bytes) : EnclaveInput;
}
