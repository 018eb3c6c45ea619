using System.Text;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>Names as the generated code, the attributes and scale-info write them.</summary>
internal static class Names
{
    public const string Codec = "global::SubstraTee.Codec.";
    public const string Scale = Codec + "Scale.";
    public const string Primitives = "global::SubstraTee.Primitives.";
    public const string ScaleType = "SubstraTee.Codec.ScaleTypeAttribute";
    public const string ScaleVariant = "SubstraTee.Codec.ScaleVariantAttribute";
    public const string Compact = "SubstraTee.Codec.CompactAttribute";
    public const string MaxLength = "SubstraTee.Codec.MaxLengthAttribute";
    public const string FixedLength = "SubstraTee.Codec.FixedLengthAttribute";
    public const string ScaleCodec = "SubstraTee.Codec.ScaleCodecAttribute";
    public const string ScaleName = "SubstraTee.Codec.ScaleNameAttribute";

    private static readonly SymbolDisplayFormat WithNullability = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Plain = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>A type as generated code mentions it.</summary>
    public static string Qualified(ITypeSymbol type) => type.ToDisplayString(WithNullability);

    /// <summary>Namespace, containing types and name, without type arguments.</summary>
    public static string Full(ISymbol symbol) => symbol.ToDisplayString(Plain);

    public static AttributeData? Find(ISymbol? symbol, string attribute) => symbol?.GetAttributes()
        .FirstOrDefault(found => found.AttributeClass is { } type && string.Equals(Full(type), attribute, StringComparison.Ordinal));

    /// <summary>The name of a field as Rust would write it: <c>ShieldingKey</c> is <c>shielding_key</c>.</summary>
    public static string Snake(string name)
    {
        var result = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && name[i - 1] != '_')
                result.Append('_');

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }

    public static string Literal(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(Literal));
}
