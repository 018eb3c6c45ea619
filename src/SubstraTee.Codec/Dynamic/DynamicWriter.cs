using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace SubstraTee.Codec;

/// <summary>Writes values by the description of their type, naming the place where one does not fit.</summary>
internal sealed class DynamicWriter(PortableRegistry registry, ScaleWriter writer)
{
    private int _depth;

    public void Write(uint number, ScaleValue value, string place)
    {
        if (++_depth > ScaleReader.MaxDepth)
        {
            throw new ArgumentException($"{place}: nested deeper than {ScaleReader.MaxDepth} types", nameof(value));
        }

        switch (registry[number].Definition)
        {
            case TypeDefinition.Composite composite:
                WriteComposite(composite.Fields, number, value, place);
                break;
            case TypeDefinition.Variant variant:
                WriteVariant(variant, number, value, place);
                break;
            case TypeDefinition.Sequence sequence:
                WriteItems(sequence.Item, length: null, number, value, place);
                break;
            case TypeDefinition.Array array:
                WriteItems(array.Item, array.Length, number, value, place);
                break;
            case TypeDefinition.Tuple tuple:
                WriteTuple(tuple.Items, number, value, place);
                break;
            case TypeDefinition.Primitive primitive:
                WritePrimitive(primitive.Kind, number, value, place);
                break;
            case TypeDefinition.Compact compact:
                WriteCompact(compact.Item, number, value, place);
                break;
            case TypeDefinition.BitSequence bits:
                var sequenceOfBits = value as ScaleValue.Bits ?? throw Mismatch(number, value, place);
                TypeShape.Bits(registry, bits).Write(writer, sequenceOfBits.Value);
                break;
        }

        _depth--;
    }

    private void WriteComposite(ImmutableArray<TypeField> fields, uint number, ScaleValue value, string place)
    {
        if (TypeShape.IsWrapper(fields))
        {
            Write(fields[0].Type, value, place);
        }
        else if (fields.Length > 0 && TypeShape.IsUnnamed(fields))
        {
            WriteTuple([.. fields.Select(field => field.Type)], number, value, place);
        }
        else
        {
            WriteFields(fields, value is ScaleValue.Composite composite ? composite.Fields : throw Mismatch(number, value, place), place);
        }
    }

    private void WriteVariant(TypeDefinition.Variant type, uint number, ScaleValue value, string place)
    {
        var given = value as ScaleValue.Variant ?? throw Mismatch(number, value, place);
        var variant = type.Variants.FirstOrDefault(one => string.Equals(one.Name, given.Name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"{place}: {registry.NameOf(number)} has no variant '{given.Name}'", nameof(value));
        writer.WriteByte(variant.Index);
        WriteFields(variant.Fields, given.Fields, $"{place}.{variant.Name}");
    }

    private void WriteFields(ImmutableArray<TypeField> fields, ImmutableArray<ScaleField> values, string place)
    {
        if (fields.Length != values.Length)
        {
            throw new ArgumentException($"{place}: expected {fields.Length} fields, got {values.Length}", nameof(values));
        }

        for (var i = 0; i < fields.Length; i++)
        {
            if (!string.Equals(fields[i].Name, values[i].Name, StringComparison.Ordinal))
            {
                throw new ArgumentException($"{place}: expected the field '{fields[i].Name}', got '{values[i].Name}'", nameof(values));
            }

            Write(fields[i].Type, values[i].Value, fields[i].Name is { } name ? $"{place}.{name}" : $"{place}[{i}]");
        }
    }

    private void WriteItems(uint item, uint? length, uint number, ScaleValue value, string place)
    {
        var bytes = value as ScaleValue.Bytes;
        var list = value as ScaleValue.List;
        var count = bytes?.Value.Length ?? list?.Items.Length ?? -1;
        if (count < 0 || (bytes is not null) != TypeShape.IsU8(registry, item))
        {
            throw Mismatch(number, value, place);
        }

        if (length is null)
        {
            writer.WriteCompact((uint)count);
        }
        else if (length != count)
        {
            throw new ArgumentException($"{place}: expected {length} items, got {count}", nameof(value));
        }

        if (bytes is not null)
        {
            writer.WriteRaw(bytes.Value.AsSpan());
            return;
        }

        for (var i = 0; i < count; i++)
        {
            Write(item, list!.Items[i], $"{place}[{i}]");
        }
    }

    private void WriteTuple(ImmutableArray<uint> types, uint number, ScaleValue value, string place)
    {
        var items = value is ScaleValue.List list ? list.Items : throw Mismatch(number, value, place);
        if (items.Length != types.Length)
        {
            throw new ArgumentException($"{place}: expected {types.Length} items, got {items.Length}", nameof(value));
        }

        for (var i = 0; i < types.Length; i++)
        {
            Write(types[i], items[i], $"{place}[{i}]");
        }
    }

    private void WriteCompact(uint item, uint number, ScaleValue value, string place)
    {
        var bits = TypeShape.CompactBits(registry, item);
        if (bits > 0)
        {
            writer.WriteCompact(InRange(bits, signed: false, number, value, place));
        }
    }

    private void WritePrimitive(PrimitiveKind kind, uint number, ScaleValue value, string place)
    {
        switch (kind, value)
        {
            case (PrimitiveKind.Bool, ScaleValue.Bool boolean):
                writer.WriteBool(boolean.Value);
                break;
            case (PrimitiveKind.Str, ScaleValue.Text text):
                Scale.Str.Write(writer, text.Value);
                break;
            case (PrimitiveKind.Char, ScaleValue.Text text):
                var isOne = Rune.DecodeFromUtf16(text.Value, out var rune, out var used) == System.Buffers.OperationStatus.Done
                    && used == text.Value.Length;
                writer.WriteU32(isOne ? (uint)rune.Value : throw Mismatch(number, value, place));
                break;
            default:
                var bits = TypeShape.BitsOf(kind) is > 0 and var known ? known : throw Mismatch(number, value, place);
                WriteNumber(InRange(bits, TypeShape.IsSigned(kind), number, value, place), bits / 8);
                break;
        }
    }

    private void WriteNumber(BigInteger value, int length)
    {
        Span<byte> bytes = stackalloc byte[33];
        bytes[..length].Fill(value.Sign < 0 ? (byte)0xFF : (byte)0);
        value.TryWriteBytes(bytes, out _, isUnsigned: value.Sign >= 0);
        writer.WriteRaw(bytes[..length]);
    }

    private BigInteger InRange(int bits, bool signed, uint number, ScaleValue value, string place)
    {
        var given = value is ScaleValue.Number one ? one.Value : throw Mismatch(number, value, place);
        var most = (BigInteger.One << (signed ? bits - 1 : bits)) - 1;
        var least = signed ? -most - 1 : BigInteger.Zero;
        return given >= least && given <= most
            ? given
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{place}: {given} is outside the range of {registry.NameOf(number)}"),
                nameof(value));
    }

    private ArgumentException Mismatch(uint number, ScaleValue value, string place) =>
        new($"{place}: expected {registry.NameOf(number)}, got {value.GetType().Name.ToLowerInvariant()}", nameof(value));
}
