namespace SubstraTee.Codec;

internal delegate T ReadScale<out T>(ref ScaleReader reader);

internal sealed class PrimitiveCodec<T>(PrimitiveKind kind, int size, Action<ScaleWriter, T> write, ReadScale<T> read) : ScaleCodec<T>
{
    public override int MinSize => size;

    public override uint Describe(TypeRegistryBuilder registry) => Describe(registry, kind);

    public override void Write(ScaleWriter writer, T value) => write(writer, value);

    public override T Read(ref ScaleReader reader) => read(ref reader);

    internal static uint Describe(TypeRegistryBuilder registry, PrimitiveKind kind) =>
        registry.Add(kind.ToString(), _ => PortableType.Anonymous(new TypeDefinition.Primitive(kind)));
}

internal sealed class CompactCodec<T>(ScaleCodec<T> plain, Action<ScaleWriter, T> write, ReadScale<T> read) : ScaleCodec<T>
{
    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var item = plain.Describe(registry);
        return registry.Add($"Compact<{item}>", _ => PortableType.Anonymous(new TypeDefinition.Compact(item)));
    }

    public override void Write(ScaleWriter writer, T value) => write(writer, value);

    public override T Read(ref ScaleReader reader) => read(ref reader);
}

internal sealed class UnitCodec : ScaleCodec<Unit>
{
    public override int MinSize => 0;

    public override uint Describe(TypeRegistryBuilder registry) =>
        registry.Add("()", _ => PortableType.Anonymous(new TypeDefinition.Tuple([])));

    public override void Write(ScaleWriter writer, Unit value)
    {
    }

    public override Unit Read(ref ScaleReader reader) => default;
}
