using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>Plans the fields of a record or variant, collecting what is wrong with them.</summary>
internal sealed class FieldPlanner(Compilation compilation, INamedTypeSymbol self, List<Problem> problems)
{
    /// <summary>Plans all fields of <paramref name="type"/>, which is the marked type or a variant of it.</summary>
    public VariantPlan Plan(INamedTypeSymbol type, string name, byte index, bool positional, string partPrefix)
    {
        var shape = Shape.Of(type);
        if (shape.Problem is { } problem)
            problems.Add(Problem.At(type, Rules.NoFields, type.Name, problem));

        var fields = ImmutableArray.CreateBuilder<FieldPlan>();
        foreach (var field in shape.Fields)
        {
            if (PlanField(type, field, positional, partPrefix) is { } plan)
                fields.Add(plan);
        }

        return new VariantPlan(type, name, index, shape.ByConstructor, fields.ToImmutable(), Docs.Summary(type));
    }

    private FieldPlan? PlanField(INamedTypeSymbol owner, FieldSymbol field, bool positional, string partPrefix)
    {
        var options = FieldOptions.Of(field.Parameter, field.Property);
        if (options.Conflict() is { } conflict)
        {
            problems.Add(Problem.At(field.Place, Rules.ConflictingAttributes, field.Property.Name, conflict));
            return null;
        }

        if (options.MaxLength < 0 || options.FixedLength < 0)
        {
            problems.Add(Problem.At(field.Place, Rules.MisplacedAttribute, field.Property.Name, "a length is not negative"));
            return null;
        }

        if (!Shape.IsUnion(self) && IsEndless(field, options))
        {
            problems.Add(Problem.At(field.Place, Rules.Endless, owner.Name, field.Property.Name));
            return null;
        }

        var planner = new CodecPlanner(compilation, self);
        if (planner.Plan(field.Type, options) is not { } codec)
        {
            if (planner.Refusal is var (rule, text))
                problems.Add(Problem.At(field.Place, rule, field.Property.Name, text));

            return null;
        }

        var docs = Docs.Summary(field.Property);
        return new FieldPlan(
            field.Property.Name,
            field.Type,
            positional ? null : options.Name ?? Names.Snake(field.Property.Name),
            options.TypeName ?? codec.RustName,
            docs.IsEmpty && field.Parameter is { } parameter ? Docs.Parameter(owner, parameter.Name) : docs,
            codec,
            partPrefix + field.Property.Name + "Codec");
    }

    private bool IsEndless(FieldSymbol field, FieldOptions options) =>
        options.Custom is null
        && field.Type.NullableAnnotation != NullableAnnotation.Annotated
        && Recursion.IsOrReaches(field.Type, self, throughUnions: false);
}
