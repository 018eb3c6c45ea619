using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SubstraTee.Codec.Generator;

/// <summary>Turns one marked type into its generated file, or into what is wrong with it.</summary>
internal sealed class UnitBuilder(Compilation compilation, INamedTypeSymbol type, AttributeData attribute)
{
    private readonly List<Problem> _problems = [];
    private readonly CodeText _code = new();

    public GeneratedUnit Build()
    {
        CheckPartial(type);
        CheckOptions();
        Action? emit = type.TypeKind == TypeKind.Enum ? PlanEnum() : Shape.IsUnion(type) ? PlanUnion() : PlanRecord();
        if (_problems.Count == 0 && emit is not null)
        {
            EmitFile(emit);
        }

        var file = Names.Full(type) + (type.Arity > 0 ? type.Arity.ToString(CultureInfo.InvariantCulture) : "") + ".Scale.g.cs";
        return new GeneratedUnit(
            file, _problems.Count == 0 ? _code.ToString() : null, new EquatableArray<Problem>([.. _problems]));
    }

    private T? Named<T>(string argument) => attribute.NamedArguments
        .Where(one => string.Equals(one.Key, argument, StringComparison.Ordinal))
        .Select(one => one.Value.Value).OfType<T>().FirstOrDefault();

    private void CheckPartial(INamedTypeSymbol marked)
    {
        for (var one = marked.TypeKind == TypeKind.Enum ? marked.ContainingType : marked; one is not null; one = one.ContainingType)
        {
            var declarations = one.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>();
            if (!declarations.All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword)))
                _problems.Add(Problem.At(one, Rules.NotPartial, one.Name));
        }
    }

    private void CheckOptions()
    {
        if (Named<bool>("StructuralEquality") && type.TypeParameters.Length > 0)
        {
            _problems.Add(Problem.At(
                type, Rules.MisplacedAttribute, type.Name, "StructuralEquality is for types without type parameters"));
        }

        if (Named<string>("Validate") is { } name
            && !type.GetMembers(name).OfType<IPropertySymbol>().Any(
                one => one is { IsStatic: false, Type.SpecialType: SpecialType.System_Boolean }))
        {
            _problems.Add(Problem.At(type, Rules.BadValidate, type.Name, name));
        }
    }

    private Action PlanRecord()
    {
        var plan = new FieldPlanner(compilation, type, _problems).Plan(type, type.Name, 0, Named<bool>("Positional"), "");
        return () =>
        {
            new RecordEmitter(plan, attribute, _code).Emit();
            if (Named<bool>("StructuralEquality"))
                EqualityEmitter.Emit(type, "Codec", _code);
        };
    }

    private Action PlanUnion()
    {
        var planner = new FieldPlanner(compilation, type, _problems);
        var taken = new HashSet<byte>();
        var variants = ImmutableArray.CreateBuilder<VariantPlan>();
        foreach (var variant in Shape.Variants(type))
        {
            var mark = Names.Find(variant, Names.ScaleVariant)!;
            var index = mark.ConstructorArguments.FirstOrDefault().Value is byte number ? number : (byte)0;
            var positional = mark.NamedArguments.Any(
                one => string.Equals(one.Key, "Positional", StringComparison.Ordinal) && one.Value.Value is true);
            if (!taken.Add(index))
                _problems.Add(Problem.At(variant, Rules.DuplicateIndex, variant.Name, $"{index}"));

            var name = FieldOptions.Of(null, variant).Name ?? variant.Name;
            variants.Add(planner.Plan(variant, name, index, positional || Named<bool>("Positional"), variant.Name));
            if (Named<bool>("StructuralEquality"))
                CheckPartial(variant);
        }

        CheckUnmarked();
        if (variants.Count == 0)
            _problems.Add(Problem.At(type, Rules.NoVariants, type.Name));

        var all = variants.ToImmutable();
        return () =>
        {
            new UnionEmitter(type, all, attribute, _code).Emit();
            if (Named<bool>("StructuralEquality"))
                EmitVariantEquality(all);
        };
    }

    private void CheckUnmarked()
    {
        var unmarked = type.GetTypeMembers().Where(
            one => SymbolEqualityComparer.Default.Equals(one.BaseType, type) && Names.Find(one, Names.ScaleVariant) is null);
        foreach (var one in unmarked)
            _problems.Add(Problem.At(one, Rules.NotAVariant, one.Name, "it derives from the union but has no index"));
    }

    private void EmitVariantEquality(ImmutableArray<VariantPlan> variants)
    {
        foreach (var variant in variants)
        {
            _code.Line().Open(Declaration(variant.Type));
            EqualityEmitter.Emit(variant.Type, $"{Names.Qualified(type)}.Codec", _code);
            _code.Close();
        }
    }

    private Action PlanEnum()
    {
        var members = ImmutableArray.CreateBuilder<EnumMember>();
        var taken = new HashSet<byte>();
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue))
        {
            var value = BigInteger.Parse(
                Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture) ?? "-1", CultureInfo.InvariantCulture);
            if (value < 0 || value > byte.MaxValue)
                _problems.Add(Problem.At(field, Rules.EnumValue, field.Name, $"{value}"));
            else if (!taken.Add((byte)value))
                _problems.Add(Problem.At(field, Rules.DuplicateIndex, field.Name, $"{value}"));
            else
                members.Add(new EnumMember(FieldOptions.Of(null, field).Name ?? field.Name, (byte)value, Docs.Summary(field)));
        }

        if (members.Count == 0 && _problems.Count == 0)
            _problems.Add(Problem.At(type, Rules.NoVariants, type.Name));

        var path = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "substratee::" + type.Name;
        return () => EnumEmitter.Emit(type, path, members.ToImmutable(), _code);
    }

    private void EmitFile(Action emit)
    {
        _code.Line("// <auto-generated/>").Line("#nullable enable annotations").Line();
        if (!type.ContainingNamespace.IsGlobalNamespace)
            _code.Line($"namespace {type.ContainingNamespace.ToDisplayString()};").Line();

        var around = new Stack<INamedTypeSymbol>();
        for (var one = type.TypeKind == TypeKind.Enum ? type.ContainingType : type; one is not null; one = one.ContainingType)
            around.Push(one);

        foreach (var one in around)
            _code.Open(Declaration(one));

        emit();
        foreach (var one in around)
            _code.Close();
    }

    private static string Declaration(INamedTypeSymbol one)
    {
        var kind = one switch
        {
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { IsValueType: true } => "struct",
            { TypeKind: TypeKind.Interface } => "interface",
            _ => "class",
        };
        var parameters = one.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", one.TypeParameters.Select(parameter => parameter.Name))}>";
        return $"partial {kind} {one.Name}{parameters}";
    }
}
