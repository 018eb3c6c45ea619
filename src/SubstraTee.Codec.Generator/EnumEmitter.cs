using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>A member of an enum.</summary>
internal sealed record EnumMember(string Name, byte Index, ImmutableArray<string> Docs);

/// <summary>Writes the static class that holds the codec of an enum.</summary>
internal static class EnumEmitter
{
    public static void Emit(INamedTypeSymbol type, string path, ImmutableArray<EnumMember> members, CodeText code)
    {
        var name = Names.Qualified(type);
        var access = type.DeclaredAccessibility switch
        {
            Accessibility.Public => "public",
            Accessibility.Private => "private",
            Accessibility.Protected => "protected",
            _ => "internal",
        };
        code.Line($"/// <summary>How <see cref=\"{name}\"/> is written, read and described in scale-info.</summary>");
        code.Open($"{access} static class {type.Name}Scale");
        code.Line("/// <summary>The codec; a number that the enum does not define is refused.</summary>");
        code.Line($"public static {Names.Codec}ScaleCodec<{name}> Codec {{ get; }} = new GeneratedCodec();").Line();
        code.Open($"private sealed class GeneratedCodec : {Names.Codec}ScaleCodec<{name}>");
        code.Line("public override int MinSize => 1;").Line();
        code.Line($"public override uint Describe({Names.Codec}TypeRegistryBuilder registry) => registry.Add(");
        code.Line($"    {Names.Literal($"{path}@{Names.Full(type)}")},");
        code.Line($"    static types => new {Names.Codec}PortableType(");
        code.Line($"        [{Names.Literals(path.Split(["::"], StringSplitOptions.None))}],");
        code.Line("        [],");
        code.Line($"        new {Names.Codec}TypeDefinition.Variant([{string.Join(", ", members.Select(Variant))}]),");
        code.Line($"        [{Names.Literals(Docs.Summary(type))}]));").Line();
        code.Open($"public override void Write({Names.Codec}ScaleWriter writer, {name} value)");
        code.Open("if (!IsKnown((long)value))");
        code.Line($"throw new global::System.ArgumentOutOfRangeException(nameof(value), value, \"not a value of {type.Name}\");");
        code.Close().Line();
        code.Line("writer.WriteByte((byte)value);").Close().Line();
        code.Open($"public override {name} Read(ref {Names.Codec}ScaleReader reader)");
        code.Line("var index = reader.ReadByte();");
        code.Line($"return IsKnown(index) ? ({name})index");
        code.Line($"    : throw new {Names.Codec}ScaleException({Names.Codec}ScaleFault.UnknownVariant, reader.Position - 1);");
        code.Close().Line();
        code.Line($"private static bool IsKnown(long value) => {Known(members)};");
        code.Close().Close();
    }

    private static string Known(ImmutableArray<EnumMember> members)
    {
        var sorted = members.Select(member => (int)member.Index).OrderBy(index => index).ToList();
        return sorted[sorted.Count - 1] - sorted[0] == sorted.Count - 1
            ? $"value is >= {sorted[0]} and <= {sorted[sorted.Count - 1]}"
            : $"value is {string.Join(" or ", sorted)}";
    }

    private static string Variant(EnumMember member) =>
        $"new {Names.Codec}TypeVariant({Names.Literal(member.Name)}, [], {member.Index}, [{Names.Literals(member.Docs)}])";
}
