using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SubstraTee.Codec.Generator;

/// <summary>Writes the codecs of types marked <c>[ScaleType]</c>.</summary>
/// <remarks>Emits static code only: nothing of it is looked up by reflection when the program runs.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ScaleTypeGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var units = context.SyntaxProvider.ForAttributeWithMetadataName(
            Names.ScaleType,
            static (node, _) => node is BaseTypeDeclarationSyntax,
            static (found, _) => new UnitBuilder(
                found.SemanticModel.Compilation, (INamedTypeSymbol)found.TargetSymbol, found.Attributes[0]).Build());
        context.RegisterSourceOutput(units, static (output, unit) =>
        {
            foreach (var problem in unit.Problems.Items)
                output.ReportDiagnostic(problem.ToDiagnostic());

            if (unit.Source is not null)
                output.AddSource(unit.FileName, unit.Source);
        });

        var strays = context.SyntaxProvider.ForAttributeWithMetadataName(
            Names.ScaleVariant,
            static (node, _) => node is TypeDeclarationSyntax,
            static (found, _) => CheckVariant((INamedTypeSymbol)found.TargetSymbol));
        context.RegisterSourceOutput(strays, static (output, problem) =>
        {
            if (problem is not null)
                output.ReportDiagnostic(problem.ToDiagnostic());
        });
    }

    private static Problem? CheckVariant(INamedTypeSymbol variant)
    {
        var union = variant.ContainingType;
        var fault = union is null || !Shape.IsScaleType(union) || !Shape.IsUnion(union) ? "it is not nested in an abstract [ScaleType]"
            : !SymbolEqualityComparer.Default.Equals(variant.BaseType, union) ? $"it does not derive from '{union.Name}'"
            : !variant.IsSealed ? "it is not sealed"
            : variant.TypeParameters.Length > 0 ? "it has type parameters of its own"
            : null;
        return fault is null ? null : Problem.At(variant, Rules.NotAVariant, variant.Name, fault);
    }
}
