using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>Tells whether two types, of different registries, have the same encoding.</summary>
/// <remarks>
/// Names of structs and fields do not matter, nor how structs and tuples are nested. Variants with the same index have to
/// carry the same name and the same content; a variant that only one side has is no difference, since a value of it is
/// refused by the side that lacks it.
/// </remarks>
internal sealed class TypeLayout
{
    private readonly ImmutableArray<PortableType> _left;
    private readonly ImmutableArray<PortableType> _right;
    private readonly HashSet<(uint Left, uint Right)> _assumed = [];

    private TypeLayout(ImmutableArray<PortableType> left, ImmutableArray<PortableType> right)
    {
        _left = left;
        _right = right;
    }

    /// <summary>True when a codec's values are values of those types, one after the other.</summary>
    public static bool Matches(IScaleCodec codec, ImmutableArray<PortableType> types, params ImmutableArray<uint> numbers)
    {
        var builder = new TypeRegistryBuilder();
        var number = codec.Describe(builder);
        return new TypeLayout(builder.Build(), types).Same([number], numbers);
    }

    /// <summary>A codec's type as one would write it in Rust, for messages.</summary>
    public static string Describe(IScaleCodec codec)
    {
        var builder = new TypeRegistryBuilder();
        var number = codec.Describe(builder);
        return Describe(builder.Build(), number);
    }

    /// <summary>The type as one would write it in Rust, for messages.</summary>
    /// <remarks>Unlike <see cref="PortableRegistry.NameOf"/> it tells compact numbers from others, as their encodings differ.</remarks>
    public static string Describe(ImmutableArray<PortableType> types, uint number, int depth = 3)
    {
        var type = types[(int)number];
        if (depth == 0)
        {
            return "…";
        }

        return type.Definition switch
        {
            TypeDefinition.Primitive primitive => primitive.Kind.ToString().ToLowerInvariant(),
            TypeDefinition.Sequence sequence => $"Vec<{Describe(types, sequence.Item, depth - 1)}>",
            TypeDefinition.Array array => $"[{Describe(types, array.Item, depth - 1)}; {array.Length}]",
            TypeDefinition.Compact compact => $"Compact<{Describe(types, compact.Item, depth - 1)}>",
            TypeDefinition.Tuple tuple => $"({string.Join(", ", tuple.Items.Select(item => Describe(types, item, depth - 1)))})",
            TypeDefinition.BitSequence => "BitVec",
            _ when type.Parameters.Any(parameter => parameter.Type.HasValue) =>
                $"{type.Path.LastOrDefault()}<{string.Join(", ", type.Parameters.Where(p => p.Type.HasValue).Select(p => Describe(types, p.Type!.Value, depth - 1)))}>",
            _ => type.Path.LastOrDefault() ?? $"type {number}",
        };
    }

    private static List<uint> Flatten(ImmutableArray<PortableType> types, ImmutableArray<uint> numbers)
    {
        var result = new List<uint>();
        foreach (var number in numbers)
        {
            Flatten(types, number, result, 0);
        }

        return result;
    }

    private static void Flatten(ImmutableArray<PortableType> types, uint number, List<uint> result, int depth)
    {
        ImmutableArray<uint> parts;
        switch (types[(int)number].Definition)
        {
            case TypeDefinition.Composite composite:
                parts = [.. composite.Fields.Select(field => field.Type)];
                break;
            case TypeDefinition.Tuple tuple:
                parts = tuple.Items;
                break;
            default:
                result.Add(number);
                return;
        }

        if (depth == ScaleReader.MaxDepth)
        {
            result.Add(number);
            return;
        }

        foreach (var part in parts)
        {
            Flatten(types, part, result, depth + 1);
        }
    }

    private bool Same(ImmutableArray<uint> left, ImmutableArray<uint> right)
    {
        var a = Flatten(_left, left);
        var b = Flatten(_right, right);
        return a.Count == b.Count && a.Zip(b).All(pair => SameOne(pair.First, pair.Second));
    }

    private bool SameOne(uint left, uint right) =>
        !_assumed.Add((left, right)) || (_left[(int)left].Definition, _right[(int)right].Definition) switch
        {
            (TypeDefinition.Primitive a, TypeDefinition.Primitive b) => a.Kind == b.Kind,
            (TypeDefinition.Sequence a, TypeDefinition.Sequence b) => Same([a.Item], [b.Item]),
            (TypeDefinition.Array a, TypeDefinition.Array b) => a.Length == b.Length && Same([a.Item], [b.Item]),
            (TypeDefinition.Compact a, TypeDefinition.Compact b) => Same([a.Item], [b.Item]),
            (TypeDefinition.BitSequence a, TypeDefinition.BitSequence b) => Same([a.Store], [b.Store]) && SamePath(a.Order, b.Order),
            (TypeDefinition.Variant a, TypeDefinition.Variant b) => SameVariants(a.Variants, b.Variants),
            _ => false,
        };

    private bool SamePath(uint left, uint right) =>
        string.Equals(_left[(int)left].Path.LastOrDefault(), _right[(int)right].Path.LastOrDefault(), StringComparison.Ordinal);

    private bool SameVariants(ImmutableArray<TypeVariant> left, ImmutableArray<TypeVariant> right)
    {
        foreach (var a in left)
        {
            var b = right.FirstOrDefault(one => one.Index == a.Index);
            if (b is not null
                && !(string.Equals(a.Name, b.Name, StringComparison.Ordinal)
                    && Same([.. a.Fields.Select(field => field.Type)], [.. b.Fields.Select(field => field.Type)])))
            {
                return false;
            }
        }

        return left.Any(a => right.Any(b => b.Index == a.Index)) || (left.IsEmpty && right.IsEmpty);
    }
}
