using System.Collections.Immutable;
using SubstraTee.Codec;

namespace SubstraTee.Substrate;

/// <summary>What runtimes' versions hold behind Rust's <c>Cow</c>.</summary>
internal static class Cow
{
    private const int MaxText = 1024;

    public static ScaleCodec<string> Text { get; } = new CowCodec<string>(Scale.StrOf(MaxText));

    public static ScaleCodec<ImmutableArray<RuntimeApiVersion>> Apis { get; } =
        new CowCodec<ImmutableArray<RuntimeApiVersion>>(Scale.Vec(RuntimeApiVersion.Codec));
}
