using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>What evidence is bound to beside the enclave's account: the content of its report data.</summary>
/// <param name="Purpose">What it was made for.</param>
/// <param name="Genesis">The parentchain.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Key">Serve: the shielding key of the epoch that the enclave has, zero when it has none; join, session: an ephemeral key.</param>
/// <param name="Instance">The enclave's start.</param>
/// <param name="Recent">A recent final block, which shows that the evidence is no older.</param>
[ScaleType]
public sealed partial record EvidenceBinding(
    EvidencePurpose Purpose, Hash256 Genesis, ShardId Shard, Bytes32 Key, InstanceId Instance, BlockRef Recent)
{
    /// <summary>Bytes of report data.</summary>
    public const int ReportDataBytes = 64;

    /// <summary>How many blocks a <see cref="Recent"/> block may lie behind.</summary>
    public const uint MaxAgeBlocks = 256;

    /// <summary>The 64 bytes that the platform signs: the enclave's account, then a hash of everything else.</summary>
    public byte[] ReportData(AccountId account) => [.. account.ToArray(), .. DomainTag.ReportData.Hash(Codec.Encode(this)).ToArray()];
}
