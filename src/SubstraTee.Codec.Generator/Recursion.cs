using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>Finds types that contain themselves where no option, list or map lies between, which would count the depth.</summary>
internal static class Recursion
{
    /// <summary>True when values of <paramref name="from"/> may directly contain values of <paramref name="target"/>.</summary>
    public static bool Reaches(ITypeSymbol from, INamedTypeSymbol target, bool throughUnions = true) =>
        Parts(from).Any(part => Search(part, target, throughUnions, new HashSet<ISymbol>(SymbolEqualityComparer.Default)));

    /// <summary>True when <paramref name="type"/> is, or directly contains, <paramref name="target"/>.</summary>
    public static bool IsOrReaches(ITypeSymbol type, INamedTypeSymbol target, bool throughUnions) =>
        Search(type, target, throughUnions, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private static bool Search(ITypeSymbol type, INamedTypeSymbol target, bool throughUnions, HashSet<ISymbol> seen)
    {
        if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, target.OriginalDefinition))
            return true;

        if (!seen.Add(type) || (!throughUnions && type is INamedTypeSymbol named && Shape.IsUnion(named)))
            return false;

        return Parts(type).Any(part => Search(part, target, throughUnions, seen));
    }

    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named || named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return [];

        if (named.IsTupleType || string.Equals(Names.Full(named), "SubstraTee.Codec.Result", StringComparison.Ordinal))
            return named.TypeArguments;

        if (!Shape.IsScaleType(named) || named.TypeKind == TypeKind.Enum)
            return [];

        return Shape.IsUnion(named) ? Shape.Variants(named).SelectMany(Fields) : Fields(named);
    }

    private static IEnumerable<ITypeSymbol> Fields(INamedTypeSymbol type)
    {
        foreach (var field in Shape.Of(type).Fields)
        {
            if (field.Type.NullableAnnotation == NullableAnnotation.Annotated
                || Names.Find(field.Parameter, Names.ScaleCodec) is not null
                || Names.Find(field.Property, Names.ScaleCodec) is not null)
            {
                continue;
            }

            var isArray = field.Type is INamedTypeSymbol { TypeArguments.Length: 1 }
                && (Names.Find(field.Parameter, Names.FixedLength) ?? Names.Find(field.Property, Names.FixedLength)) is not null;
            yield return isArray ? ((INamedTypeSymbol)field.Type).TypeArguments[0] : field.Type;
        }
    }
}
