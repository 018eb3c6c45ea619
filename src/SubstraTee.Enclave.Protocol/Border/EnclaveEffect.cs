using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What the enclave wants done, in order. Nothing secret is in it unless sealed or encrypted.</summary>
[ScaleType]
public abstract partial record EnclaveEffect
{
    private EnclaveEffect()
    {
    }

    /// <summary>Part of a sealed blob; the last part makes it durable before any later effect is carried out.</summary>
    /// <param name="Name">The blob's name.</param>
    /// <param name="Offset">Offset of the part in bytes.</param>
    /// <param name="Bytes">The part.</param>
    /// <param name="Last">True for the blob's last part.</param>
    [ScaleVariant(0)]
    public sealed partial record Persist(
        [MaxLength(64)] string Name,
        ulong Offset,
        [MaxLength(ProtocolLimits.MaxBlobChunkBytes)] byte[] Bytes,
        bool Last) : EnclaveEffect;

    /// <summary>A sealed blob that is no longer needed.</summary>
    /// <param name="Name">The blob's name.</param>
    [ScaleVariant(1)]
    public sealed partial record Delete([MaxLength(64)] string Name) : EnclaveEffect;

    /// <summary>A signed extrinsic for the parentchain.</summary>
    /// <param name="Purpose">What it is for.</param>
    /// <param name="Extrinsic">Its bytes, with their length in front.</param>
    [ScaleVariant(2)]
    public sealed partial record SubmitExtrinsic(
        ExtrinsicPurpose Purpose, [MaxLength(ProtocolLimits.MaxExtrinsicBytes)] byte[] Extrinsic) : EnclaveEffect;

    /// <summary>The encrypted answer to the query of this input.</summary>
    /// <param name="Bytes">The answer.</param>
    [ScaleVariant(3)]
    public sealed partial record Answer([MaxLength(ProtocolLimits.MaxEnvelopeBytes)] byte[] Bytes) : EnclaveEffect;

    /// <summary>A receipt, its leaves and outcomes, for the worker to serve.</summary>
    /// <param name="Receipt">The receipt.</param>
    /// <param name="Signature">This enclave's signature.</param>
    /// <param name="Leaves">Its leaves in order.</param>
    [ScaleVariant(4)]
    public sealed partial record PublishReceipt(
        Receipt Receipt, ReceiptSignature Signature, ImmutableArray<PublishedLeaf> Leaves) : EnclaveEffect;

    /// <summary>Storage keys to be proven in the last block of every import from now on.</summary>
    /// <param name="Keys">The keys.</param>
    [ScaleVariant(5)]
    public sealed partial record WantKeys([MaxLength(256)] ImmutableArray<byte[]> Keys) : EnclaveEffect;

    /// <summary>What the enclave says of itself, whenever that has changed.</summary>
    /// <param name="Now">Its status.</param>
    [ScaleVariant(6)]
    public sealed partial record Status(EnclaveStatus Now) : EnclaveEffect;

    /// <summary>The input was refused; the state is as before.</summary>
    /// <param name="Code">Why.</param>
    [ScaleVariant(7)]
    public sealed partial record Refused(RefusalCode Code) : EnclaveEffect;

    /// <summary>The STF's schema, once after the boot, for the worker to serve.</summary>
    /// <param name="Bytes">The schema.</param>
    [ScaleVariant(8)]
    public sealed partial record Schema([MaxLength(StfSchema.MaxBytes)] byte[] Bytes) : EnclaveEffect;

    /// <summary>Evidence about this enclave, over report data of its choice; answered by <see cref="EnclaveInput.Evidence"/>.</summary>
    /// <remarks>A platform that makes evidence by itself answers before the host sees this.</remarks>
    /// <param name="ReportData">What the evidence has to carry.</param>
    [ScaleVariant(9)]
    public sealed partial record WantEvidence([FixedLength(EvidenceBinding.ReportDataBytes)] byte[] ReportData) : EnclaveEffect;

    /// <summary>What vouches for evidence, as its vendor serves it; answered by <see cref="EnclaveInput.Collateral"/>.</summary>
    /// <param name="Kind">What the evidence is.</param>
    /// <param name="Evidence">The evidence, which names the platform.</param>
    [ScaleVariant(10)]
    public sealed partial record WantCollateral(
        EvidenceKind Kind, [MaxLength(MemberEvidence.MaxEvidenceBytes)] byte[] Evidence) : EnclaveEffect;

    /// <summary>The code of the shard's STF, which may come from anywhere; answered by <see cref="EnclaveInput.BootCode"/>.</summary>
    /// <param name="StfHash">The STF hash that the shard's descriptor names.</param>
    [ScaleVariant(11)]
    public sealed partial record WantCode(Hash256 StfHash) : EnclaveEffect;

    /// <summary>Why evidence was refused, before the <see cref="Refused"/> that says that it was; for the operator.</summary>
    /// <param name="Reason">Number of the <see cref="RefusalReason"/>.</param>
    [ScaleVariant(12)]
    public sealed partial record EvidenceRefused(ushort Reason) : EnclaveEffect;
}
