using System.Collections.Immutable;
using System.Numerics;

namespace SubstraTee.Codec.Tests;

/// <summary>Random descriptions of types and random values of them, the same for the same seed.</summary>
/// <param name="seed">What everything follows from.</param>
/// <param name="likePolkadot">True to leave out what polkadot-js lacks: characters, bits in words or part of a byte, tuples of one.</param>
internal sealed class RandomTypes(int seed, bool likePolkadot = false)
{
    private const int MaxDepth = 6;

    private readonly Random _random = new(seed);
    private readonly List<PortableType> _types = [];

    /// <summary>Makes a registry; later types are made of earlier ones, so none contains itself, except by option or list.</summary>
    public PortableRegistry MakeRegistry(int count)
    {
        foreach (var kind in Enum.GetValues<PrimitiveKind>())
        {
            var left = likePolkadot && kind == PrimitiveKind.Char ? PrimitiveKind.Bool : kind;
            _types.Add(PortableType.Anonymous(new TypeDefinition.Primitive(left)));
        }

        _types.Add(PortableType.Named("bitvec::order::Lsb0", new TypeDefinition.Composite([])));
        _types.Add(PortableType.Named("bitvec::order::Msb0", new TypeDefinition.Composite([])));
        while (_types.Count < count)
        {
            _types.Add(MakeType());
        }

        return new PortableRegistry([.. _types]);
    }

    public ScaleValue MakeValue(PortableRegistry registry, uint number, int depth = 0) => registry[number].Definition switch
    {
        TypeDefinition.Composite { Fields: [{ Name: null } only] } => MakeValue(registry, only.Type, depth + 1),
        TypeDefinition.Composite { Fields: [{ Name: null }, ..] fields } =>
            new ScaleValue.List([.. fields.Select(field => MakeValue(registry, field.Type, depth + 1))]),
        TypeDefinition.Composite composite => new ScaleValue.Composite(MakeFields(registry, composite.Fields, depth)),
        TypeDefinition.Variant variant => MakeVariant(registry, variant, depth),
        TypeDefinition.Sequence sequence => MakeItems(registry, sequence.Item, depth > MaxDepth ? 0 : _random.Next(4), depth),
        TypeDefinition.Array array => MakeItems(registry, array.Item, (int)array.Length, depth),
        TypeDefinition.Tuple tuple => new ScaleValue.List([.. tuple.Items.Select(item => MakeValue(registry, item, depth + 1))]),
        TypeDefinition.Primitive primitive => MakePrimitive(primitive.Kind),
        TypeDefinition.Compact compact => MakeNumber(((TypeDefinition.Primitive)registry[compact.Item].Definition).Kind),
        TypeDefinition.BitSequence => new ScaleValue.Bits(new BitSequence([.. Times(_random.Next(10) * 8 + (likePolkadot ? 0 : _random.Next(8)), () => _random.Next(2) == 0)])),
        _ => throw new InvalidOperationException(),
    };

    private PortableType MakeType() => _random.Next(8) switch
    {
        0 or 1 => new PortableType([.. Name("Struct")], [], new TypeDefinition.Composite(MakeFieldTypes()), Docs()),
        2 or 3 => new PortableType([.. Name("Enum")], Parameters(), new TypeDefinition.Variant(MakeVariants()), Docs()),
        4 => PortableType.Anonymous(new TypeDefinition.Sequence(Earlier(orSelf: true))),
        5 => PortableType.Anonymous(new TypeDefinition.Array((uint)_random.Next(5), Earlier())),
        6 => PortableType.Anonymous(new TypeDefinition.Tuple([.. Times(_random.Next(likePolkadot ? 2 : 0, 4), () => Earlier())])),
        _ when _random.Next(2) == 0 => PortableType.Anonymous(new TypeDefinition.BitSequence(
            (uint)_random.Next((int)PrimitiveKind.U8, (int)(likePolkadot ? PrimitiveKind.U8 : PrimitiveKind.U64) + 1),
            (uint)PrimitiveKind.I256 + 1 + (likePolkadot ? 0 : (uint)_random.Next(2)))),
        _ => PortableType.Anonymous(new TypeDefinition.Compact((uint)_random.Next((int)PrimitiveKind.U8, (int)PrimitiveKind.U256 + 1))),
    };

    private ImmutableArray<TypeField> MakeFieldTypes()
    {
        var named = _random.Next(2) == 0;
        return [.. Times(_random.Next(5), () => 0).Select((_, i) => new TypeField(
            named ? $"field_{i}" : null, Earlier(), _random.Next(2) == 0 ? "T" : null, Docs()))];
    }

    private ImmutableArray<TypeVariant> MakeVariants()
    {
        var indices = Enumerable.Range(0, 256).OrderBy(_ => _random.Next()).Take(_random.Next(1, 6)).ToList();
        return [.. indices.Select((index, i) => new TypeVariant($"Variant{i}", MakeFieldTypes(), (byte)index, Docs()))];
    }

    private ImmutableArray<TypeParameter> Parameters() =>
        [.. Times(_random.Next(3), () => new TypeParameter("T", _random.Next(2) == 0 ? null : Earlier()))];

    private ImmutableArray<string> Docs() => [.. Times(_random.Next(2), () => MakeText())];

    private string[] Name(string kind) => ["random", $"{kind}{_types.Count}"];

    private uint Earlier(bool orSelf = false) => (uint)_random.Next(_types.Count + (orSelf ? 1 : 0));

    private ImmutableArray<ScaleField> MakeFields(PortableRegistry registry, ImmutableArray<TypeField> fields, int depth) =>
        [.. fields.Select(field => new ScaleField(field.Name, MakeValue(registry, field.Type, depth + 1)))];

    private ScaleValue.Variant MakeVariant(PortableRegistry registry, TypeDefinition.Variant type, int depth)
    {
        var variant = type.Variants[_random.Next(type.Variants.Length)];
        return new ScaleValue.Variant(variant.Name, variant.Index, MakeFields(registry, variant.Fields, depth));
    }

    private ScaleValue MakeItems(PortableRegistry registry, uint item, int count, int depth)
    {
        if (registry[item].Definition is TypeDefinition.Primitive { Kind: PrimitiveKind.U8 })
        {
            var bytes = new byte[count];
            _random.NextBytes(bytes);
            return new ScaleValue.Bytes([.. bytes]);
        }

        return new ScaleValue.List([.. Times(count, () => MakeValue(registry, item, depth + 1))]);
    }

    private ScaleValue MakePrimitive(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Bool => new ScaleValue.Bool(_random.Next(2) == 0),
        PrimitiveKind.Char => new ScaleValue.Text("aä漢😀".EnumerateRunes().ElementAt(_random.Next(4)).ToString()),
        PrimitiveKind.Str => new ScaleValue.Text(MakeText()),
        _ => MakeNumber(kind),
    };

    private string MakeText() => string.Concat(Times(_random.Next(6), () => "aä漢😀\"\0".EnumerateRunes().ElementAt(_random.Next(6))));

    private ScaleValue.Number MakeNumber(PrimitiveKind kind)
    {
        var signed = kind >= PrimitiveKind.I8;
        var width = 1 << (signed ? kind - PrimitiveKind.I8 : kind - PrimitiveKind.U8);
        var bytes = new byte[width];
        _random.NextBytes(bytes.AsSpan(0, _random.Next(width + 1)));
        return new ScaleValue.Number(new BigInteger(bytes, isUnsigned: !signed));
    }

    private static IEnumerable<T> Times<T>(int count, Func<T> make) => Enumerable.Range(0, count).Select(_ => make());
}
