using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>Writes the codec of an abstract record and its variants.</summary>
internal sealed class UnionEmitter(
    INamedTypeSymbol type, ImmutableArray<VariantPlan> variants, AttributeData attribute, CodeText code)
    : CodecEmitter(type, attribute, code)
{
    protected override IEnumerable<FieldPlan> Fields => variants.SelectMany(variant => variant.Fields);

    protected override MinSize Size => MinSize.Of(1) + variants.Select(variant => variant.Size).Aggregate(MinSize.Min);

    protected override string Definition =>
        $"new {Names.Codec}TypeDefinition.Variant([{string.Join(", ", variants.Select(VariantInfo))}])";

    protected override void EmitWriteBody()
    {
        Code.Open("switch (value)");
        foreach (var variant in variants)
        {
            var bind = variant.Fields.IsEmpty ? "" : " variant";
            Code.Open($"case {Names.Qualified(variant.Type)}{bind}:");
            Code.Line($"writer.WriteByte({variant.Index});");
            EmitWriteFields(variant, "variant");
            Code.Line("break;").Close();
        }

        Code.Open("default:");
        Code.Line($"throw new global::System.ArgumentException(\"not a variant of {Type.Name}\", nameof(value));");
        Code.Close().Close();
    }

    protected override void EmitReadBody()
    {
        Code.Line("var index = reader.ReadByte();");
        Code.Open($"{Name} value = index switch");
        foreach (var variant in variants)
            Code.Line($"{variant.Index} => {Construction(variant)},");

        Code.Line($"_ => throw new {Names.Codec}ScaleException({Fault}UnknownVariant, reader.Position - 1),");
        Code.Close("};");
    }

    private string VariantInfo(VariantPlan variant) =>
        $"new {Names.Codec}TypeVariant({Names.Literal(variant.Name)}, [{FieldInfos(variant)}], {variant.Index}, [{Names.Literals(variant.Docs)}])";
}
