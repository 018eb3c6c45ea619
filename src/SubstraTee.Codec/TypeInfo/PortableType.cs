using System.Collections.Immutable;

namespace SubstraTee.Codec;

/// <summary>One type of a registry.</summary>
/// <param name="Path">Namespace and name, for example <c>sp_core, crypto, AccountId32</c>; empty for built-in types.</param>
/// <param name="Parameters">Generic parameters.</param>
/// <param name="Definition">What it is made of.</param>
/// <param name="Docs">Lines of documentation.</param>
[ScaleType("scale_info::ty::Type", StructuralEquality = true)]
public sealed partial record PortableType(
    ImmutableArray<string> Path,
    [ScaleName("type_params")] ImmutableArray<TypeParameter> Parameters,
    [ScaleName("type_def")] TypeDefinition Definition,
    ImmutableArray<string> Docs)
{
    /// <summary>A type without name or documentation.</summary>
    public static PortableType Anonymous(TypeDefinition definition) => new([], [], definition, []);

    /// <summary>A named type; <paramref name="path"/> is written with <c>::</c> between its parts.</summary>
    public static PortableType Named(string path, TypeDefinition definition, params ImmutableArray<TypeParameter> parameters) =>
        new([.. path.Split("::")], parameters, definition, []);

    /// <summary>The numbers of all types that it mentions.</summary>
    public IEnumerable<uint> Mentions()
    {
        var parameters = Parameters.Where(one => one.Type.HasValue).Select(one => one.Type!.Value);
        return parameters.Concat(Definition switch
        {
            TypeDefinition.Composite composite => composite.Fields.Select(field => field.Type),
            TypeDefinition.Variant variant => variant.Variants.SelectMany(one => one.Fields).Select(field => field.Type),
            TypeDefinition.Sequence sequence => [sequence.Item],
            TypeDefinition.Array array => [array.Item],
            TypeDefinition.Tuple tuple => tuple.Items,
            TypeDefinition.Compact compact => [compact.Item],
            TypeDefinition.BitSequence bits => [bits.Store, bits.Order],
            _ => [],
        });
    }
}
