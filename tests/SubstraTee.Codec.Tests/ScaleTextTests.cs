using System.Text.Json;
using SubstraTee.Primitives;

namespace SubstraTee.Codec.Tests;

public class ScaleTextTests
{
    private static readonly PortableRegistry Registry = new(
    [
        PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.U32)),
        PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.U8)),
        PortableType.Anonymous(new TypeDefinition.Array(4, 1)),
        PortableType.Named("sp_core::crypto::AccountId32", new TypeDefinition.Composite([new TypeField(null, 2)])),
        PortableType.Named(
            "Option",
            new TypeDefinition.Variant(
                [new TypeVariant("None", [], 0, []), new TypeVariant("Some", [new TypeField(null, 0)], 1, [])]),
            new TypeParameter("T", 0)),
        PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.Str)),
        PortableType.Named(
            "my::Dest",
            new TypeDefinition.Variant(
            [
                new TypeVariant("Nobody", [], 0, []),
                new TypeVariant("Id", [new TypeField(null, 3)], 1, []),
                new TypeVariant("Both", [new TypeField("first", 0), new TypeField("note", 4)], 2, []),
                new TypeVariant("Pair", [new TypeField(null, 0), new TypeField(null, 5)], 3, []),
            ])),
        PortableType.Anonymous(new TypeDefinition.Sequence(1)),
        PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.Bool)),
        PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.I128)),
        PortableType.Anonymous(new TypeDefinition.Sequence(6)),
        PortableType.Named("bitvec::order::Lsb0", new TypeDefinition.Composite([])),
        PortableType.Anonymous(new TypeDefinition.BitSequence(1, 11)),
        PortableType.Anonymous(new TypeDefinition.Tuple([])),
        PortableType.Named(
            "Option",
            new TypeDefinition.Variant(
                [new TypeVariant("None", [], 0, []), new TypeVariant("Some", [new TypeField(null, 4)], 1, [])]),
            new TypeParameter("T", 4)),
        PortableType.Anonymous(new TypeDefinition.Primitive(PrimitiveKind.Char)),
    ]);

    [Theory]
    [InlineData(0, "42", "0x2a000000")]
    [InlineData(0, "1_000", "0xe8030000")]
    [InlineData(0, "0xff", "0xff000000")]
    [InlineData(9, "-170141183460469231731687303715884105728", "0x00000000000000000000000000000080")]
    [InlineData(3, "0x01020304", "0x01020304")]
    [InlineData(4, "none", "0x00")]
    [InlineData(4, "7", "0x0107000000")]
    [InlineData(5, "{hello}", "0x1c7b68656c6c6f7d")]
    [InlineData(5, "", "0x00")]
    [InlineData(6, "Nobody", "0x00")]
    [InlineData(6, """{"Id":"0x01020304"}""", "0x0101020304")]
    [InlineData(6, """{"Both":{"first":"1"}}""", "0x020100000000")]
    [InlineData(6, """{"Both":{"first":1,"note":null}}""", "0x020100000000")]
    [InlineData(6, """{"Both":{"first":1,"note":5}}""", "0x02010000000105000000")]
    [InlineData(6, """{"Both":{"first":1,"note":{"Some":5}}}""", "0x02010000000105000000")]
    [InlineData(6, """{"Pair":[1,"a"]}""", "0x03010000000461")]
    [InlineData(6, """{"Nobody":null}""", "0x00")]
    [InlineData(7, "0x", "0x00")]
    [InlineData(8, "true", "0x01")]
    [InlineData(10, """["Nobody",{"Nobody":{}}]""", "0x080000")]
    [InlineData(12, "0b101", "0x0c05")]
    [InlineData(13, "[]", "0x")]
    [InlineData(14, "none", "0x00")]
    [InlineData(15, "漢", "0x226f0000")]
    public void Argument_becomes_the_bytes_of_its_type(uint type, string text, string bytes) =>
        Assert.Equal(bytes, Hex.Encode(DynamicCodec.Encode(Registry, type, ScaleText.Parse(Registry, type, "by", text))));

    [Theory]
    [InlineData(0, "abc", "argument 'by': expected u32, got 'abc'")]
    [InlineData(0, "", "argument 'by': expected u32, got ''")]
    [InlineData(0, "1.5", "argument 'by': expected u32, got '1.5'")]
    [InlineData(0, "0x", "argument 'by': expected u32, got '0x'")]
    [InlineData(0, "4294967296", "argument 'by': expected u32 from 0 to 4294967295, got 4294967296")]
    [InlineData(0, "-1", "argument 'by': expected u32 from 0 to 4294967295, got -1")]
    [InlineData(0, "[1]", "argument 'by': expected u32, got a list of 1")]
    [InlineData(0, "{", "argument 'by': expected u32 as JSON, which breaks at character 1")]
    [InlineData(3, "0x0102", "argument 'by': expected AccountId32 of 4 bytes, got 2 bytes")]
    [InlineData(3, "//Alice", "argument 'by': expected AccountId32 as 0x and 8 hexadecimal digits, got '//Alice'")]
    [InlineData(4, "many", "argument 'by': expected u32, got 'many'")]
    [InlineData(6, "Somebody", "argument 'by': expected Dest (Nobody, Id, Both, Pair), got 'Somebody'")]
    [InlineData(6, "Id", """argument 'by': 'Id' carries AccountId32; write {"Id": …}""")]
    [InlineData(6, """{"Both":{}}""", "argument 'by.Both': the field 'first' (u32) is missing")]
    [InlineData(6, """{"Both":{"first":1,"second":2}}""", "argument 'by.Both': no field 'second', only first, note")]
    [InlineData(6, """{"Both":{"first":true}}""", "argument 'by.Both.first': expected u32, got 'true'")]
    [InlineData(6, """{"Pair":[1]}""", "argument 'by.Pair': expected Dest, got a list of 1")]
    [InlineData(6, """{"Pair":[1,2]}""", "argument 'by.Pair[1]': expected str, got '2'")]
    [InlineData(6, """{"Nobody":1}""", "argument 'by.Nobody': expected Dest, got '1'")]
    [InlineData(7, "hello", "argument 'by': expected Vec<u8> as 0x and hexadecimal digits, got 'hello'")]
    [InlineData(7, "0xabc", "argument 'by': expected Vec<u8> as 0x and hexadecimal digits, got '0xabc'")]
    [InlineData(8, "yes", "argument 'by': expected bool, got 'yes'")]
    [InlineData(10, "Nobody", "argument 'by': expected Vec<Dest>, got 'Nobody'")]
    [InlineData(10, "[5]", "argument 'by[0]': expected Dest, got '5'")]
    [InlineData(12, "0b12", "argument 'by': expected bits as 0b and digits 0 and 1, got '0b12'")]
    [InlineData(13, "x", "argument 'by': expected (), got 'x'")]
    [InlineData(14, "5", "argument 'by': Option<Option<u32>> cannot be written as plain text")]
    [InlineData(15, "ab", "argument 'by': expected char, got 'ab'")]
    public void Argument_that_does_not_fit_is_refused_with_what_was_expected(uint type, string text, string message) =>
        Assert.Equal(message, Assert.Throws<ScaleTextException>(() => ScaleText.Parse(Registry, type, "by", text)).Message);

    [Fact]
    public void Long_input_is_cut_in_messages()
    {
        var refused = Assert.Throws<ScaleTextException>(() => ScaleText.Parse(Registry, 0, "by", new string('9', 100_000)));
        Assert.InRange(refused.Message.Length, 60, 120);
    }

    [Fact]
    public void Resolver_understands_names_of_accounts_wherever_they_stand()
    {
        static ScaleValue? Resolve(PortableType type, string text) =>
            type.Path is [.., "AccountId32"] && text is "//Alice" ? new ScaleValue.Bytes([1, 2, 3, 4]) : null;

        var value = ScaleText.Parse(Registry, 6, "to", """{"Id":"//Alice"}""", Resolve);
        Assert.Equal("0x0101020304", Hex.Encode(DynamicCodec.Encode(Registry, 6, value)));
        Assert.Equal("""{"Id":"0x01020304"}""", value.ToString());
        Assert.Equal(new ScaleValue.Bytes([1, 2, 3, 4]), ScaleText.Parse(Registry, 3, "to", "//Alice", Resolve));
    }

    [Fact]
    public void Numbers_beyond_what_JSON_readers_hold_are_strings()
    {
        Assert.Equal("9007199254740992", ScaleJson.ToText(new ScaleValue.Number(1L << 53)));
        Assert.Equal("\"9007199254740993\"", ScaleJson.ToText(new ScaleValue.Number((1L << 53) + 1)));
        Assert.Equal("\"-9007199254740993\"", ScaleJson.ToText(new ScaleValue.Number(-(1L << 53) - 1)));
        Assert.Equal(new ScaleValue.Number(1 << 20), ScaleJson.Read(Registry, 0, JsonElement.Parse("1048576")));
    }
}
