using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>The encoding of a header's list of messages (<c>sp_runtime::generic::Digest</c>).</summary>
public static class Digest
{
    /// <summary>How the list is encoded; its items stand behind their number.</summary>
    public static ScaleCodec<ImmutableArray<DigestItem>> Codec { get; } = new DigestCodec();
}

internal sealed class DigestCodec() : NamedCodec<ImmutableArray<DigestItem>>("sp_runtime::generic::digest::Digest")
{
    private static readonly ScaleCodec<ImmutableArray<DigestItem>> Items = Scale.Vec(DigestItem.Codec);

    public override int MinSize => 1;

    public override void Write(ScaleWriter writer, ImmutableArray<DigestItem> value) => Items.Write(writer, value);

    public override ImmutableArray<DigestItem> Read(ref ScaleReader reader) => Items.Read(ref reader);

    protected override TypeDefinition Define(TypeRegistryBuilder types) =>
        new TypeDefinition.Composite([Field(types, "logs", Items, "Vec<DigestItem>")]);
}
