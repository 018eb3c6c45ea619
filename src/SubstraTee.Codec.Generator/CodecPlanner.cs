using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>Decides how a field is encoded, from its type and attributes.</summary>
internal sealed class CodecPlanner(Compilation compilation, INamedTypeSymbol self)
{
    private const int MaxTupleLength = 4;

    /// <summary>Why the last plan failed; null when the compiler itself reports it.</summary>
    public (DiagnosticDescriptor Rule, string Text)? Refusal { get; private set; }

    public CodecPlan? Plan(ITypeSymbol type, FieldOptions options)
    {
        if (type.TypeKind == TypeKind.Error)
            return null;

        if (options.Custom is not null)
            return PlanCustom(type, options.Custom);

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return Option("Option", Plan(nullable.TypeArguments[0], options));

        if (type.NullableAnnotation == NullableAnnotation.Annotated)
        {
            return type is ITypeParameterSymbol
                ? Refuse("a type parameter cannot be optional")
                : Option("OptionRef", Plan(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), options));
        }

        return PlanList(type, options) ?? (Refusal is null ? PlanOne(type, options) : null);
    }

    private static CodecPlan? Option(string method, CodecPlan? some) => some is null
        ? null
        : new CodecPlan($"{Names.Scale}{method}({some.Expression})", $"Option<{some.RustName}>", MinSize.Of(1), IsComposed: true);

    private CodecPlan? PlanOne(ITypeSymbol type, FieldOptions options)
    {
        if (options.MaxLength is not null || options.FixedLength is not null)
            return Misplaced("a length is for lists, bytes and text, not for " + Shown(type));

        var name = Names.Full(type);
        if (options.Compact)
            return Primitive.FindCompact(name) ?? Misplaced("[Compact] is for unsigned numbers, not for " + Shown(type));

        if (Primitive.Find(name) is { } primitive)
            return primitive;

        return type switch
        {
            ITypeParameterSymbol parameter => new CodecPlan(
                "_codecOf" + parameter.Name, parameter.Name, MinSize.From("_codecOf" + parameter.Name)),
            INamedTypeSymbol { IsTupleType: true } tuple => PlanTuple(tuple),
            INamedTypeSymbol named => PlanNamed(named),
            _ => Refuse(type is IArrayTypeSymbol
                ? $"{Shown(type)} is no list that can be encoded; use ImmutableArray<T> (or byte[] for bytes)"
                : $"{Shown(type)} cannot be encoded"),
        };
    }

    private CodecPlan? PlanNamed(INamedTypeSymbol type)
    {
        if (string.Equals(Names.Full(type), "SubstraTee.Codec.Result", StringComparison.Ordinal))
        {
            return Combine(type.TypeArguments, parts => new CodecPlan(
                $"{Names.Scale}Result({Expressions(parts)})",
                $"Result<{RustNames(parts)}>",
                MinSize.Of(1) + MinSize.Min(parts[0].Size, parts[1].Size),
                IsComposed: true));
        }

        if (Shape.IsScaleType(type))
            return PlanScaleType(type);

        var own = type.GetMembers("Codec").FirstOrDefault(
            one => one.IsStatic && MemberType(one) is { } found && IsCodecOf(found, type));
        return own is null
            ? Refuse($"{Shown(type)} has no codec: mark it [ScaleType], give it a static property Codec, or name one by [ScaleCodec]")
            : new CodecPlan($"{Names.Qualified(type)}.Codec", type.Name, MinSize.From($"{Names.Qualified(type)}.Codec"));
    }

    private CodecPlan? PlanScaleType(INamedTypeSymbol type)
    {
        var qualified = Names.Qualified(type);
        if (type.TypeKind == TypeKind.Enum)
        {
            var codec = $"{qualified}Scale.Codec";
            return new CodecPlan(codec, type.Name, MinSize.Of(1));
        }

        if (!type.IsGenericType)
            return new CodecPlan($"{qualified}.Codec", type.Name, SizeOf(type, $"{qualified}.Codec"));

        return Combine(type.TypeArguments, parts =>
        {
            var codec = $"{qualified}.CodecOf({Expressions(parts)})";
            var size = SizeOf(type, codec);
            var rust = $"{type.Name}<{RustNames(parts)}>";
            return SymbolEqualityComparer.Default.Equals(type, self)
                ? new CodecPlan($"{Names.Scale}Lazy<{qualified}>(() => this, {size})", rust, size, IsComposed: true)
                : new CodecPlan(codec, rust, size, IsComposed: true);
        });
    }

    // Asking a type that contains this one for its size would go round in circles, so the least it can be is taken.
    private MinSize SizeOf(INamedTypeSymbol type, string codec) => Recursion.IsOrReaches(type, self, throughUnions: true)
        ? MinSize.Of(Shape.IsUnion(type) ? 1 : 0)
        : MinSize.From(codec);

    private CodecPlan? PlanTuple(INamedTypeSymbol type) => type.TypeArguments.Length > MaxTupleLength
        ? Refuse($"{Shown(type)} is a tuple of more than {MaxTupleLength}; use a record")
        : Combine(type.TypeArguments, parts => new CodecPlan(
            $"{Names.Scale}Tuple({Expressions(parts)})",
            $"({RustNames(parts)})",
            parts.Aggregate(MinSize.Zero, (sum, part) => sum + part.Size),
            IsComposed: true));

    private CodecPlan? PlanList(ITypeSymbol type, FieldOptions options)
    {
        if (type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte, Rank: 1 })
            return options.Compact ? Misplaced("[Compact] is not for bytes") : PlanBytes("Bytes", options);

        if (type.SpecialType == SpecialType.System_String && options is { MaxLength: { } most, Compact: false })
            return new CodecPlan($"{Names.Scale}StrOf({most})", "String", MinSize.Of(1), IsComposed: true);

        if (type is not INamedTypeSymbol { IsGenericType: true } named)
            return null;

        return Names.Full(named) switch
        {
            "System.ReadOnlyMemory" when named.TypeArguments[0].SpecialType == SpecialType.System_Byte => PlanBytes("Memory", options),
            "System.Collections.Immutable.ImmutableArray" => PlanItems(named, options),
            "System.Collections.Immutable.ImmutableSortedSet" => PlanOrdered(named, "Set", "BTreeSet", options),
            "System.Collections.Immutable.ImmutableSortedDictionary" => PlanOrdered(named, "Map", "BTreeMap", options),
            _ => null,
        };
    }

    private static CodecPlan PlanBytes(string kind, FieldOptions options) => options switch
    {
        { FixedLength: { } length } => new CodecPlan(
            $"{Names.Scale}Fixed{kind}({length})", $"[u8; {length}]", MinSize.Of(length), IsComposed: true),
        { MaxLength: { } most } => new CodecPlan($"{Names.Scale}{kind}Of({most})", "Vec<u8>", MinSize.Of(1), IsComposed: true),
        _ => new CodecPlan($"{Names.Scale}{kind}", "Vec<u8>", MinSize.Of(1)),
    };

    private CodecPlan? PlanItems(INamedTypeSymbol type, FieldOptions options)
    {
        var item = Plan(type.TypeArguments[0], FieldOptions.None with { Compact = options.Compact });
        if (item is null)
            return null;

        var rust = options.Compact ? $"Compact<{item.RustName}>" : item.RustName;
        return options.FixedLength is { } length
            ? new CodecPlan(
                $"{Names.Scale}Array({item.Expression}, {length})", $"[{rust}; {length}]", item.Size.Times(length), IsComposed: true)
            : new CodecPlan(
                $"{Names.Scale}Vec({item.Expression}{Limit(options)})", $"Vec<{rust}>", MinSize.Of(1), IsComposed: true);
    }

    private CodecPlan? PlanOrdered(INamedTypeSymbol type, string method, string rust, FieldOptions options) =>
        options.Compact || options.FixedLength is not null
            ? Misplaced($"{Shown(type)} takes [MaxLength] only")
            : Combine(type.TypeArguments, parts => new CodecPlan(
                $"{Names.Scale}{method}({Expressions(parts)}{Limit(options)})",
                $"{rust}<{RustNames(parts)}>",
                MinSize.Of(1),
                IsComposed: true));

    private CodecPlan? PlanCustom(ITypeSymbol type, AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length != 2
            || attribute.ConstructorArguments[0].Value is not INamedTypeSymbol holder
            || attribute.ConstructorArguments[1].Value is not string name)
        {
            return null;
        }

        var codec = $"{Names.Qualified(holder)}.{name}";
        var member = holder.GetMembers(name).FirstOrDefault(one => one.IsStatic);
        if (member is null)
        {
            // The codec of another marked type does not exist while generators run.
            var generated = string.Equals(name, "Codec", StringComparison.Ordinal) && Shape.IsScaleType(holder);
            return generated
                ? new CodecPlan(codec, null, MinSize.From(codec))
                : Refuse(Rules.BadCodecMember, $"{Shown(holder)} has no static field or property '{name}'");
        }

        return MemberType(member) is { } found && IsCodecOf(found, type)
            ? new CodecPlan(codec, null, MinSize.From(codec))
            : Refuse(Rules.BadCodecMember, $"{Shown(holder)}.{name} is no ScaleCodec<{Shown(type)}>");
    }

    private CodecPlan? Combine(ImmutableArray<ITypeSymbol> types, Func<List<CodecPlan>, CodecPlan> make)
    {
        var parts = new List<CodecPlan>();
        foreach (var type in types)
        {
            if (Plan(type, FieldOptions.None) is not { } part)
                return null;

            parts.Add(part);
        }

        return make(parts);
    }

    private bool IsCodecOf(ITypeSymbol codec, ITypeSymbol value)
    {
        var expected = compilation.GetTypeByMetadataName("SubstraTee.Codec.ScaleCodec`1")?.Construct(value);
        return expected is not null && compilation.ClassifyCommonConversion(codec, expected) is { IsImplicit: true };
    }

    private static ITypeSymbol? MemberType(ISymbol member) => member switch
    {
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private static string Limit(FieldOptions options) => options.MaxLength is { } most ? $", {most}" : "";

    private static string Expressions(IEnumerable<CodecPlan> parts) => string.Join(", ", parts.Select(part => part.Expression));

    private static string RustNames(IEnumerable<CodecPlan> parts) => string.Join(", ", parts.Select(part => part.RustName));

    private static string Shown(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private CodecPlan? Misplaced(string text) => Refuse(Rules.MisplacedAttribute, text);

    private CodecPlan? Refuse(string text) => Refuse(Rules.UnsupportedType, text);

    private CodecPlan? Refuse(DiagnosticDescriptor rule, string text)
    {
        Refusal ??= (rule, text);
        return null;
    }
}
