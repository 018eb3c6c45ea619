using Microsoft.CodeAnalysis;

namespace SubstraTee.Codec.Generator;

/// <summary>Writes the codec of a record, class or struct.</summary>
internal sealed class RecordEmitter(VariantPlan plan, AttributeData attribute, CodeText code)
    : CodecEmitter(plan.Type, attribute, code)
{
    protected override IEnumerable<FieldPlan> Fields => plan.Fields;

    protected override MinSize Size => plan.Size;

    protected override string Definition => $"new {Names.Codec}TypeDefinition.Composite([{FieldInfos(plan)}])";

    protected override void EmitWriteBody() => EmitWriteFields(plan, "value");

    protected override void EmitReadBody() => Code.Line($"var value = {Construction(plan)};");
}
