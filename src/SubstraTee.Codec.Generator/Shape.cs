using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SubstraTee.Codec.Generator;

/// <summary>A field as it is declared.</summary>
internal sealed record FieldSymbol(IParameterSymbol? Parameter, IPropertySymbol Property)
{
    public ITypeSymbol Type => Property.Type;

    public ISymbol Place => Parameter is null ? Property : Parameter;
}

/// <summary>The fields of a type and how a value is made from them.</summary>
internal sealed record Shape(ImmutableArray<FieldSymbol> Fields, bool ByConstructor, string? Problem = null)
{
    public static bool IsUnion(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsAbstract: true, IsStatic: false };

    public static bool IsScaleType(ITypeSymbol type) => Names.Find(type.OriginalDefinition, Names.ScaleType) is not null;

    /// <summary>The nested types that carry <c>[ScaleVariant]</c>, in the order of their declaration.</summary>
    public static IEnumerable<INamedTypeSymbol> Variants(INamedTypeSymbol union) =>
        union.GetTypeMembers().Where(type => Names.Find(type, Names.ScaleVariant) is not null);

    /// <summary>Finds the fields of a record, class or struct.</summary>
    public static Shape Of(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors
            .Where(one => !one.IsImplicitlyDeclared && one.Parameters.Length > 0 && !IsCopy(one, type))
            .ToList();
        var primary = constructors.FirstOrDefault(IsPrimary);
        if (primary is null && constructors.Count > 1)
            return Refused("it has several constructors and none is primary");

        var chosen = primary ?? constructors.FirstOrDefault();
        return chosen is null ? OfProperties(type) : OfParameters(type, chosen);
    }

    private static Shape OfProperties(INamedTypeSymbol type) => new(
        [
            .. type.GetMembers().OfType<IPropertySymbol>()
                .Where(one => one is
                {
                    IsStatic: false, IsIndexer: false, IsImplicitlyDeclared: false, SetMethod: not null,
                    DeclaredAccessibility: Accessibility.Public or Accessibility.Internal,
                })
                .Select(one => new FieldSymbol(null, one)),
        ],
        ByConstructor: false);

    private static Shape OfParameters(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        var fields = ImmutableArray.CreateBuilder<FieldSymbol>();
        foreach (var parameter in constructor.Parameters)
        {
            var property = Properties(type).FirstOrDefault(
                one => string.Equals(one.Name, parameter.Name, StringComparison.OrdinalIgnoreCase));
            if (property is null || !SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type))
                return Refused($"its constructor's parameter '{parameter.Name}' has no property of the same name and type");

            fields.Add(new FieldSymbol(parameter, property));
        }

        return new Shape(fields.ToImmutable(), ByConstructor: true);
    }

    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol? type) => type is null
        ? []
        : type.GetMembers().OfType<IPropertySymbol>().Concat(Properties(type.BaseType));

    private static Shape Refused(string problem) => new([], ByConstructor: false, problem);

    private static bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(one => one.GetSyntax() is TypeDeclarationSyntax);

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);
}
