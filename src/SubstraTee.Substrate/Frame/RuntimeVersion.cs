using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Which runtime a chain runs (<c>sp_version::RuntimeVersion</c>).</summary>
/// <param name="SpecName">The runtime's name.</param>
/// <param name="ImplName">The implementation's name.</param>
/// <param name="AuthoringVersion">Version of the block authoring rules.</param>
/// <param name="SpecVersion">Version of the rules; metadata stays the same as long as it does.</param>
/// <param name="ImplVersion">Version of the implementation.</param>
/// <param name="Apis">The runtime APIs.</param>
/// <param name="TransactionVersion">Changes when the encoding of existing calls does.</param>
/// <param name="SystemVersion">
/// 0: old tries; 1: state trie of layout 1; 2 and more: the extrinsics root too. Formerly <c>state_version</c>.
/// </param>
public sealed record RuntimeVersion(
    string SpecName,
    string ImplName,
    uint AuthoringVersion,
    uint SpecVersion,
    uint ImplVersion,
    ImmutableArray<RuntimeApiVersion> Apis,
    uint TransactionVersion,
    byte SystemVersion)
{
    /// <summary>How the version is encoded.</summary>
    public static ScaleCodec<RuntimeVersion> Codec { get; } = new RuntimeVersionCodec();

    /// <inheritdoc/>
    public bool Equals(RuntimeVersion? other) =>
        other is not null
        && string.Equals(SpecName, other.SpecName, StringComparison.Ordinal)
        && string.Equals(ImplName, other.ImplName, StringComparison.Ordinal)
        && (AuthoringVersion, SpecVersion, ImplVersion, TransactionVersion, SystemVersion)
            == (other.AuthoringVersion, other.SpecVersion, other.ImplVersion, other.TransactionVersion, other.SystemVersion)
        && Apis.AsSpan().SequenceEqual(other.Apis.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SpecName, SpecVersion, ImplVersion, TransactionVersion);
}

internal sealed class RuntimeVersionCodec() : NamedCodec<RuntimeVersion>("sp_version::RuntimeVersion")
{
    private const int MaxName = 1024;

    private static readonly ScaleCodec<string> Name = new CowCodec<string>(Scale.StrOf(MaxName));
    private static readonly ScaleCodec<ImmutableArray<RuntimeApiVersion>> Apis =
        new CowCodec<ImmutableArray<RuntimeApiVersion>>(Scale.Vec(RuntimeApiVersion.Codec));

    public override int MinSize => 20;

    public override void Write(ScaleWriter writer, RuntimeVersion value)
    {
        Name.Write(writer, value.SpecName);
        Name.Write(writer, value.ImplName);
        writer.WriteU32(value.AuthoringVersion);
        writer.WriteU32(value.SpecVersion);
        writer.WriteU32(value.ImplVersion);
        Apis.Write(writer, value.Apis);
        writer.WriteU32(value.TransactionVersion);
        writer.WriteByte(value.SystemVersion);
    }

    public override RuntimeVersion Read(ref ScaleReader reader) => new(
        Name.Read(ref reader),
        Name.Read(ref reader),
        reader.ReadU32(),
        reader.ReadU32(),
        reader.ReadU32(),
        Apis.Read(ref reader),
        reader.ReadU32(),
        reader.ReadByte());

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
    [
        Field(types, "spec_name", Name, "Cow<'static, str>"),
        Field(types, "impl_name", Name, "Cow<'static, str>"),
        Field(types, "authoring_version", Scale.U32, "u32"),
        Field(types, "spec_version", Scale.U32, "u32"),
        Field(types, "impl_version", Scale.U32, "u32"),
        Field(types, "apis", Apis, "ApisVec"),
        Field(types, "transaction_version", Scale.U32, "u32"),
        Field(types, "system_version", Scale.U8, "u8"),
    ]);
}
