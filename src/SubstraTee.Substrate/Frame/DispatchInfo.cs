using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What an event says of a dispatched call (<c>frame_system::DispatchEventInfo</c>).</summary>
/// <param name="Weight">What it cost.</param>
/// <param name="Class">What kind of work it was.</param>
/// <param name="PaysFee">Whether the sender paid.</param>
public readonly record struct DispatchInfo(Weight Weight, DispatchClass Class, Pays PaysFee)
{
    /// <summary>How the information is encoded.</summary>
    public static ScaleCodec<DispatchInfo> Codec { get; } = new DispatchInfoCodec();
}

internal sealed class DispatchInfoCodec() : NamedCodec<DispatchInfo>("frame_system::DispatchEventInfo")
{
    public override int MinSize => 4;

    public override void Write(ScaleWriter writer, DispatchInfo value)
    {
        Weight.Codec.Write(writer, value.Weight);
        EnumCodecs.DispatchClass.Write(writer, value.Class);
        EnumCodecs.Pays.Write(writer, value.PaysFee);
    }

    public override DispatchInfo Read(ref ScaleReader reader) => new(
        Weight.Codec.Read(ref reader), EnumCodecs.DispatchClass.Read(ref reader), EnumCodecs.Pays.Read(ref reader));

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
    [
        Field(types, "weight", Weight.Codec, "Weight"),
        Field(types, "class", EnumCodecs.DispatchClass, "DispatchClass"),
        Field(types, "pays_fee", EnumCodecs.Pays, "Pays"),
    ]);
}
