using System.Collections.Immutable;
using System.Text;
using SubstraTee.Primitives;

namespace SubstraTee.Codec;

internal sealed class BytesCodec(int max) : ScaleCodec<byte[]>
{
    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var item = Scale.U8.Describe(registry);
        return registry.Add($"Vec<{item}>", _ => PortableType.Anonymous(new TypeDefinition.Sequence(item)));
    }

    public override void Write(ScaleWriter writer, byte[] value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, max, nameof(value));
        writer.WriteBytes(value);
    }

    public override byte[] Read(ref ScaleReader reader) => reader.ReadBytes(reader.ReadCount(1, max)).ToArray();
}

internal sealed class FixedBytesCodec(int length) : ScaleCodec<byte[]>
{
    public override int MinSize => length;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var item = Scale.U8.Describe(registry);
        return registry.Add($"[{item}; {length}]", _ => PortableType.Anonymous(new TypeDefinition.Array((uint)length, item)));
    }

    public override void Write(ScaleWriter writer, byte[] value)
    {
        if (value.Length != length)
        {
            throw new ArgumentException($"expected {length} bytes, got {value.Length}", nameof(value));
        }

        writer.WriteRaw(value);
    }

    public override byte[] Read(ref ScaleReader reader) => reader.ReadBytes(length).ToArray();
}

internal sealed class MemoryCodec(int max) : ScaleCodec<ReadOnlyMemory<byte>>
{
    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry) => Scale.Bytes.Describe(registry);

    public override void Write(ScaleWriter writer, ReadOnlyMemory<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, max, nameof(value));
        writer.WriteBytes(value.Span);
    }

    public override ReadOnlyMemory<byte> Read(ref ScaleReader reader) => reader.ReadBytes(reader.ReadCount(1, max)).ToArray();
}

internal sealed class FixedMemoryCodec(int length) : ScaleCodec<ReadOnlyMemory<byte>>
{
    public override int MinSize => length;

    public override uint Describe(TypeRegistryBuilder registry) => Scale.FixedBytes(length).Describe(registry);

    public override void Write(ScaleWriter writer, ReadOnlyMemory<byte> value)
    {
        if (value.Length != length)
        {
            throw new ArgumentException($"expected {length} bytes, got {value.Length}", nameof(value));
        }

        writer.WriteRaw(value.Span);
    }

    public override ReadOnlyMemory<byte> Read(ref ScaleReader reader) => reader.ReadBytes(length).ToArray();
}

internal sealed class ByteListCodec(int max) : ScaleCodec<ImmutableArray<byte>>
{
    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry) => Scale.Bytes.Describe(registry);

    public override void Write(ScaleWriter writer, ImmutableArray<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, max, nameof(value));
        writer.WriteBytes(value.AsSpan());
    }

    public override ImmutableArray<byte> Read(ref ScaleReader reader) => [.. reader.ReadBytes(reader.ReadCount(1, max))];
}

internal sealed class Bytes32Codec<T>(string? path, Func<T, Bytes32> toBytes, Func<Bytes32, T> fromBytes) : ScaleCodec<T>
{
    public override int MinSize => Bytes32.Length;

    public override uint Describe(TypeRegistryBuilder registry)
    {
        var bytes = Scale.FixedBytes(Bytes32.Length).Describe(registry);
        return path is null
            ? bytes
            : registry.Add(path, _ => PortableType.Named(path, new TypeDefinition.Composite([new TypeField(null, bytes, "[u8; 32]")])));
    }

    public override void Write(ScaleWriter writer, T value) => writer.WriteBytes32(toBytes(value));

    public override T Read(ref ScaleReader reader) => fromBytes(reader.ReadBytes32());
}

internal sealed class StringCodec(int maxBytes) : ScaleCodec<string>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override int MinSize => 1;

    public override uint Describe(TypeRegistryBuilder registry) => PrimitiveCodec<string>.Describe(registry, PrimitiveKind.Str);

    public override void Write(ScaleWriter writer, string value)
    {
        var bytes = Strict.GetBytes(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, maxBytes, nameof(value));
        writer.WriteBytes(bytes);
    }

    public override string Read(ref ScaleReader reader)
    {
        var bytes = reader.ReadBytes(reader.ReadCount(1, maxBytes));
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw reader.Fault(ScaleFault.InvalidUtf8);
        }
    }
}

internal sealed class MeasurementCodec : ScaleCodec<Measurement>
{
    private const string Path = "substratee::Measurement";

    public override int MinSize => 2 + Measurement.MinLength;

    public override uint Describe(TypeRegistryBuilder registry) => registry.Add(Path, types => PortableType.Named(
        Path,
        new TypeDefinition.Composite(
        [
            new TypeField("family", Scale.U8.Describe(types), "MeasurementFamily"),
            new TypeField("bytes", Scale.Bytes.Describe(types), "Vec<u8>"),
        ])));

    public override void Write(ScaleWriter writer, Measurement value)
    {
        writer.WriteByte((byte)value.Family);
        writer.WriteBytes(value.Bytes.AsSpan());
    }

    public override Measurement Read(ref ScaleReader reader)
    {
        var family = (MeasurementFamily)reader.ReadByte();
        var bytes = reader.ReadBytes(reader.ReadCount(1, Measurement.MaxLength));
        return Enum.IsDefined(family) && bytes.Length >= Measurement.MinLength
            ? new Measurement(family, bytes)
            : throw reader.Fault(ScaleFault.InvalidValue);
    }
}
