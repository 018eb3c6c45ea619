using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>The encoding of a type registry: each type behind its number, in order (scale-info <c>PortableRegistry</c>).</summary>
internal static class PortableTypeCodec
{
    private const int MinTypeSize = 6;

    public static void Write(ScaleWriter writer, ImmutableArray<PortableType> types)
    {
        writer.WriteCompact((uint)types.Length);
        for (var number = 0; number < types.Length; number++)
        {
            writer.WriteCompact((uint)number);
            WriteType(writer, types[number]);
        }
    }

    public static ImmutableArray<PortableType> Read(ref ScaleReader reader)
    {
        var count = reader.ReadCount(MinTypeSize);
        var types = ImmutableArray.CreateBuilder<PortableType>(count);
        for (var number = 0; number < count; number++)
        {
            if (reader.ReadCompactU32() != number)
            {
                throw reader.Fault(ScaleFault.InvalidValue);
            }

            types.Add(ReadType(ref reader));
        }

        return types.MoveToImmutable();
    }

    public static void WriteStrings(ScaleWriter writer, ImmutableArray<string> lines)
    {
        writer.WriteCompact((uint)lines.Length);
        foreach (var line in lines)
        {
            Scale.Str.Write(writer, line);
        }
    }

    public static ImmutableArray<string> ReadStrings(ref ScaleReader reader)
    {
        var count = reader.ReadCount(1);
        if (count == 0)
        {
            return [];
        }

        var lines = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < count; i++)
        {
            lines.Add(Scale.Str.Read(ref reader));
        }

        return lines.MoveToImmutable();
    }

    private static void WriteType(ScaleWriter writer, PortableType type)
    {
        WriteStrings(writer, type.Path);
        writer.WriteCompact((uint)type.Parameters.Length);
        foreach (var parameter in type.Parameters)
        {
            Scale.Str.Write(writer, parameter.Name);
            writer.WriteBool(parameter.Type.HasValue);
            if (parameter.Type is { } number)
            {
                writer.WriteCompact(number);
            }
        }

        WriteDefinition(writer, type.Definition);
        WriteStrings(writer, type.Docs);
    }

    private static PortableType ReadType(ref ScaleReader reader)
    {
        var path = ReadStrings(ref reader);
        var count = reader.ReadCount(2);
        var parameters = ImmutableArray.CreateBuilder<TypeParameter>(count);
        for (var i = 0; i < count; i++)
        {
            var name = Scale.Str.Read(ref reader);
            parameters.Add(new TypeParameter(name, reader.ReadBool() ? reader.ReadCompactU32() : null));
        }

        return new PortableType(path, parameters.MoveToImmutable(), ReadDefinition(ref reader), ReadStrings(ref reader));
    }

    private static void WriteDefinition(ScaleWriter writer, TypeDefinition definition)
    {
        switch (definition)
        {
            case TypeDefinition.Composite composite:
                writer.WriteByte(0);
                WriteFields(writer, composite.Fields);
                break;
            case TypeDefinition.Variant variant:
                writer.WriteByte(1);
                WriteVariants(writer, variant.Variants);
                break;
            case TypeDefinition.Sequence sequence:
                writer.WriteByte(2);
                writer.WriteCompact(sequence.Item);
                break;
            case TypeDefinition.Array array:
                writer.WriteByte(3);
                writer.WriteU32(array.Length);
                writer.WriteCompact(array.Item);
                break;
            case TypeDefinition.Tuple tuple:
                writer.WriteByte(4);
                writer.WriteCompact((uint)tuple.Items.Length);
                foreach (var item in tuple.Items)
                {
                    writer.WriteCompact(item);
                }

                break;
            case TypeDefinition.Primitive primitive:
                writer.WriteByte(5);
                writer.WriteByte((byte)primitive.Kind);
                break;
            case TypeDefinition.Compact compact:
                writer.WriteByte(6);
                writer.WriteCompact(compact.Item);
                break;
            case TypeDefinition.BitSequence bits:
                writer.WriteByte(7);
                writer.WriteCompact(bits.Store);
                writer.WriteCompact(bits.Order);
                break;
            default:
                throw new ArgumentException("unknown kind of type", nameof(definition));
        }
    }

    private static TypeDefinition ReadDefinition(ref ScaleReader reader)
    {
        switch (reader.ReadByte())
        {
            case 0:
                return new TypeDefinition.Composite(ReadFields(ref reader));
            case 1:
                return new TypeDefinition.Variant(ReadVariants(ref reader));
            case 2:
                return new TypeDefinition.Sequence(reader.ReadCompactU32());
            case 3:
                return new TypeDefinition.Array(reader.ReadU32(), reader.ReadCompactU32());
            case 4:
                return new TypeDefinition.Tuple(ReadNumbers(ref reader));
            case 5:
                var kind = reader.ReadByte();
                return kind <= (byte)PrimitiveKind.I256
                    ? new TypeDefinition.Primitive((PrimitiveKind)kind)
                    : throw reader.Fault(ScaleFault.UnknownVariant);
            case 6:
                return new TypeDefinition.Compact(reader.ReadCompactU32());
            case 7:
                return new TypeDefinition.BitSequence(reader.ReadCompactU32(), reader.ReadCompactU32());
            default:
                throw reader.Fault(ScaleFault.UnknownVariant);
        }
    }

    private static ImmutableArray<uint> ReadNumbers(ref ScaleReader reader)
    {
        var count = reader.ReadCount(1);
        var numbers = ImmutableArray.CreateBuilder<uint>(count);
        for (var i = 0; i < count; i++)
        {
            numbers.Add(reader.ReadCompactU32());
        }

        return numbers.MoveToImmutable();
    }

    private static void WriteFields(ScaleWriter writer, ImmutableArray<TypeField> fields)
    {
        writer.WriteCompact((uint)fields.Length);
        foreach (var field in fields)
        {
            WriteOptional(writer, field.Name);
            writer.WriteCompact(field.Type);
            WriteOptional(writer, field.TypeName);
            WriteStrings(writer, field.Docs);
        }
    }

    private static ImmutableArray<TypeField> ReadFields(ref ScaleReader reader)
    {
        var count = reader.ReadCount(4);
        var fields = ImmutableArray.CreateBuilder<TypeField>(count);
        for (var i = 0; i < count; i++)
        {
            fields.Add(new TypeField(
                ReadOptional(ref reader), reader.ReadCompactU32(), ReadOptional(ref reader), ReadStrings(ref reader)));
        }

        return fields.MoveToImmutable();
    }

    private static void WriteVariants(ScaleWriter writer, ImmutableArray<TypeVariant> variants)
    {
        writer.WriteCompact((uint)variants.Length);
        foreach (var variant in variants)
        {
            Scale.Str.Write(writer, variant.Name);
            WriteFields(writer, variant.Fields);
            writer.WriteByte(variant.Index);
            WriteStrings(writer, variant.Docs);
        }
    }

    private static ImmutableArray<TypeVariant> ReadVariants(ref ScaleReader reader)
    {
        var count = reader.ReadCount(4);
        var variants = ImmutableArray.CreateBuilder<TypeVariant>(count);
        for (var i = 0; i < count; i++)
        {
            variants.Add(new TypeVariant(
                Scale.Str.Read(ref reader), ReadFields(ref reader), reader.ReadByte(), ReadStrings(ref reader)));
        }

        return variants.MoveToImmutable();
    }

    private static void WriteOptional(ScaleWriter writer, string? text)
    {
        writer.WriteBool(text is not null);
        if (text is not null)
        {
            Scale.Str.Write(writer, text);
        }
    }

    private static string? ReadOptional(ref ScaleReader reader) => reader.ReadBool() ? Scale.Str.Read(ref reader) : null;
}
