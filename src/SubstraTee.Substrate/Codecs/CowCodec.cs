using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>The encoding of <paramref name="inner"/>, described as Rust's <c>Cow</c>, as runtimes' versions are.</summary>
internal sealed class CowCodec<T>(ScaleCodec<T> inner) : NamedCodec<T>("Cow")
{
    public override int MinSize => inner.MinSize;

    public override void Write(ScaleWriter writer, T value) => inner.Write(writer, value);

    public override T Read(ref ScaleReader reader) => inner.Read(ref reader);

    protected override string KeyIn(TypeRegistryBuilder registry) => $"Cow<{inner.Describe(registry)}>";

    protected override TypeDefinition Define(TypeRegistryBuilder types) =>
        new TypeDefinition.Composite([new TypeField(null, inner.Describe(types))]);

    protected override ImmutableArray<TypeParameter> Parameters(TypeRegistryBuilder types) =>
        [new TypeParameter("T", inner.Describe(types))];
}
