using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>A record and its fields: a whole type, or one variant of a union.</summary>
internal sealed record VariantPlan(
    INamedTypeSymbol Type, string Name, byte Index, bool ByConstructor, ImmutableArray<FieldPlan> Fields, ImmutableArray<string> Docs)
{
    public MinSize Size => Fields.Aggregate(MinSize.Zero, (sum, one) => sum + one.Codec.Size);
}
