using SubstraTee.Codec;

namespace SubstraTee.Runtime;

/// <summary>A pallet's errors as metadata describes them, where one of them carries something: its bytes follow the error's own.</summary>
/// <param name="path">The errors' path in scale-info.</param>
/// <param name="plain">The errors as an enum; its variants mention no other type.</param>
/// <param name="carrier">The error that carries something.</param>
/// <param name="field">Describes what it carries.</param>
internal sealed class ErrorsWithField(string path, IScaleCodec plain, byte carrier, Func<TypeRegistryBuilder, TypeField> field) : IScaleCodec
{
    public int MinSize => 1;

    public uint Describe(TypeRegistryBuilder registry)
    {
        // Apart, so that the enum without the field is not among the types.
        var apart = new TypeRegistryBuilder();
        var number = plain.Describe(apart);
        var errors = apart.Build()[(int)number];
        return registry.Add(path, types => errors with
        {
            Definition = new TypeDefinition.Variant([.. ((TypeDefinition.Variant)errors.Definition).Variants.Select(
                one => one.Index == carrier ? one with { Fields = [field(types)] } : one)]),
        });
    }
}
