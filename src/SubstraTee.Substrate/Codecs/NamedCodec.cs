using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>The codec of a type with a path of its own in scale-info.</summary>
internal abstract class NamedCodec<T>(string path) : ScaleCodec<T>
{
    public sealed override uint Describe(TypeRegistryBuilder registry) => registry.Add(
        KeyIn(registry), types => new PortableType([.. path.Split("::")], Parameters(types), Define(types), []));

    /// <summary>What tells the type from others of the same path: generic arguments, where there are any.</summary>
    protected virtual string KeyIn(TypeRegistryBuilder registry) => path;

    protected abstract TypeDefinition Define(TypeRegistryBuilder types);

    protected virtual ImmutableArray<TypeParameter> Parameters(TypeRegistryBuilder types) => [];

    protected static TypeField Field(TypeRegistryBuilder types, string? name, IScaleCodec codec, string? typeName) =>
        new(name, codec.Describe(types), typeName);

    protected static TypeVariant Variant(string name, byte index, params ImmutableArray<TypeField> fields) =>
        new(name, fields, index, []);
}
