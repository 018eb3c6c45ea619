using SubstraTee.Codec.Tests.Samples;

namespace SubstraTee.Codec.Tests;

/// <summary>Every decoder of untrusted bytes in this room, as one function of bytes that must return.</summary>
/// <remarks>The first byte chooses the decoder, so that a corpus is plain bytes.</remarks>
internal static class FuzzTargets
{
    private static readonly (PortableRegistry Types, uint Everything) Described = Describe();

    private static readonly Action<byte[]>[] Targets =
    [
        bytes => Typed(Everything.Codec, bytes),
        bytes => Typed(Expression.Codec, bytes),
        bytes => Typed(Tree.Codec, bytes),
        bytes => Typed(PortableRegistry.Codec, bytes),
        bytes => Dynamic(Described.Types, Described.Everything, bytes),
        DynamicByForeignRegistry,
    ];

    public static int Count => Targets.Length;

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length > 0)
        {
            Targets[input[0] % Targets.Length](input[1..].ToArray());
        }
    }

    /// <summary>One well-formed input for each decoder, to mutate.</summary>
    public static IEnumerable<byte[]> Samples()
    {
        var everything = Everything.Codec.Encode(GeneratedCodecTests.MakeEverything());
        var registry = PortableRegistry.Codec.Encode(new RandomTypes(1).MakeRegistry(40));
        yield return [0, .. everything];
        yield return [1, .. Expression.Codec.Encode(new Expression.Sum(new Expression.Number(1), new Expression.List([new Expression.Number(2)])))];
        yield return [2, .. Tree.Codec.Encode(new Tree(1, new Tree(2, null, []), [new Tree(3, null, [])]))];
        yield return [3, .. registry];
        yield return [4, .. everything];
        yield return [5, .. registry, 30, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    }

    // What is accepted must be written again as it came: one value, one encoding.
    private static void Typed<T>(ScaleCodec<T> codec, byte[] bytes)
    {
        if (codec.TryDecode(bytes, out var value, out _))
        {
            var again = codec.Encode(value);
            if (!bytes.AsSpan().SequenceEqual(again) && !codec.Encode(codec.Decode(again)).AsSpan().SequenceEqual(again))
            {
                throw new InvalidOperationException($"{typeof(T).Name} has no stable encoding");
            }
        }
    }

    private static void Dynamic(PortableRegistry registry, uint type, byte[] bytes)
    {
        if (DynamicCodec.TryDecode(registry, type, bytes, out var value, out _)
            && !value.Equals(DynamicCodec.Decode(registry, type, DynamicCodec.Encode(registry, type, value))))
        {
            throw new InvalidOperationException("a dynamic value has no stable encoding");
        }
    }

    private static void DynamicByForeignRegistry(byte[] bytes)
    {
        var reader = new ScaleReader(bytes);
        try
        {
            var registry = PortableRegistry.Codec.Read(ref reader);
            var type = reader.ReadByte();
            Dynamic(registry, type, bytes[reader.Position..]);
            registry.NameOf(type);
        }
        catch (ScaleException)
        {
            // A refusal by name is what bytes of no meaning deserve.
        }
    }

    private static (PortableRegistry Types, uint Everything) Describe()
    {
        var builder = new TypeRegistryBuilder();
        var number = Everything.Codec.Describe(builder);
        return (builder.BuildRegistry(), number);
    }
}
