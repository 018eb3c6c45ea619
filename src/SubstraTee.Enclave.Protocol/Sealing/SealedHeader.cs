using SubstraTee.Codec;
using SubstraTee.Primitives;

namespace SubstraTee.Enclave.Protocol;

/// <summary>The readable front of a sealed blob; authenticated with every chunk.</summary>
/// <remarks>docs/protocol.md, section 5.</remarks>
/// <param name="Magic">Always <c>STEE</c>.</param>
/// <param name="Format">Layout version, 1.</param>
/// <param name="Kind">What the blob holds.</param>
/// <param name="Measurement">The enclave that wrote it.</param>
/// <param name="KeyId">Names the sealing or state key without revealing it, 16 bytes.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Instance">The start that wrote it.</param>
/// <param name="Sequence">Position in the chain of snapshot and logs.</param>
/// <param name="FirstBlock">First parentchain block it covers.</param>
/// <param name="LastBlock">Last parentchain block it covers.</param>
/// <param name="Previous">Hash of the blob before it.</param>
/// <param name="BodyLength">Plaintext bytes.</param>
/// <param name="Salt">Fresh for every blob.</param>
[ScaleType]
public sealed partial record SealedHeader(
    [FixedLength(4)] byte[] Magic,
    byte Format,
    SealedKind Kind,
    Measurement Measurement,
    [FixedLength(16)] byte[] KeyId,
    ShardId Shard,
    uint Epoch,
    InstanceId Instance,
    ulong Sequence,
    BlockRef FirstBlock,
    BlockRef LastBlock,
    Hash256 Previous,
    ulong BodyLength,
    Bytes32 Salt)
{
    /// <summary>The layout version written today.</summary>
    public const byte CurrentFormat = 1;

    /// <summary>The first four bytes of every blob: <c>STEE</c>.</summary>
    public static ReadOnlySpan<byte> MagicBytes => "STEE"u8;

    /// <summary>The header's hash, which every chunk is bound to.</summary>
    public Hash256 Hash => DomainTag.SealedHeader.Hash(Codec.Encode(this));
}
