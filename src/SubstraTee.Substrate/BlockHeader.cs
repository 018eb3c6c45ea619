using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Substrate;

/// <summary>A block's header (<c>sp_runtime::generic::Header&lt;u32, BlakeTwo256&gt;</c>).</summary>
/// <param name="ParentHash">Hash of the parent's header; zero in the first block.</param>
/// <param name="Number">Height; the first block has 0.</param>
/// <param name="StateRoot">Root of the state trie after the block.</param>
/// <param name="ExtrinsicsRoot">Root over the block's extrinsics.</param>
/// <param name="Digest">Messages of consensus and runtime.</param>
public sealed record BlockHeader(
    Hash256 ParentHash,
    uint Number,
    Hash256 StateRoot,
    Hash256 ExtrinsicsRoot,
    ImmutableArray<DigestItem> Digest)
{
    /// <summary>How headers are encoded.</summary>
    public static ScaleCodec<BlockHeader> Codec { get; } = new BlockHeaderCodec();

    /// <summary>The block's hash: Blake2b-256 of the encoded header.</summary>
    /// <remarks>Computed anew at each call: about a microsecond for a header without large digests.</remarks>
    public Hash256 Hash()
    {
        var writer = new ScaleWriter(256);
        Codec.Write(writer, this);
        return Blake2b.Hash256(writer.WrittenSpan);
    }

    /// <inheritdoc/>
    public bool Equals(BlockHeader? other) =>
        other is not null
        && Number == other.Number
        && ParentHash == other.ParentHash
        && StateRoot == other.StateRoot
        && ExtrinsicsRoot == other.ExtrinsicsRoot
        && Digest.AsSpan().SequenceEqual(other.Digest.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, ParentHash, StateRoot, ExtrinsicsRoot);
}

internal sealed class BlockHeaderCodec() : NamedCodec<BlockHeader>("sp_runtime::generic::header::Header")
{
    public override int MinSize => 32 + 1 + 32 + 32 + 1;

    public override void Write(ScaleWriter writer, BlockHeader value)
    {
        Scale.Hash256.Write(writer, value.ParentHash);
        writer.WriteCompact(value.Number);
        Scale.Hash256.Write(writer, value.StateRoot);
        Scale.Hash256.Write(writer, value.ExtrinsicsRoot);
        Digest.Codec.Write(writer, value.Digest);
    }

    public override BlockHeader Read(ref ScaleReader reader) => new(
        Scale.Hash256.Read(ref reader),
        reader.ReadCompactU32(),
        Scale.Hash256.Read(ref reader),
        Scale.Hash256.Read(ref reader),
        Digest.Codec.Read(ref reader));

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
    [
        Field(types, "parent_hash", Scale.Hash256, "Hash::Output"),
        Field(types, "number", Scale.CompactU32, "Number"),
        Field(types, "state_root", Scale.Hash256, "Hash::Output"),
        Field(types, "extrinsics_root", Scale.Hash256, "Hash::Output"),
        Field(types, "digest", Digest.Codec, "Digest"),
    ]);

    protected override ImmutableArray<TypeParameter> Parameters(TypeRegistryBuilder types) =>
        [new TypeParameter("Number", Scale.U32.Describe(types)), new TypeParameter("Hash", null)];
}
