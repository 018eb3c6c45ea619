using System.Globalization;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>Writes the codec class of a record or union.</summary>
internal abstract class CodecEmitter(INamedTypeSymbol type, AttributeData attribute, CodeText code)
{
    protected const string Fault = "global::SubstraTee.Codec.ScaleFault.";

    protected INamedTypeSymbol Type { get; } = type;

    protected CodeText Code { get; } = code;

    protected bool IsGeneric => Type.TypeParameters.Length > 0;

    protected string Name { get; } = Names.Qualified(type);

    private string? Validate { get; } =
        attribute.NamedArguments.FirstOrDefault(one => string.Equals(one.Key, "Validate", StringComparison.Ordinal)).Value.Value as string;

    private string Path { get; } =
        attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "substratee::" + type.Name;

    /// <summary>All fields, of all variants.</summary>
    protected abstract IEnumerable<FieldPlan> Fields { get; }

    /// <summary>The fewest bytes of an encoding.</summary>
    protected abstract MinSize Size { get; }

    /// <summary>The definition in scale-info, as an expression.</summary>
    protected abstract string Definition { get; }

    /// <summary>Writes the members of the marked type.</summary>
    public void Emit()
    {
        EmitAccess();
        Code.Line();
        Code.Open($"private sealed class GeneratedCodec : {Names.Codec}ScaleCodec<{Name}>");
        EmitConstruction();
        EmitSize();
        Code.Line();
        EmitDescribe();
        Code.Line();
        Code.Open($"public override void Write({Names.Codec}ScaleWriter writer, {Name} value)");
        EmitWriteBody();
        Code.Close().Line();
        Code.Open($"public override {Name} Read(ref {Names.Codec}ScaleReader reader)");
        EmitRead();
        Code.Close();
        EmitParts();
        Code.Close();
    }

    protected abstract void EmitWriteBody();

    /// <summary>Writes statements that leave a value in the variable <c>value</c>.</summary>
    protected abstract void EmitReadBody();

    protected void EmitWriteFields(VariantPlan variant, string value)
    {
        foreach (var field in variant.Fields)
        {
            var member = $"{value}.{Escape(field.Member)}";
            Code.Line(field.Codec.Write is { } write
                ? string.Format(CultureInfo.InvariantCulture, write, member) + ";"
                : $"{field.Reach(IsGeneric)}.Write(writer, {member});");
        }
    }

    /// <summary>An expression that makes the value; arguments are read in the order of the fields.</summary>
    protected string Construction(VariantPlan variant)
    {
        var reads = variant.Fields.Select(field => (
            field.Member, Read: field.Codec.Read ?? $"{field.Reach(IsGeneric)}.Read(ref reader)"));
        var name = Names.Qualified(variant.Type);
        return variant.ByConstructor
            ? $"new {name}({string.Join(", ", reads.Select(one => one.Read))})"
            : $"new {name}() {{ {string.Join(", ", reads.Select(one => $"{Escape(one.Member)} = {one.Read}"))} }}";
    }

    protected string FieldInfos(VariantPlan variant) => string.Join(", ", variant.Fields.Select(field =>
        $"new {Names.Codec}TypeField({Text(field.ScaleName)}, {field.Reach(IsGeneric)}.Describe(types), {Text(field.TypeName)}, "
        + $"[{Names.Literals(field.Docs)}])"));

    private static string Text(string? text) => text is null ? "null" : Names.Literal(text);

    private static string Escape(string member) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(member) == Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? member : "@" + member;

    private void EmitAccess()
    {
        var hides = Type.BaseType is { SpecialType: SpecialType.None } parent
            && (Shape.IsScaleType(parent) || !parent.GetMembers("Codec").IsEmpty) ? "new " : "";
        Code.Line("/// <summary>How values of this type are written, read and described in scale-info.</summary>");
        if (!IsGeneric)
        {
            Code.Line($"public static {hides}{Names.Codec}ScaleCodec<{Name}> Codec => GeneratedCodec.Instance;");
            return;
        }

        Code.Line($"public static {hides}{Names.Codec}ScaleCodec<{Name}> CodecOf({Parameters()}) =>");
        Code.Line($"    new GeneratedCodec({string.Join(", ", Type.TypeParameters.Select(one => "codecOf" + one.Name))});");
    }

    private string Parameters() => string.Join(
        ", ", Type.TypeParameters.Select(one => $"{Names.Codec}ScaleCodec<{one.Name}> codecOf{one.Name}"));

    private void EmitConstruction()
    {
        if (!IsGeneric)
        {
            Code.Line("internal static readonly GeneratedCodec Instance = new();").Line();
            return;
        }

        foreach (var parameter in Type.TypeParameters)
            Code.Line($"private readonly {Names.Codec}ScaleCodec<{parameter.Name}> _codecOf{parameter.Name};");

        foreach (var field in Composed())
            Code.Line($"private readonly {Names.Codec}ScaleCodec<{Names.Qualified(field.Type)}> _{field.Part};");

        Code.Line().Open($"internal GeneratedCodec({Parameters()})");
        foreach (var parameter in Type.TypeParameters)
            Code.Line($"_codecOf{parameter.Name} = codecOf{parameter.Name};");

        foreach (var field in Composed())
            Code.Line($"_{field.Part} = {field.Codec.Expression};");

        Code.Close().Line();
    }

    private void EmitSize() =>
        Code.Line($"public override int MinSize => {(Size.IsKnown || IsGeneric ? Size.ToString() : "Parts.Size")};");

    private void EmitDescribe()
    {
        // Two types of C# may share a path, as two instances of a pallet do in Rust; the key keeps them apart.
        var key = $"{Path}@{Names.Full(Type)}";
        var path = Names.Literals(Path.Split(["::"], StringSplitOptions.None));
        Code.Open($"public override uint Describe({Names.Codec}TypeRegistryBuilder registry)");
        foreach (var parameter in Type.TypeParameters)
            Code.Line($"var numberOf{parameter.Name} = _codecOf{parameter.Name}.Describe(registry);");

        var numbers = string.Join(", ", Type.TypeParameters.Select(one => $"{{numberOf{one.Name}}}"));
        Code.Line("return registry.Add(");
        Code.Line(IsGeneric ? $"    $\"{key}<{numbers}>\"," : $"    {Names.Literal(key)},");
        Code.Line($"    {(IsGeneric ? "" : "static ")}types => new {Names.Codec}PortableType(");
        Code.Line($"        [{path}],");
        Code.Line($"        [{string.Join(", ", Type.TypeParameters.Select(TypeParameter))}],");
        Code.Line($"        {Definition},");
        Code.Line($"        [{Names.Literals(Docs.Summary(Type))}]));");
        Code.Close();
    }

    private static string TypeParameter(ITypeParameterSymbol parameter) =>
        $"new {Names.Codec}TypeParameter({Names.Literal(parameter.Name)}, numberOf{parameter.Name})";

    private void EmitRead()
    {
        // Options, lists and maps count the depth themselves; what contains itself without them must do so here.
        var countsDepth = Recursion.Reaches(Type, Type);
        if (countsDepth)
            Code.Line("reader.Enter();");

        EmitReadBody();
        if (countsDepth)
            Code.Line("reader.Leave();");

        Code.Line(Validate is null
            ? "return value;"
            : $"return value.{Validate} ? value : throw reader.Fault({Fault}InvalidValue);");
    }

    private IEnumerable<FieldPlan> Composed() => Fields.Where(field => field.Codec.IsComposed);

    private void EmitParts()
    {
        if (IsGeneric || (Size.IsKnown && !Composed().Any()))
            return;

        // A class of its own, so that it is initialised on first use: codecs may mention each other in circles.
        Code.Line().Open("private static class Parts");
        foreach (var field in Composed())
        {
            Code.Line($"internal static readonly {Names.Codec}ScaleCodec<{Names.Qualified(field.Type)}> {field.Part} =");
            Code.Line($"    {field.Codec.Expression};");
        }

        if (!Size.IsKnown)
            Code.Line($"internal static readonly int Size = {Size};");

        Code.Close();
    }
}
