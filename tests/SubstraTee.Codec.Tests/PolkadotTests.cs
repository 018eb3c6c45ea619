using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SubstraTee.Codec.Tests.Samples;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Codec.Tests;

public class PolkadotTests
{
    private static readonly (string Name, IScaleCodec Codec)[] PlainTypes =
    [
        ("u8", Scale.U8), ("u16", Scale.U16), ("u32", Scale.U32), ("u64", Scale.U64), ("u128", Scale.U128),
        ("i8", Scale.I8), ("i16", Scale.I16), ("i32", Scale.I32), ("i64", Scale.I64), ("i128", Scale.I128),
        ("bool", Scale.Bool), ("Text", Scale.Str), ("Bytes", Scale.Bytes), ("Null", Scale.Unit), ("BitVec", Scale.BitVec),
        ("Compact<u8>", Scale.CompactU8), ("Compact<u16>", Scale.CompactU16), ("Compact<u32>", Scale.CompactU32),
        ("Compact<u64>", Scale.CompactU64), ("Compact<u128>", Scale.CompactU128), ("Option<u32>", Scale.Option(Scale.U32)),
        ("Option<bool>", Scale.Option(Scale.Bool)), ("Vec<u16>", Scale.Vec(Scale.U16)), ("Vec<Vec<Text>>", Scale.Vec(Scale.Vec(Scale.Str))),
        ("(u8, Text, bool)", Scale.Tuple(Scale.U8, Scale.Str, Scale.Bool)), ("[u16; 3]", Scale.Array(Scale.U16, 3)),
        ("[u8; 5]", Scale.FixedBytes(5)), ("Result<u32, Text>", Scale.Result(Scale.U32, Scale.Str)), ("H256", Scale.Hash256),
        ("BTreeMap<u32, Text>", Scale.Map(Scale.U32, Scale.Str)), ("BTreeSet<u16>", Scale.Set(Scale.U16)),
    ];

    [NpmFact("codec")]
    public async Task Bytes_of_generated_types_are_read_and_written_the_same_by_polkadot_js()
    {
        var builder = new TypeRegistryBuilder();
        var tree = new Tree(1, new Tree(2, null, []), [new Tree(3, null, [new Tree(4, null, [])])]);
        Expression sum = new Expression.Sum(new Expression.Number(1), new Expression.List([new Expression.Number(2)]));
        (uint Type, byte[] Bytes)[] values =
        [
            Encoded(builder, Everything.Codec, GeneratedCodecTests.MakeEverything()),
            Encoded(builder, AccountInfo.Codec, new AccountInfo(1, 2, 3, 4, new Balances(UInt128.MaxValue, 0, 1, 2))),
            Encoded(builder, Shape.Codec, new Shape.Point()),
            Encoded(builder, Shape.Codec, new Shape.Circle(uint.MaxValue)),
            Encoded(builder, Shape.Codec, new Shape.Path([(int.MinValue, int.MaxValue)], [1, 2, 3])),
            Encoded(builder, ColorScale.Codec, Color.Blue),
            Encoded(builder, Tree.Codec, tree),
            Encoded(builder, Expression.Codec, sum),
            Encoded(builder, Settings.Codec, new Settings { First = 1, Second = "zwei" }),
            Encoded(builder, Letter.Codec, new Letter.C((1, 2))),
            Encoded(builder, Crate<string>.CodecOf(Scale.Str), new Crate<string>("a", ["b"], new Crate<string>("c", [], null))),
        ];
        var registry = builder.BuildRegistry();

        // Maps cannot be told from lists of pairs once their type is out of sight, so that one is read only.
        var answer = await AskAsync(registry, values, values[1..]);
        AssertSame(registry, values, values[1..], answer);
        Assert.Equal(
            "0x" + new string('f', 32), answer["describedBytes"]![1]!["json"]!["data"]!["free"]!.GetValue<string>());
        Assert.Equal("""{"circle":{"radius":4294967295}}""", answer["describedBytes"]![3]!["json"]!.ToJsonString());
        Assert.Equal("\"Azure\"", answer["describedBytes"]![5]!["json"]!.ToJsonString());
    }

    [NpmFact("codec")]
    public async Task Values_of_built_in_types_are_read_and_written_the_same_by_polkadot_js()
    {
        var builder = new TypeRegistryBuilder();
        var numbers = PlainTypes.Select(one => one.Codec.Describe(builder)).ToList();
        var registry = builder.BuildRegistry();
        var random = new RandomTypes(5, likePolkadot: true);
        var questions = new List<(string Name, ScaleValue Value, byte[] Bytes)>();
        foreach (var ((name, _), number) in PlainTypes.Zip(numbers).SelectMany(one => Enumerable.Repeat(one, 20)))
        {
            // Random pairs are in no order, which polkadot-js would change.
            var value = name.StartsWith("BTree", StringComparison.Ordinal) ? new ScaleValue.List([]) : random.MakeValue(registry, number);
            questions.Add((name, value, DynamicCodec.Encode(registry, number, value)));
        }

        var map = ImmutableSortedDictionary<uint, string>.Empty.Add(300, "c").Add(1, "a").Add(20, "b");
        questions.Add(("BTreeMap<u32, Text>", new ScaleValue.List([]), Scale.Map(Scale.U32, Scale.Str).Encode(map)));
        questions.Add(("BTreeSet<u16>", new ScaleValue.List([]), Scale.Set(Scale.U16).Encode([300, 1, 20])));

        var answer = await AskAsync(registry, [], [], questions);
        for (var i = 0; i < questions.Count; i++)
        {
            var bytes = Hex.Encode(questions[i].Bytes);
            Assert.Equal(bytes, answer["plainBytes"]![i]!["again"]!.GetValue<string>());
            if (!questions[i].Name.StartsWith("BTree", StringComparison.Ordinal))
            {
                Assert.Equal($"{questions[i].Name} {bytes}", $"{questions[i].Name} {answer["plainValues"]![i]}");
            }
        }
    }

    [NpmFact("codec")]
    public async Task Random_values_of_random_types_are_read_and_written_the_same_by_polkadot_js()
    {
        for (var seed = 100; seed < 103; seed++)
        {
            var types = new RandomTypes(seed, likePolkadot: true);
            var registry = types.MakeRegistry(120);
            var values = Enumerable.Range(0, registry.Types.Length).Select(number => (uint)number)
                .Select(type => (Type: type, Bytes: DynamicCodec.Encode(registry, type, types.MakeValue(registry, type))))
                .ToArray();
            AssertSame(registry, values, values, await AskAsync(registry, values, values));
        }
    }

    private static (uint Type, byte[] Bytes) Encoded<T>(TypeRegistryBuilder builder, ScaleCodec<T> codec, T value) =>
        (codec.Describe(builder), codec.Encode(value));

    private static void AssertSame(
        PortableRegistry registry, (uint Type, byte[] Bytes)[] read, (uint Type, byte[] Bytes)[] written, JsonNode answer)
    {
        Assert.Equal(Hex.Encode(PortableRegistry.Codec.Encode(registry)), answer["registry"]!.GetValue<string>());
        for (var i = 0; i < read.Length; i++)
        {
            Assert.True(
                Hex.Encode(read[i].Bytes) == answer["describedBytes"]![i]!["again"]!.GetValue<string>(),
                $"{Shown(registry, read[i])} was read as {answer["describedBytes"]![i]}");
        }

        for (var i = 0; i < written.Length; i++)
        {
            Assert.True(
                Hex.Encode(written[i].Bytes) == answer["describedValues"]![i]!.GetValue<string>(),
                $"{Shown(registry, written[i])} was written as {answer["describedValues"]![i]}");
        }
    }

    private static string Shown(PortableRegistry registry, (uint Type, byte[] Bytes) one) =>
        $"type {one.Type}, {registry.NameOf(one.Type)}, {DynamicCodec.Decode(registry, one.Type, one.Bytes)}, {Hex.Encode(one.Bytes)}";

    private static async Task<JsonNode> AskAsync(
        PortableRegistry registry,
        (uint Type, byte[] Bytes)[] bytes,
        (uint Type, byte[] Bytes)[] values,
        IReadOnlyCollection<(string Name, ScaleValue Value, byte[] Bytes)>? plain = null)
    {
        var question = new JsonObject
        {
            ["registry"] = Hex.Encode(PortableRegistry.Codec.Encode(registry)),
            ["plainBytes"] = new JsonArray(
                [.. (plain ?? []).Select(one => new JsonObject { ["type"] = one.Name, ["bytes"] = Hex.Encode(one.Bytes) })]),
            ["plainValues"] = new JsonArray(
                [.. (plain ?? []).Select(one => new JsonObject { ["type"] = one.Name, ["value"] = AsPolkadot(one.Value) })]),
            ["describedBytes"] = new JsonArray(
                [.. bytes.Select(one => new JsonObject { ["type"] = $"Lookup{one.Type}", ["bytes"] = Hex.Encode(one.Bytes) })]),
            ["describedValues"] = new JsonArray(
                [.. values.Select(one => new JsonObject
                {
                    ["type"] = $"Lookup{one.Type}",
                    ["value"] = AsPolkadot(DynamicCodec.Decode(registry, one.Type, one.Bytes)),
                })]),
        };
        return JsonNode.Parse(await Npm.RunAsync("codec", "codec.mjs", question.ToJsonString()))!;
    }

    /// <summary>The value in the form that polkadot-js takes: options are their content or null, large numbers text.</summary>
    private static JsonNode? AsPolkadot(ScaleValue value) => value switch
    {
        ScaleValue.Variant { Name: "None", Fields: [] } => null,
        ScaleValue.Variant { Name: "Some", Fields: [var some] } => AsPolkadot(some.Value),
        ScaleValue.Variant variant => new JsonObject { [variant.Name] = Fields(variant.Fields) },
        ScaleValue.Composite composite => Fields(composite.Fields),
        ScaleValue.List list => new JsonArray([.. list.Items.Select(AsPolkadot)]),
        ScaleValue.Bits bits => Hex.Encode(Scale.BitVec.Encode(bits.Value).AsSpan(bits.Value.Count < 64 ? 1 : 2)),
        _ => JsonNode.Parse(ScaleJson.ToText(value)),
    };

    private static JsonNode? Fields(IReadOnlyList<ScaleField> fields) => fields switch
    {
        [] => null,
        [{ Name: null } only] => AsPolkadot(only.Value),
        [{ Name: null }, ..] => new JsonArray([.. fields.Select(field => AsPolkadot(field.Value))]),
        _ => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name!, AsPolkadot(field.Value)))),
    };
}
