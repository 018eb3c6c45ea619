using System.Collections.Immutable;
using System.Text.Json;
using SubstraTee.Codec.Tests.Samples;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Codec.Tests;

public class DynamicCodecTests
{
    private static readonly int[] Seeds = [.. Enumerable.Range(0, 60)];

    [Fact]
    public void Random_values_of_random_types_come_back_as_they_were()
    {
        foreach (var seed in Seeds)
        {
            var random = new RandomTypes(seed);
            var registry = random.MakeRegistry(60);
            for (uint number = 0; number < registry.Types.Length; number++)
            {
                var value = random.MakeValue(registry, number);
                var bytes = DynamicCodec.Encode(registry, number, value);
                var again = DynamicCodec.Decode(registry, number, bytes);
                Assert.True(value.Equals(again), $"seed {seed}, type {number}: {value} became {again}");
                Assert.Equal(value.GetHashCode(), again.GetHashCode());

                var reader = new ScaleReader(bytes);
                DynamicCodec.Skip(registry, number, ref reader);
                Assert.True(reader.Remaining == 0, $"seed {seed}, type {number}: {reader.Remaining} bytes not skipped");

                using var json = JsonDocument.Parse(ScaleJson.ToText(value));
                var read = ScaleJson.Read(registry, number, json.RootElement);
                Assert.True(value.Equals(read), $"seed {seed}, type {number}: JSON {value} was read as {read}");
            }
        }
    }

    [Fact]
    public void Random_registries_come_back_as_they_were()
    {
        foreach (var seed in Seeds)
        {
            var registry = new RandomTypes(seed).MakeRegistry(80);
            var again = PortableRegistry.Codec.Decode(PortableRegistry.Codec.Encode(registry));
            Assert.True(registry.Equals(again), $"seed {seed}");
            Assert.Equal(registry.GetHashCode(), again.GetHashCode());
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_by_name_or_mean_something_else()
    {
        foreach (var seed in Seeds)
        {
            var types = new RandomTypes(seed);
            var registry = types.MakeRegistry(60);
            var random = new Random(seed);
            for (uint number = 0; number < registry.Types.Length; number++)
            {
                var bytes = DynamicCodec.Encode(registry, number, types.MakeValue(registry, number));
                foreach (var damaged in Damage(bytes, random))
                {
                    var known = DynamicCodec.TryDecode(registry, number, damaged, out var value, out var fault);
                    Assert.Equal(known, fault == ScaleFault.None);
                    Assert.Equal(known, Skips(registry, number, damaged));
                    if (known)
                    {
                        Assert.True(
                            value!.Equals(DynamicCodec.Decode(registry, number, DynamicCodec.Encode(registry, number, value))),
                            $"seed {seed}, type {number}, {Hex.Encode(damaged)}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Generated_types_decode_the_same_by_their_description()
    {
        var builder = new TypeRegistryBuilder();
        var number = Everything.Codec.Describe(builder);
        var registry = builder.BuildRegistry();
        var bytes = Everything.Codec.Encode(GeneratedCodecTests.MakeEverything());
        var value = DynamicCodec.Decode(registry, number, bytes);
        Assert.Equal(bytes, DynamicCodec.Encode(registry, number, value));
        Assert.Equal(new ScaleValue.Number(100_000), ((ScaleValue.List)value.Find("packed_items")!).Items[2]);
        Assert.Equal(
            """
            {"flag":true,"small":-1,"short":-2,"int":-3,"long":-4,"wide":-5,"byte":6,"word":7,"packed_byte":8,"packed_word":9,
            "packed_int":10,"packed_long":11,"packed_wide":12,"maybe_packed":{"Some":13},"packed_items":[1,100,100000],
            "name":"n\u00E4me","nickname":"None","blob":"0x010203","short_blob":"0x04","four_bytes":"0x05060708","memory":"0x09",
            "two_bytes":"0x0102","bytes":"0x0304","three":[1,2,3],"names":["a","b"],"map":[[1,"one"],[2,"two"]],"set":[1,2,3],
            "pair":[1,true],"triple":[1,2,"3"],"four":[1,2,3,{"Some":{"free":1,"reserved":2,"frozen":3,"flags":4}}],
            "outcome":{"Err":"no"},"bits":"0b10110010","hash":"#","account":"#","shard":"#","instance":"#","shielding":"#","raw":"#",
            "measurement":{"family":1,"bytes":"#"},"nothing":[],"color":"Green","maybe_color":{"Some":"Azure"},
            "figure":{"Circle":{"radius":3}},"maybe_figure":{"Some":{"Path":[[[1,2]],"0x03"]}},"own":5,"reversed":67305985,
            "renamed":77,"boxed":{"content":1,"more":[2],"inner":"None"}}
            """.ReplaceLineEndings("").Replace("#", "0x" + string.Concat(Enumerable.Range(1, 32).Select(i => $"{i:x2}")), StringComparison.Ordinal),
            value.ToString());
        using var json = JsonDocument.Parse(value.ToString());
        Assert.Equal(value, ScaleJson.Read(registry, number, json.RootElement));
    }

    [Fact]
    public void Values_without_bytes_are_limited_by_the_length_of_the_input()
    {
        var registry = Registry(
            new TypeDefinition.Tuple([]),
            new TypeDefinition.Sequence(0),
            new TypeDefinition.Array(uint.MaxValue, 0),
            new TypeDefinition.Tuple([.. Enumerable.Repeat(0u, 3000)]),
            new TypeDefinition.Sequence(3));
        byte[] million = [0x02, 0x09, 0x3d, 0x00];
        foreach (var (type, bytes) in new (uint, byte[])[] { (1, million), (2, []), (3, []), (4, [40]) })
        {
            Assert.False(DynamicCodec.TryDecode(registry, type, bytes, out _, out var fault));
            Assert.Equal(ScaleFault.TooLong, fault);
            Assert.False(Skips(registry, type, bytes));
        }
    }

    [Fact]
    public void Types_in_a_circle_end_as_too_deep()
    {
        var registry = Registry(
            new TypeDefinition.Composite([new TypeField(null, 0)]),
            new TypeDefinition.Composite([new TypeField("next", 1)]),
            new TypeDefinition.Tuple([2]),
            new TypeDefinition.Array(1, 3),
            new TypeDefinition.Compact(0),
            new TypeDefinition.BitSequence(0, 0));
        foreach (var (type, expected) in new[]
                 {
                     (0u, ScaleFault.TooDeep), (1u, ScaleFault.TooDeep), (2u, ScaleFault.TooDeep), (3u, ScaleFault.TooDeep),
                     (4u, ScaleFault.InvalidType), (5u, ScaleFault.InvalidType),
                 })
        {
            Assert.False(DynamicCodec.TryDecode(registry, type, new byte[8], out _, out var fault));
            Assert.Equal(expected, fault);
        }

        Assert.Throws<ArgumentException>(() => DynamicCodec.Encode(registry, 0, new ScaleValue.Bool(true)));
        Assert.Throws<ScaleTextException>(() => ScaleJson.Read(registry, 0, JsonElement.Parse("1")));
        Assert.Equal("struct", registry.NameOf(0));
    }

    [Fact]
    public void Compact_looks_through_structs_of_one_field()
    {
        var registry = Registry(
            new TypeDefinition.Primitive(PrimitiveKind.U32),
            new TypeDefinition.Composite([new TypeField(null, 0)]),
            new TypeDefinition.Compact(1),
            new TypeDefinition.Tuple([]),
            new TypeDefinition.Compact(3));
        Assert.Equal(new ScaleValue.Number(1), DynamicCodec.Decode(registry, 2, [4]));
        Assert.Equal(new ScaleValue.List([]), DynamicCodec.Decode(registry, 4, []));
        Assert.False(DynamicCodec.TryDecode(registry, 2, [0x07, 0, 0, 0, 0, 1], out _, out var fault));
        Assert.Equal(ScaleFault.OutOfRange, fault);
    }

    [Theory]
    [InlineData(256, "dest.amount: 256 is outside the range of u8")]
    [InlineData(-1, "dest.amount: -1 is outside the range of u8")]
    public void Encoding_names_the_place_of_a_number_that_does_not_fit(int number, string message)
    {
        var registry = Registry(
            new TypeDefinition.Primitive(PrimitiveKind.U8), new TypeDefinition.Composite([new TypeField("amount", 0)]));
        var value = new ScaleValue.Composite([new ScaleField("amount", new ScaleValue.Number(number))]);
        var refused = Assert.Throws<ArgumentException>(() => DynamicCodec.Encode(registry, 1, value, new ScaleWriter(), "dest"));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoding_refuses_values_of_another_kind()
    {
        var types = new RandomTypes(7);
        var registry = types.MakeRegistry(60);
        ScaleValue[] values =
        [
            new ScaleValue.Bool(true), new ScaleValue.Number(1), new ScaleValue.Text("ab"), new ScaleValue.Bytes([1]),
            new ScaleValue.List([new ScaleValue.Bits(new BitSequence())]), new ScaleValue.Composite([new ScaleField("x", new ScaleValue.Bool(true))]),
            new ScaleValue.Variant("Nothing", 0, []), new ScaleValue.Bits(new BitSequence(true)),
        ];
        for (uint number = 0; number < registry.Types.Length; number++)
        {
            var refused = values.Count(value => Record.Exception(() => DynamicCodec.Encode(registry, number, value)) switch
            {
                null => false,
                ArgumentException => true,
                var other => throw new InvalidOperationException($"type {number}", other),
            });
            Assert.InRange(refused, 6, 8);
        }
    }

    [Fact]
    public void Registry_refuses_numbers_that_are_not_there()
    {
        var types = ImmutableArray.Create(PortableType.Anonymous(new TypeDefinition.Sequence(1)));
        Assert.StartsWith(
            "type 0 mentions type 1, but there are only 1 types",
            Assert.Throws<ArgumentException>(() => new PortableRegistry(types)).Message,
            StringComparison.Ordinal);
        Assert.False(PortableRegistry.Codec.TryDecode([4, 0, 0, 0, 2, 4, 0], out _, out var fault));
        Assert.Equal(ScaleFault.InvalidType, fault);
        Assert.False(PortableRegistry.Codec.TryDecode([4, 4, 0, 0, 2, 0, 0], out _, out fault));
        Assert.Equal(ScaleFault.InvalidType, fault);
        Assert.True(PortableRegistry.Codec.TryDecode([4, 0, 0, 0, 2, 0, 0], out _, out _));
    }

    [Fact]
    public void Registry_finds_types_by_path_and_names_them()
    {
        var builder = new TypeRegistryBuilder();
        var number = Everything.Codec.Describe(builder);
        var registry = builder.BuildRegistry();
        Assert.Equal(number, registry.Find("substratee::Everything"));
        Assert.Null(registry.Find("substratee::Nothing"));
        Assert.Equal("Everything", registry.NameOf(number));
        Assert.Equal("BTreeMap<u32, str>", registry.NameOf(registry.Find("BTreeMap")!.Value));
        Assert.Equal("Result<u32, str>", registry.NameOf(registry.Find("Result")!.Value));
        Assert.Equal("…", registry.NameOf(uint.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => registry[uint.MaxValue]);
    }

    [VectorTheory]
    [InlineData("metadata-substrate-v14.scale")]
    [InlineData("metadata-substrate-v15.scale")]
    [InlineData("metadata-integritee-itp.scale")]
    public void Registries_of_real_runtimes_are_read_and_written_to_the_byte(string file)
    {
        var bytes = File.ReadAllBytes(Vectors.PathOf($"substrate/{file}"));
        var reader = new ScaleReader(bytes.AsSpan(5));
        var registry = PortableRegistry.Codec.Read(ref reader);
        Assert.True(registry.Types.Length > 400);
        Assert.Equal(bytes.AsSpan(5, reader.Position).ToArray(), PortableRegistry.Codec.Encode(registry));
        for (uint number = 0; number < registry.Types.Length; number++)
        {
            Assert.NotEmpty(registry.NameOf(number));
        }
    }

    private static bool Skips(PortableRegistry registry, uint number, byte[] bytes)
    {
        var reader = new ScaleReader(bytes);
        try
        {
            DynamicCodec.Skip(registry, number, ref reader);
            return reader.Remaining == 0;
        }
        catch (ScaleException)
        {
            return false;
        }
    }

    private static PortableRegistry Registry(params TypeDefinition[] types) => new([.. types.Select(PortableType.Anonymous)]);

    private static IEnumerable<byte[]> Damage(byte[] bytes, Random random)
    {
        if (bytes.Length > 0)
        {
            yield return bytes[..random.Next(bytes.Length)];
            var flipped = bytes.ToArray();
            flipped[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            yield return flipped;
            var replaced = bytes.ToArray();
            replaced[random.Next(bytes.Length)] = (byte)random.Next(256);
            yield return replaced;
        }

        yield return [.. bytes, (byte)random.Next(256)];
    }
}
