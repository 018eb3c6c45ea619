using System.Text;
using System.Text.Json.Nodes;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>Schemas in JSON become the bytes that C# codecs would give, or an error that says where and why.</summary>
public class SchemaFileTests
{
    private static readonly JsonObject Form = (JsonObject)JsonNode.Parse(RepositoryFiles.Read("docs/stf.schema.json"))!;

    private static JsonObject Example => (JsonObject)Form["examples"]![0]!.DeepClone();

    public static TheoryData<string, string> Types => new()
    {
        { "bool", "bool" }, { "str", "String" }, { "Bytes", "Vec<u8>" }, { "AccountId", "AccountId" }, { "H256", "H256" },
        { "u8", "u8" }, { "u16", "u16" }, { "u32", "u32" }, { "u64", "u64" }, { "u128", "u128" },
        { "i8", "i8" }, { "i16", "i16" }, { "i32", "i32" }, { "i64", "i64" }, { "i128", "i128" },
        { "()", "()" }, { "Option<u32>", "Option<u32>" }, { "Option<[u8; 32]>", "Option<[u8; 32]>" }, { "Vec<u8>", "Vec<u8>" },
        { "Vec<AccountId>", "Vec<AccountId>" }, { "[ u16;4 ]", "[u16; 4]" }, { "(u8, str)", "(u8, String)" },
        { "(u8,(AccountId),Bytes)", "(u8, (AccountId), Vec<u8>)" }, { " Vec< Option<(u32, H256)> > ", "Vec<Option<(u32, H256)>>" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_types_text_describes_what_its_codec_in_csharp_describes(string text, string rust)
    {
        var type = SchemaTypeParser.Parse(text, string.Empty, new Dictionary<string, SchemaDeclaration>(StringComparer.Ordinal));
        Assert.Equal(rust, type.RustName);
        if (Codec(text) is { } codec)
        {
            var (ours, theirs) = (new TypeRegistryBuilder(), new TypeRegistryBuilder());
            Assert.Equal(codec.Describe(theirs), type.Describe(ours));
            Assert.Equal(theirs.BuildRegistry(), ours.BuildRegistry());
        }
    }

    [Fact]
    public void Equal_types_are_described_once()
    {
        var registry = new TypeRegistryBuilder();
        var own = new Dictionary<string, SchemaDeclaration>(StringComparer.Ordinal);
        var bytes = SchemaTypeParser.Parse("Bytes", string.Empty, own).Describe(registry);
        Assert.Equal(bytes, SchemaTypeParser.Parse("Vec<u8>", string.Empty, own).Describe(registry));
        Assert.Equal(bytes, Scale.Bytes.Describe(registry));
    }

    [Fact]
    public void The_example_of_the_page_is_read_and_its_names_are_the_schemas()
    {
        var schema = Read(Example);
        Assert.Equal(("notes", 3u), (schema.Name, schema.StfVersion));
        var calls = Assert.IsType<TypeDefinition.Variant>(schema.Types[schema.Calls].Definition).Variants;
        Assert.Equal([("WriteNote", (byte)2), ("ForgetAll", (byte)3)], calls.Select(one => (one.Name, one.Index)));
        Assert.Equal("notes::Call", string.Join("::", schema.Types[schema.Calls].Path));
        Assert.Equal("What one can/ask.", string.Join('/', schema.Types[schema.Getters].Docs));
        Assert.Equal(["notes_of", "write_note"], schema.Outputs.Select(one => one.Getter));
        Assert.Equal("Vec<(u32, Note)>", schema.Types.NameOf(schema.Outputs[0].Type));
        var error = Assert.Single(Assert.IsType<TypeDefinition.Variant>(schema.Types[schema.Errors].Definition).Variants);
        Assert.Equal(("TooLong", "limit", "u32"), (error.Name, error.Fields[0].Name, error.Fields[0].TypeName));
        var colour = Assert.IsType<TypeDefinition.Variant>(schema.Types[schema.Types.Find("notes::Colour")!.Value].Definition);
        Assert.Equal([0, 7], colour.Variants.Select(one => (int)one.Index));
        Assert.True(StfSchema.TryRead(StfSchema.Codec.Encode(schema), out _));
    }

    [Fact]
    public void Every_member_of_the_page_is_in_its_example_and_every_required_one_is_missed()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        Walk(Form, known);
        Assert.Contains("answer", known);
        var used = new HashSet<string>(StringComparer.Ordinal);
        Names(Example, used);
        Assert.Empty(known.Except(used, StringComparer.Ordinal));
        foreach (var name in Form["required"]!.AsArray().Select(one => one!.GetValue<string>()))
        {
            var without = Example;
            without.Remove(name);
            Assert.Equal($"{name}: it is missing", Fault(without));
        }
    }

    [Fact]
    public void The_page_has_the_names_rules_and_limits_of_the_program()
    {
        Assert.Equal(SchemaNames.Function, Form["properties"]!["name"]!["pattern"]!.GetValue<string>());
        Assert.Equal(SchemaNames.Member, Form["$defs"]!["member"]!["pattern"]!.GetValue<string>());
        Assert.Equal(SchemaNames.Type, Form["$defs"]!["typeName"]!["pattern"]!.GetValue<string>());
        Assert.Equal(SchemaNames.MaxLength, Form["$defs"]!["member"]!["maxLength"]!.GetValue<int>());
        Assert.Equal(SchemaFile.Form, Form["title"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("name", "\"Counter\"", "name: 'Counter' is not written as a function's name: lower case, digits and '-', a letter first")]
    [InlineData("name", "\"\"", "name: '' is not written as a function's name: lower case, digits and '-', a letter first")]
    [InlineData("schema", "\"substratee.stf/2\"", "schema: 'substratee.stf/2' is not known here; this program reads 'substratee.stf/1'")]
    [InlineData("version", "-1", "version: -1 is no whole number from 0 to 4294967295")]
    [InlineData("version", "1.5", "version: 1.5 is no whole number from 0 to 4294967295")]
    [InlineData("version", "\"1\"", "version: a number is wanted here, not a text")]
    [InlineData("calls", "{}", "calls: a list is wanted here, not an object")]
    [InlineData("calls", "[null]", "calls[0]: an object is wanted here, not null")]
    [InlineData("calls", "[{}]", "calls[0].name: it is missing")]
    [InlineData("calls", """[{"name":"a","arguments":[{"name":"x"}]}]""", "calls[0].arguments[0].type: it is missing")]
    [InlineData("calls", """[{"name":"a"},{"name":"a"}]""", "calls[1]: 'a' is there already")]
    [InlineData("calls", """[{"name":"A"}]""", "calls[0].name: 'A' is not written as a name: lower case, digits and '_', a letter first")]
    [InlineData("calls", """[{"name":"a","index":3},{"name":"b","index":3}]""", "calls[1]: the index 3 is taken already")]
    [InlineData("calls", """[{"name":"a","index":255},{"name":"b"}]""", "calls[1]: there is no index left for it")]
    [InlineData("calls", """[{"name":"a","argument":[]}]""", "calls[0].argument: it is not known; did you mean 'arguments'?")]
    [InlineData("calls", """[{"name":"a","name":"b"}]""", "calls[0].name: it is there twice")]
    [InlineData("calls", """[{"name":"a","arguments":[{"name":"x","type":"u8"},{"name":"x","type":"u8"}]}]""", "calls[0].arguments[1]: 'x' is there already")]
    [InlineData("getters", """[{"name":"a"}]""", "getters[0].answer: it is missing")]
    [InlineData("getters", """[{"name":"a","answer":"u33"}]""", "getters[0].answer: the type 'u33' is not known; did you mean 'u32'?")]
    [InlineData("getters", """[{"name":"write_note","answer":"u8"}]""", "calls[0].output: the getter 'write_note' has an answer of this name already; rename one of them")]
    [InlineData("errors", """[{"name":"too_long"}]""", "errors[0].name: 'too_long' is not written as a type's name: letters and digits, a capital first")]
    [InlineData("types", """{"note":{"struct":[]}}""", "types.note: 'note' is not written as a type's name: letters and digits, a capital first")]
    [InlineData("types", """{"Vec":{"struct":[]}}""", "types.Vec: 'Vec' is the name of a type that is there already")]
    [InlineData("types", """{"Call":{"struct":[]}}""", "types.Call: 'Call' is the name of a type that is there already")]
    [InlineData("types", """{"Note":{}}""", "types.Note: a type is either a 'struct' with a list of fields or an 'enum' with a list of variants")]
    [InlineData("types", """{"Note":{"struct":[],"enum":[]}}""", "types.Note: a type is either a 'struct' with a list of fields or an 'enum' with a list of variants")]
    [InlineData("types", """{"Note":{"struct":[{"name":"a","type":"Note"}]}}""", "types.Note: 'Note' contains itself without end; put an Option or a Vec in between")]
    [InlineData("types", """{"Note":{"struct":[{"name":"a","type":"(u8, [Other; 2])"}]},"Other":{"struct":[{"name":"b","type":"Note"}]}}""", "types.Note: 'Note' contains itself without end; put an Option or a Vec in between")]
    [InlineData("docs", """{"calls":[1]}""", "docs.calls[0]: a text is wanted here, not a number")]
    [InlineData("colour", "1", "colour: it is not known; known are: schema, name, version, docs, types, calls, getters, errors")]
    public void What_is_wrong_is_told_with_its_place(string member, string value, string message)
    {
        // Put in as text, since a node cannot hold a member twice.
        var example = Example;
        example[member] = "@";
        var text = example.ToJsonString().Replace($"\"{member}\":\"@\"", $"\"{member}\":{value}", StringComparison.Ordinal);
        Assert.Equal(message, Assert.Throws<SchemaFault>(() => SchemaFile.Read(Encoding.UTF8.GetBytes(text))).Message);
    }

    [Theory]
    [InlineData("", "it ends where a type is expected")]
    [InlineData("Vec<", "it ends where a type is expected")]
    [InlineData("Vec<u8", "'>' is missing after 'Vec<u8': it is written Vec<T>")]
    [InlineData("Vec", "'<' is missing after 'Vec': it is written Vec<T>")]
    [InlineData("[u8]", "';' is missing after '[u8': an array is written [T; N]")]
    [InlineData("[u8; x]", "'x' is no length of an array; it is a number up to 65536")]
    [InlineData("[u8; 65537]", "'65537' is no length of an array; it is a number up to 65536")]
    [InlineData("(u8 u8)", "',' is missing after '(u8 ': a tuple is written (T, U)")]
    [InlineData("u8 u8", "'u8' is left over")]
    [InlineData("<u8>", "'<' stands where a type is expected")]
    [InlineData("Vec<Thing>", "the type 'Thing' is not known; declare it under 'types'")]
    [InlineData("Optoin<u8>", "the type 'Optoin' is not known; did you mean 'Option'?")]
    [InlineData("(u8,u8,u8,u8,u8,u8,u8,u8,u8,u8,u8,u8,u8,u8,u8,u8,u8)", "a tuple has at most 16 items; use a struct")]
    public void A_types_text_that_is_none_is_told(string text, string why) => Assert.Equal(
        $"here: {why}",
        Assert.Throws<SchemaFault>(() => SchemaTypeParser.Parse(text, "here", new Dictionary<string, SchemaDeclaration>(StringComparer.Ordinal))).Message);

    [Fact]
    public void What_is_too_large_or_too_deep_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("Vec<", 40)) + "u8" + new string('>', 40);
        Assert.Contains("nest deeper", FaultOfType(deep), StringComparison.Ordinal);
        Assert.Contains("at most 1024 characters", FaultOfType(new string('x', 1025)), StringComparison.Ordinal);
        Assert.Contains("at most 256", Fault("calls", string.Join(',', Enumerable.Range(0, 257).Select(i => $$"""{"name":"a{{i}}"}"""))), StringComparison.Ordinal);
        Assert.Contains("has at most 1048576 bytes", Assert.Throws<SchemaFault>(() => SchemaFile.Read(new byte[SchemaFile.MaxBytes + 1])).Message, StringComparison.Ordinal);
        var docs = new JsonArray([.. Enumerable.Range(0, 60).Select(_ => (JsonNode)new string('x', 5000))]);
        var large = Example;
        large["docs"] = new JsonObject { ["calls"] = docs };
        Assert.Contains("in SCALE, at most 262144 are allowed", SchemaFileTests.Fault(large), StringComparison.Ordinal);
        Assert.StartsWith("line 1: it is no JSON: ", Assert.Throws<SchemaFault>(() => SchemaFile.Read("{"u8.ToArray())).Message, StringComparison.Ordinal);

        string FaultOfType(string type) => Fault("getters", $$"""{"name":"a","answer":"{{type}}"}""");

        static string Fault(string member, string items)
        {
            var example = Example;
            example[member] = JsonNode.Parse($"[{items}]");
            return SchemaFileTests.Fault(example);
        }
    }

    [Fact]
    public void A_type_may_contain_itself_behind_a_choice()
    {
        var example = Example;
        example["types"]!["Tree"] = JsonNode.Parse("""{"struct":[{"name":"left","type":"Option<Tree>"},{"name":"more","type":"Vec<Tree>"},{"name":"leaf","type":"Leaf"}]}""");
        example["types"]!["Leaf"] = JsonNode.Parse("""{"enum":[{"name":"Of","fields":[{"name":"tree","type":"Tree"}]},{"name":"None"}]}""");
        example["getters"]![0]!["answer"] = "Tree";
        Assert.Equal("Tree", Read(example).Types.NameOf(Read(example).Outputs[0].Type));
    }

    [Fact]
    public void Comments_and_trailing_commas_are_no_mistake() => Assert.Equal(
        "x", SchemaFile.Read("""{"schema":"substratee.stf/1", /* why */ "name":"x","version":1,"calls":[],"getters":[],}"""u8.ToArray()).Name);

    private static IScaleCodec? Codec(string text) => text.Trim() switch
    {
        "bool" => Scale.Bool,
        "str" => Scale.Str,
        "Bytes" => Scale.Bytes,
        "AccountId" => Scale.AccountId,
        "H256" => Scale.Hash256,
        "u8" => Scale.U8,
        "u16" => Scale.U16,
        "u32" => Scale.U32,
        "u64" => Scale.U64,
        "u128" => Scale.U128,
        "i8" => Scale.I8,
        "i16" => Scale.I16,
        "i32" => Scale.I32,
        "i64" => Scale.I64,
        "i128" => Scale.I128,
        "()" => Scale.Unit,
        "Option<u32>" => Scale.Option(Scale.U32),
        "Option<[u8; 32]>" => Scale.Option(Scale.Bytes32),
        "Vec<u8>" => Scale.Bytes,
        "Vec<AccountId>" => Scale.Vec(Scale.AccountId),
        "[ u16;4 ]" => Scale.Array(Scale.U16, 4),
        "(u8, str)" => Scale.Tuple(Scale.U8, Scale.Str),
        "Vec< Option<(u32, H256)> >" => Scale.Vec(Scale.Option<(uint, Hash256)>(Scale.Tuple(Scale.U32, Scale.Hash256))),
        _ => null,
    };

    private static StfSchema Read(JsonObject json) => SchemaFile.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Fault(JsonObject json) => Assert.Throws<SchemaFault>(() => Read(json)).Message;

    // Members that the page describes, wherever it describes an object.
    private static void Walk(JsonNode node, HashSet<string> names)
    {
        foreach (var one in node as JsonArray ?? [])
        {
            Walk(one!, names);
        }

        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (name == "properties")
            {
                names.UnionWith(value!.AsObject().Select(one => one.Key));
            }

            if (name != "examples")
            {
                Walk(value!, names);
            }
        }
    }

    private static void Names(JsonNode node, HashSet<string> names)
    {
        foreach (var one in node as JsonArray ?? [])
        {
            Names(one!, names);
        }

        foreach (var (name, value) in node as JsonObject ?? [])
        {
            names.Add(name);
            Names(value!, names);
        }
    }
}
