using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Substrate;

namespace SubstraTee.Runtime;

/// <summary>How extrinsics stand in blocks and arguments; to scale-info they are bytes whose parts are type parameters.</summary>
internal sealed class ExtrinsicCodec : ScaleCodec<UncheckedExtrinsic>
{
    private const string Path = "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic";

    public static ExtrinsicCodec Instance { get; } = new();

    public static ScaleCodec<ImmutableArray<UncheckedExtrinsic>> List { get; } = Scale.Vec(Instance);

    public override int MinSize => 2;

    public override uint Describe(TypeRegistryBuilder registry) => registry.Add(Path, types => PortableType.Named(
        Path,
        new TypeDefinition.Composite([new TypeField(null, Scale.Bytes.Describe(types))]),
        new TypeParameter("Address", MultiAddress.Codec.Describe(types)),
        new TypeParameter("Call", RuntimeCall.Codec.Describe(types)),
        new TypeParameter("Signature", MultiSignature.Codec.Describe(types)),
        new TypeParameter("Extra", TransactionExtensions.DescribeExtra(types))));

    public override void Write(ScaleWriter writer, UncheckedExtrinsic value) => writer.WriteRaw(value.Bytes.Span);

    public override UncheckedExtrinsic Read(ref ScaleReader reader)
    {
        var start = reader.Position;
        reader.ReadBytes(reader.ReadCount(1));
        return UncheckedExtrinsic.TryDecode(reader.Since(start).ToArray(), out var extrinsic)
            ? extrinsic
            : throw reader.Fault(ScaleFault.InvalidValue);
    }
}
