using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace SubstraTee.Codec;

/// <summary>Reads values by the description of their type, counting what it makes.</summary>
internal ref struct DynamicReader(PortableRegistry registry, int maxItems)
{
    private readonly PortableRegistry _registry = registry;
    private int _left = maxItems;

    public ScaleValue Read(uint number, ref ScaleReader reader)
    {
        reader.Enter();
        Spend(1, ref reader);
        var value = TypeAt(number, ref reader).Definition switch
        {
            TypeDefinition.Composite composite => ReadComposite(composite, ref reader),
            TypeDefinition.Variant variant => ReadVariant(variant, ref reader),
            TypeDefinition.Sequence sequence => ReadSequence(sequence, ref reader),
            TypeDefinition.Array array => ReadArray(array, ref reader),
            TypeDefinition.Tuple tuple => ReadTuple(tuple.Items, ref reader),
            TypeDefinition.Primitive primitive => ReadPrimitive(primitive.Kind, ref reader),
            TypeDefinition.Compact compact => ReadCompact(compact.Item, ref reader),
            TypeDefinition.BitSequence bits => new ScaleValue.Bits(TypeShape.Bits(_registry, bits).Read(ref reader)),
            _ => throw reader.Fault(ScaleFault.InvalidType),
        };
        reader.Leave();
        return value;
    }

    private ScaleValue ReadComposite(TypeDefinition.Composite type, ref ScaleReader reader)
    {
        if (TypeShape.IsWrapper(type.Fields))
        {
            return Read(type.Fields[0].Type, ref reader);
        }

        return type.Fields.Length > 0 && TypeShape.IsUnnamed(type.Fields)
            ? ReadTuple([.. type.Fields.Select(field => field.Type)], ref reader)
            : new ScaleValue.Composite(ReadFields(type.Fields, ref reader));
    }

    private ScaleValue.Variant ReadVariant(TypeDefinition.Variant type, ref ScaleReader reader)
    {
        var index = reader.ReadByte();
        foreach (var variant in type.Variants)
        {
            if (variant.Index == index)
            {
                return new ScaleValue.Variant(variant.Name, index, ReadFields(variant.Fields, ref reader));
            }
        }

        throw new ScaleException(ScaleFault.UnknownVariant, reader.Position - 1);
    }

    private ImmutableArray<ScaleField> ReadFields(ImmutableArray<TypeField> fields, ref ScaleReader reader)
    {
        Spend(fields.Length, ref reader);
        var values = ImmutableArray.CreateBuilder<ScaleField>(fields.Length);
        foreach (var field in fields)
        {
            values.Add(new ScaleField(field.Name, Read(field.Type, ref reader)));
        }

        return values.MoveToImmutable();
    }

    private ScaleValue ReadSequence(TypeDefinition.Sequence type, ref ScaleReader reader)
    {
        if (TypeShape.IsU8(_registry, type.Item))
        {
            return new ScaleValue.Bytes([.. reader.ReadBytes(reader.ReadCount(1))]);
        }

        return ReadItems(type.Item, reader.ReadCount(0), ref reader);
    }

    private ScaleValue ReadArray(TypeDefinition.Array type, ref ScaleReader reader)
    {
        if (TypeShape.IsU8(_registry, type.Item))
        {
            return new ScaleValue.Bytes([.. reader.ReadBytes((int)Math.Min(type.Length, int.MaxValue))]);
        }

        return ReadItems(type.Item, (int)Math.Min(type.Length, int.MaxValue), ref reader);
    }

    private ScaleValue.List ReadItems(uint item, int count, ref ScaleReader reader)
    {
        // Every item counts at least once, so a count beyond the budget is refused before any is made.
        if (count > _left)
        {
            throw reader.Fault(ScaleFault.TooLong);
        }

        var items = ImmutableArray.CreateBuilder<ScaleValue>(Math.Min(count, 256));
        for (var i = 0; i < count; i++)
        {
            items.Add(Read(item, ref reader));
        }

        return new ScaleValue.List(items.DrainToImmutable());
    }

    private ScaleValue.List ReadTuple(ImmutableArray<uint> types, ref ScaleReader reader)
    {
        Spend(types.Length, ref reader);
        var items = ImmutableArray.CreateBuilder<ScaleValue>(types.Length);
        foreach (var type in types)
        {
            items.Add(Read(type, ref reader));
        }

        return new ScaleValue.List(items.MoveToImmutable());
    }

    private ScaleValue ReadCompact(uint item, ref ScaleReader reader)
    {
        var bits = TypeShape.CompactBits(_registry, item);
        if (bits == 0)
        {
            return new ScaleValue.List([]);
        }

        var start = reader.Position;
        var value = reader.ReadCompactBig();
        return value.GetBitLength() <= bits
            ? new ScaleValue.Number(value)
            : throw new ScaleException(ScaleFault.OutOfRange, start);
    }

    private static ScaleValue ReadPrimitive(PrimitiveKind kind, ref ScaleReader reader) => kind switch
    {
        PrimitiveKind.Bool => new ScaleValue.Bool(reader.ReadBool()),
        PrimitiveKind.Str => new ScaleValue.Text(Scale.Str.Read(ref reader)),
        PrimitiveKind.Char => new ScaleValue.Text(ReadChar(ref reader)),
        PrimitiveKind.U8 => new ScaleValue.Number(reader.ReadByte()),
        PrimitiveKind.U16 => new ScaleValue.Number(reader.ReadU16()),
        PrimitiveKind.U32 => new ScaleValue.Number(reader.ReadU32()),
        PrimitiveKind.U64 => new ScaleValue.Number(reader.ReadU64()),
        _ when TypeShape.BitsOf(kind) is > 0 and var bits => new ScaleValue.Number(
            new BigInteger(reader.ReadBytes(bits / 8), isUnsigned: !TypeShape.IsSigned(kind))),
        _ => throw reader.Fault(ScaleFault.InvalidType),
    };

    private static string ReadChar(ref ScaleReader reader)
    {
        var start = reader.Position;
        return Rune.TryCreate(reader.ReadU32(), out var rune)
            ? rune.ToString()
            : throw new ScaleException(ScaleFault.InvalidValue, start);
    }

    private readonly PortableType TypeAt(uint number, ref ScaleReader reader) =>
        _registry.TryGet(number, out var type) ? type : throw reader.Fault(ScaleFault.InvalidType);

    private void Spend(int items, ref ScaleReader reader)
    {
        _left -= items;
        if (_left < 0)
        {
            throw reader.Fault(ScaleFault.TooLong);
        }
    }
}
