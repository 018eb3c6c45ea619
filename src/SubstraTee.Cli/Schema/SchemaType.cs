using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Cli;

/// <summary>A type as a schema file writes it.</summary>
/// <remarks>
/// Describes itself exactly as the codec of the same C# type does, with the same numbers and names: a function has one
/// schema, whatever it is written in.
/// </remarks>
internal abstract record SchemaType
{
    private SchemaType()
    {
    }

    /// <summary>The type as scale-info writes it beside a field.</summary>
    public abstract string RustName { get; }

    /// <summary>Adds the type, and all it is made of, and gives its number.</summary>
    public abstract uint Describe(TypeRegistryBuilder registry);

    /// <summary>Types that a value of this type has inside of it, without a choice to have none of them.</summary>
    public virtual IEnumerable<SchemaType> Inside => [];

    /// <summary><c>u8</c> to <c>u128</c>, <c>i8</c> to <c>i128</c>, <c>bool</c>, <c>str</c>, <c>AccountId</c>, <c>H256</c>, <c>Bytes</c>.</summary>
    internal sealed record BuiltIn(string Name, IScaleCodec Codec) : SchemaType
    {
        public static ImmutableArray<BuiltIn> All { get; } =
        [
            new("bool", Scale.Bool),
            new("u8", Scale.U8), new("u16", Scale.U16), new("u32", Scale.U32), new("u64", Scale.U64), new("u128", Scale.U128),
            new("i8", Scale.I8), new("i16", Scale.I16), new("i32", Scale.I32), new("i64", Scale.I64), new("i128", Scale.I128),
            new("str", Scale.Str), new("Bytes", Scale.Bytes), new("AccountId", Scale.AccountId), new("H256", Scale.Hash256),
        ];

        public override string RustName => Name switch
        {
            "str" => "String",
            "Bytes" => "Vec<u8>",
            _ => Name,
        };

        public override uint Describe(TypeRegistryBuilder registry) => Codec.Describe(registry);
    }

    /// <summary><c>Option&lt;T&gt;</c>.</summary>
    internal sealed record Option(SchemaType Some) : SchemaType
    {
        public override string RustName => $"Option<{Some.RustName}>";

        public override uint Describe(TypeRegistryBuilder registry)
        {
            var item = Some.Describe(registry);
            return registry.Add($"Option<{item}>", _ => PortableType.Named(
                "Option",
                new TypeDefinition.Variant(
                [
                    new TypeVariant("None", [], 0, []),
                    new TypeVariant("Some", [new TypeField(null, item)], 1, []),
                ]),
                new TypeParameter("T", item)));
        }
    }

    /// <summary><c>Vec&lt;T&gt;</c>.</summary>
    internal sealed record Vec(SchemaType Item) : SchemaType
    {
        public override string RustName => $"Vec<{Item.RustName}>";

        public override uint Describe(TypeRegistryBuilder registry)
        {
            var item = Item.Describe(registry);
            return registry.Add($"Vec<{item}>", _ => PortableType.Anonymous(new TypeDefinition.Sequence(item)));
        }
    }

    /// <summary><c>[T; N]</c>.</summary>
    internal sealed record Array(SchemaType Item, uint Length) : SchemaType
    {
        public override string RustName => $"[{Item.RustName}; {Length}]";

        public override IEnumerable<SchemaType> Inside => Length == 0 ? [] : [Item];

        public override uint Describe(TypeRegistryBuilder registry)
        {
            var item = Item.Describe(registry);
            return registry.Add($"[{item}; {Length}]", _ => PortableType.Anonymous(new TypeDefinition.Array(Length, item)));
        }
    }

    /// <summary><c>(T, U)</c>.</summary>
    internal sealed record Tuple(ImmutableArray<SchemaType> Items) : SchemaType
    {
        public override string RustName => $"({string.Join(", ", Items.Select(item => item.RustName))})";

        public override IEnumerable<SchemaType> Inside => Items;

        public override uint Describe(TypeRegistryBuilder registry)
        {
            ImmutableArray<uint> items = [.. Items.Select(item => item.Describe(registry))];
            return registry.Add($"({string.Join(", ", items)})", _ => PortableType.Anonymous(new TypeDefinition.Tuple(items)));
        }
    }

    /// <summary>A struct or an enum of the file.</summary>
    internal sealed record Named(string Name, SchemaDeclaration Declaration) : SchemaType
    {
        public override string RustName => Name;

        public override IEnumerable<SchemaType> Inside => Declaration.Inside;

        public override uint Describe(TypeRegistryBuilder registry) => Declaration.Describe(registry);
    }
}
