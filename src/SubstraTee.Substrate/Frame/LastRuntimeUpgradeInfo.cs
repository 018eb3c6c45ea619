using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What <c>System.LastRuntimeUpgrade</c> holds (<c>frame_system::LastRuntimeUpgradeInfo</c>).</summary>
/// <param name="SpecVersion">The version of the runtime's rules.</param>
/// <param name="SpecName">The runtime's name.</param>
public sealed record LastRuntimeUpgradeInfo(uint SpecVersion, string SpecName)
{
    /// <summary>How the information is encoded.</summary>
    public static ScaleCodec<LastRuntimeUpgradeInfo> Codec { get; } = new LastRuntimeUpgradeInfoCodec();
}

internal sealed class LastRuntimeUpgradeInfoCodec() : NamedCodec<LastRuntimeUpgradeInfo>("frame_system::LastRuntimeUpgradeInfo")
{
    private const int MaxName = 1024;

    private static readonly ScaleCodec<string> Name = new CowCodec<string>(Scale.StrOf(MaxName));

    public override int MinSize => 2;

    public override void Write(ScaleWriter writer, LastRuntimeUpgradeInfo value)
    {
        writer.WriteCompact(value.SpecVersion);
        Name.Write(writer, value.SpecName);
    }

    public override LastRuntimeUpgradeInfo Read(ref ScaleReader reader) => new(reader.ReadCompactU32(), Name.Read(ref reader));

    protected override TypeDefinition Define(TypeRegistryBuilder types) => new TypeDefinition.Composite(
    [
        Field(types, "spec_version", Scale.CompactU32, "codec::Compact<u32>"),
        Field(types, "spec_name", Name, "Cow<'static, str>"),
    ]);
}
