using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Steps over values of types known by number only, without building anything.</summary>
/// <remarks>Types of a fixed size are stepped over at once; the sizes are computed when the registry is opened.</remarks>
internal sealed class TypeWalker
{
    private const int Unknown = -2;
    private const int Variable = -1;

    // Items without bytes cost nothing to send, so only a limit keeps their number down.
    private const ulong MaxEmptyItems = 65536;

    private readonly ImmutableArray<PortableType> _types;
    private readonly int[] _sizes;
    private readonly ImmutableArray<TypeField>?[]?[] _variants;

    public TypeWalker(ImmutableArray<PortableType> types)
    {
        _types = types;
        _sizes = new int[types.Length];
        _variants = new ImmutableArray<TypeField>?[types.Length][];
        Array.Fill(_sizes, Unknown);
        for (var number = 0; number < types.Length; number++)
        {
            _ = Measure((uint)number, 0);
        }
    }

    /// <summary>True when values of the type have no bytes.</summary>
    public bool IsEmpty(uint type) => _sizes[type] == 0;

    /// <summary>Steps over one value.</summary>
    /// <exception cref="ScaleException">The bytes are no value of the type.</exception>
    public void Skip(ref ScaleReader reader, uint type)
    {
        var size = _sizes[type];
        if (size >= 0)
        {
            reader.ReadBytes(size);
            return;
        }

        reader.Enter();
        switch (_types[(int)type].Definition)
        {
            case TypeDefinition.Composite composite:
                Skip(ref reader, composite.Fields);
                break;
            case TypeDefinition.Variant:
                Skip(ref reader, FieldsOf(type, reader.ReadByte()) ?? throw reader.Fault(ScaleFault.UnknownVariant));
                break;
            case TypeDefinition.Sequence sequence:
                SkipItems(ref reader, sequence.Item, reader.ReadCompactU64());
                break;
            case TypeDefinition.Array array:
                SkipItems(ref reader, array.Item, array.Length);
                break;
            case TypeDefinition.Tuple tuple:
                foreach (var item in tuple.Items)
                {
                    Skip(ref reader, item);
                }

                break;
            case TypeDefinition.Compact:
                reader.ReadCompactBig();
                break;
            case TypeDefinition.BitSequence bits:
                SkipBits(ref reader, bits);
                break;
            default:
                // Of the built-in types only text has no fixed size.
                reader.ReadBytes(reader.ReadCount(1));
                break;
        }

        reader.Leave();
    }

    /// <summary>Steps over the fields of a struct or variant.</summary>
    public void Skip(ref ScaleReader reader, ImmutableArray<TypeField> fields)
    {
        foreach (var field in fields)
        {
            Skip(ref reader, field.Type);
        }
    }

    /// <summary>The fields of a variant, or null when the type has no such variant.</summary>
    public ImmutableArray<TypeField>? FieldsOf(uint type, byte index)
    {
        var table = _variants[type] ??= MakeTable(type);
        return index < table.Length ? table[index] : null;
    }

    private ImmutableArray<TypeField>?[] MakeTable(uint type)
    {
        if (_types[(int)type].Definition is not TypeDefinition.Variant { Variants: { Length: > 0 } variants })
        {
            return [];
        }

        var table = new ImmutableArray<TypeField>?[variants.Max(variant => variant.Index) + 1];
        foreach (var variant in variants)
        {
            table[variant.Index] = variant.Fields;
        }

        return table;
    }

    private void SkipItems(ref ScaleReader reader, uint item, ulong count)
    {
        var size = _sizes[item];
        if (size >= 0)
        {
            if (count > (ulong)(size == 0 ? int.MaxValue : reader.Remaining / size))
            {
                throw reader.Fault(ScaleFault.TooLong);
            }

            reader.ReadBytes((int)count * size);
            return;
        }

        if (count > Math.Max((ulong)reader.Remaining, MaxEmptyItems))
        {
            throw reader.Fault(ScaleFault.TooLong);
        }

        for (; count > 0; count--)
        {
            Skip(ref reader, item);
        }
    }

    private void SkipBits(ref ScaleReader reader, TypeDefinition.BitSequence bits)
    {
        var word = Math.Max(_sizes[bits.Store], 1);
        var count = reader.ReadCompactU64();
        var words = (count + (ulong)(word * 8) - 1) / (ulong)(word * 8);
        if (count > int.MaxValue || words * (ulong)word > (ulong)reader.Remaining)
        {
            throw reader.Fault(ScaleFault.TooLong);
        }

        reader.ReadBytes((int)words * word);
    }

    private int Measure(uint type, int depth)
    {
        if (_sizes[type] != Unknown || depth > ScaleReader.MaxDepth)
        {
            return _sizes[type] == Unknown ? Variable : _sizes[type];
        }

        // A type that contains itself has no fixed size; this mark also ends the recursion.
        _sizes[type] = Variable;
        return _sizes[type] = _types[(int)type].Definition switch
        {
            TypeDefinition.Composite composite => Sum(composite.Fields.Select(field => field.Type), depth),
            TypeDefinition.Tuple tuple => Sum(tuple.Items, depth),
            // A compact unit has no bytes, as in MultiAddress<_, ()>.
            TypeDefinition.Compact compact => Measure(compact.Item, depth + 1) == 0 ? 0 : Variable,
            TypeDefinition.Array array => Times(Measure(array.Item, depth + 1), array.Length),
            TypeDefinition.Primitive primitive => SizeOf(primitive.Kind),
            _ => Variable,
        };
    }

    private int Sum(IEnumerable<uint> types, int depth)
    {
        var sum = 0L;
        foreach (var type in types)
        {
            var size = Measure(type, depth + 1);
            if (size < 0)
            {
                return Variable;
            }

            sum += size;
        }

        return sum <= int.MaxValue ? (int)sum : Variable;
    }

    private static int Times(int size, uint count) =>
        size >= 0 && (ulong)size * count <= int.MaxValue ? size * (int)count : Variable;

    private static int SizeOf(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.U8 or PrimitiveKind.I8 or PrimitiveKind.Bool => 1,
        PrimitiveKind.U16 or PrimitiveKind.I16 => 2,
        PrimitiveKind.U32 or PrimitiveKind.I32 or PrimitiveKind.Char => 4,
        PrimitiveKind.U64 or PrimitiveKind.I64 => 8,
        PrimitiveKind.U128 or PrimitiveKind.I128 => 16,
        PrimitiveKind.U256 or PrimitiveKind.I256 => 32,
        _ => Variable,
    };
}
