using System.Globalization;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>What the attributes of a field ask for.</summary>
internal sealed record FieldOptions(bool Compact, int? MaxLength, int? FixedLength, AttributeData? Custom, string? Name, string? TypeName)
{
    public static readonly FieldOptions None = new(false, null, null, null, null, null);

    /// <summary>Reads the attributes of a parameter and of the property it makes.</summary>
    public static FieldOptions Of(ISymbol? parameter, ISymbol? property)
    {
        var name = Find(Names.ScaleName);
        return new FieldOptions(
            Find(Names.Compact) is not null,
            Number(Find(Names.MaxLength)),
            Number(Find(Names.FixedLength)),
            Find(Names.ScaleCodec),
            name?.ConstructorArguments.FirstOrDefault().Value as string,
            name?.NamedArguments.FirstOrDefault(one => string.Equals(one.Key, "TypeName", StringComparison.Ordinal)).Value.Value as string);

        AttributeData? Find(string attribute) => Names.Find(parameter, attribute) ?? Names.Find(property, attribute);
    }

    /// <summary>Names the attributes that cannot stand together, or null.</summary>
    public string? Conflict()
    {
        if (Custom is not null && (Compact || MaxLength is not null || FixedLength is not null))
            return "[ScaleCodec] and another attribute of the encoding";

        return MaxLength is not null && FixedLength is not null ? "[MaxLength] and [FixedLength]" : null;
    }

    private static int? Number(AttributeData? attribute) => attribute is null
        ? null
        : Convert.ToInt32(attribute.ConstructorArguments.FirstOrDefault().Value ?? -1, CultureInfo.InvariantCulture);
}
