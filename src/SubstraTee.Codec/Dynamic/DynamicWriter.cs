using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace SubstraTee.Codec;

/// <summary>Writes values by the description of their type, naming the place where one does not fit.</summary>
internal sealed class DynamicWriter(PortableRegistry registry, ScaleWriter writer, string root)
{
    // Steps from the value to where the writer is; a name is only put together when something does not fit.
    private readonly List<(string? Name, int Index)> _path = [];
    private int _depth;

    public void Write(uint number, ScaleValue value)
    {
        if (++_depth > ScaleReader.MaxDepth)
        {
            throw Refuse($"nested deeper than {ScaleReader.MaxDepth} types");
        }

        switch (registry[number].Definition)
        {
            case TypeDefinition.Composite composite:
                WriteComposite(composite.Fields, number, value);
                break;
            case TypeDefinition.Variant variant:
                WriteVariant(variant, number, value);
                break;
            case TypeDefinition.Sequence sequence:
                WriteItems(sequence.Item, length: null, number, value);
                break;
            case TypeDefinition.Array array:
                WriteItems(array.Item, array.Length, number, value);
                break;
            case TypeDefinition.Tuple tuple:
                WriteTuple(tuple.Items, number, value);
                break;
            case TypeDefinition.Primitive primitive:
                WritePrimitive(primitive.Kind, number, value);
                break;
            case TypeDefinition.Compact compact:
                WriteCompact(compact.Item, number, value);
                break;
            case TypeDefinition.BitSequence bits:
                var sequenceOfBits = value as ScaleValue.Bits ?? throw Mismatch(number, value);
                TypeShape.Bits(registry, bits).Write(writer, sequenceOfBits.Value);
                break;
        }

        _depth--;
    }

    private void WriteComposite(ImmutableArray<TypeField> fields, uint number, ScaleValue value)
    {
        if (TypeShape.IsWrapper(fields))
        {
            Write(fields[0].Type, value);
        }
        else if (fields.Length > 0 && TypeShape.IsUnnamed(fields))
        {
            WriteTuple([.. fields.Select(field => field.Type)], number, value);
        }
        else
        {
            WriteFields(fields, value is ScaleValue.Composite composite ? composite.Fields : throw Mismatch(number, value));
        }
    }

    private void WriteVariant(TypeDefinition.Variant type, uint number, ScaleValue value)
    {
        var given = value as ScaleValue.Variant ?? throw Mismatch(number, value);
        var variant = type.Variants.FirstOrDefault(one => string.Equals(one.Name, given.Name, StringComparison.Ordinal))
            ?? throw Refuse($"{registry.NameOf(number)} has no variant '{given.Name}'");
        writer.WriteByte(variant.Index);
        _path.Add((variant.Name, 0));
        WriteFields(variant.Fields, given.Fields);
        _path.RemoveAt(_path.Count - 1);
    }

    private void WriteFields(ImmutableArray<TypeField> fields, ImmutableArray<ScaleField> values)
    {
        if (fields.Length != values.Length)
        {
            throw Refuse($"expected {fields.Length} fields, got {values.Length}");
        }

        for (var i = 0; i < fields.Length; i++)
        {
            if (!string.Equals(fields[i].Name, values[i].Name, StringComparison.Ordinal))
            {
                throw Refuse($"expected the field '{fields[i].Name}', got '{values[i].Name}'");
            }

            WriteAt(fields[i].Name, i, fields[i].Type, values[i].Value);
        }
    }

    private void WriteItems(uint item, uint? length, uint number, ScaleValue value)
    {
        var bytes = value as ScaleValue.Bytes;
        var list = value as ScaleValue.List;
        var count = bytes?.Value.Length ?? list?.Items.Length ?? -1;
        if (count < 0 || (bytes is not null) != TypeShape.IsU8(registry, item))
        {
            throw Mismatch(number, value);
        }

        if (length is null)
        {
            writer.WriteCompact((uint)count);
        }
        else if (length != count)
        {
            throw Refuse($"expected {length} items, got {count}");
        }

        if (bytes is not null)
        {
            writer.WriteRaw(bytes.Value.AsSpan());
            return;
        }

        for (var i = 0; i < count; i++)
        {
            WriteAt(null, i, item, list!.Items[i]);
        }
    }

    private void WriteTuple(ImmutableArray<uint> types, uint number, ScaleValue value)
    {
        var items = value is ScaleValue.List list ? list.Items : throw Mismatch(number, value);
        if (items.Length != types.Length)
        {
            throw Refuse($"expected {types.Length} items, got {items.Length}");
        }

        for (var i = 0; i < types.Length; i++)
        {
            WriteAt(null, i, types[i], items[i]);
        }
    }

    private void WriteCompact(uint item, uint number, ScaleValue value)
    {
        var bits = TypeShape.CompactBits(registry, item);
        if (bits > 0)
        {
            writer.WriteCompact(InRange(bits, signed: false, number, value));
        }
    }

    private void WritePrimitive(PrimitiveKind kind, uint number, ScaleValue value)
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
                writer.WriteU32(isOne ? (uint)rune.Value : throw Mismatch(number, value));
                break;
            default:
                var bits = TypeShape.BitsOf(kind) is > 0 and var known ? known : throw Mismatch(number, value);
                WriteNumber(InRange(bits, TypeShape.IsSigned(kind), number, value), bits / 8);
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

    private BigInteger InRange(int bits, bool signed, uint number, ScaleValue value)
    {
        var given = value is ScaleValue.Number one ? one.Value : throw Mismatch(number, value);
        var most = (BigInteger.One << (signed ? bits - 1 : bits)) - 1;
        var least = signed ? -most - 1 : BigInteger.Zero;
        return given >= least && given <= most
            ? given
            : throw Refuse($"{given} is outside the range of {registry.NameOf(number)}");
    }

    private void WriteAt(string? name, int index, uint number, ScaleValue value)
    {
        _path.Add((name, index));
        Write(number, value);
        _path.RemoveAt(_path.Count - 1);
    }

    private ArgumentException Mismatch(uint number, ScaleValue value) =>
        Refuse($"expected {registry.NameOf(number)}, got {value.GetType().Name.ToLowerInvariant()}");

    private ArgumentException Refuse(string problem)
    {
        var place = string.Concat(_path.Select(step => step.Name is null ? $"[{step.Index}]" : "." + step.Name));
        return new ArgumentException($"{root}{place}: {problem}", root);
    }
}
