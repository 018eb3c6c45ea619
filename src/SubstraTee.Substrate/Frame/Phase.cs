using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>When in a block an event was deposited (<c>frame_system::Phase</c>).</summary>
/// <param name="Kind">The part of the block.</param>
/// <param name="ExtrinsicIndex">The extrinsic, when one was being applied; else 0.</param>
public readonly record struct Phase(PhaseKind Kind, uint ExtrinsicIndex)
{
    /// <summary>How phases are encoded.</summary>
    public static ScaleCodec<Phase> Codec { get; } = new PhaseCodec();

    /// <summary>At the block's end.</summary>
    public static Phase Finalization { get; } = new(PhaseKind.Finalization, 0);

    /// <summary>At the block's start.</summary>
    public static Phase Initialization { get; } = new(PhaseKind.Initialization, 0);

    /// <summary>While that extrinsic was applied.</summary>
    public static Phase ApplyExtrinsic(uint index) => new(PhaseKind.ApplyExtrinsic, index);
}

internal sealed class PhaseCodec() : NamedCodec<Phase>("frame_system::Phase")
{
    public override int MinSize => 1;

    public override void Write(ScaleWriter writer, Phase value)
    {
        writer.WriteByte((byte)value.Kind);
        if (value.Kind == PhaseKind.ApplyExtrinsic)
        {
            writer.WriteU32(value.ExtrinsicIndex);
        }
    }

    public override Phase Read(ref ScaleReader reader)
    {
        switch (reader.ReadByte())
        {
            case 0:
                return Phase.ApplyExtrinsic(reader.ReadU32());
            case 1:
                return Phase.Finalization;
            case 2:
                return Phase.Initialization;
            default:
                throw reader.Fault(ScaleFault.UnknownVariant);
        }
    }

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Variant(
    [
        Variant("ApplyExtrinsic", 0, Field(types, null, Scale.U32, "u32")),
        Variant("Finalization", 1),
        Variant("Initialization", 2),
    ]);
}
