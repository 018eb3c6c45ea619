using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Cli;

/// <summary>A field of a struct or variant, or an argument.</summary>
internal sealed record SchemaField(string Name, SchemaType Type, ImmutableArray<string> Docs);

/// <summary>A variant of an enum: a call, a getter, an error, or one of a type of its own.</summary>
internal sealed record SchemaVariant(string Name, byte Index, ImmutableArray<SchemaField> Fields, ImmutableArray<string> Docs);

/// <summary>A struct or enum that a schema file declares; what it is made of is filled in after all names are known.</summary>
internal sealed class SchemaDeclaration(string path, ImmutableArray<string> docs)
{
    /// <summary>The fields of a struct; null for an enum.</summary>
    public ImmutableArray<SchemaField>? Fields { get; set; }

    /// <summary>The variants of an enum.</summary>
    public ImmutableArray<SchemaVariant> Variants { get; set; } = [];

    /// <summary>Types that every value of a struct has inside of it; an enum may choose a variant without them.</summary>
    public IEnumerable<SchemaType> Inside => Fields?.Select(one => one.Type) ?? [];

    /// <summary>Adds the type, and all it is made of, and gives its number.</summary>
    public uint Describe(TypeRegistryBuilder registry) => registry.Add(path, types => new PortableType(
        [.. path.Split("::")],
        [],
        Fields is { } fields
            ? new TypeDefinition.Composite(Describe(types, fields))
            : new TypeDefinition.Variant(
                [.. Variants.Select(one => new TypeVariant(one.Name, Describe(types, one.Fields), one.Index, one.Docs))]),
        docs));

    private static ImmutableArray<TypeField> Describe(TypeRegistryBuilder types, ImmutableArray<SchemaField> fields) =>
        [.. fields.Select(field => new TypeField(field.Name, field.Type.Describe(types), field.Type.RustName, field.Docs))];
}
