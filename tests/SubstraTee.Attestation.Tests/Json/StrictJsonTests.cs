using System.Text;
using SubstraTee.Attestation.Json;

namespace SubstraTee.Attestation.Tests.Json;

public class StrictJsonTests
{
    private static JsonValue Parse(string text) => StrictJson.Parse(Encoding.UTF8.GetBytes(text), JsonLimits.Default);

    [Fact]
    public void Values_keep_the_bytes_they_came_from()
    {
        var json = Parse("""  { "a" : { "x" :  [1, 2.50e1, "\u0041\n" ] } , "b":null } """);
        var a = json.Get("a", JsonKind.Object);
        Assert.Equal("""{ "x" :  [1, 2.50e1, "\u0041\n" ] }""", Encoding.UTF8.GetString(a.Raw.Span));
        var items = a.Get("x", JsonKind.Array).Items;
        Assert.Equal(["1", "2.50e1", "A\n"], items.Select(item => item.Text));
        Assert.Equal("\"\\u0041\\n\"", Encoding.UTF8.GetString(items[2].Raw.Span));
        Assert.Equal(JsonKind.Null, json.Find("b")!.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"a\":{\"b\":1,\"c\":2,\"b\":3}}")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("{}\0")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("{/* */}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("[[[[[[[[[[[[[1]]]]]]]]]]]]]")]
    public void What_is_not_strict_json_is_refused(string text) => Assert.Throws<JsonFaultException>(() => Parse(text));

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void A_name_occurs_once_in_small_and_large_objects(int count)
    {
        var names = Enumerable.Range(0, count).Select(i => $"\"n{i}\":{i}").ToList();
        Assert.Equal(count, Parse($"{{{string.Join(',', names)}}}").Members.Count);
        for (var again = 0; again < count; again++)
        {
            Assert.Throws<JsonFaultException>(() => Parse($"{{{string.Join(',', names)},{names[again]}}}"));
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.Throws<JsonFaultException>(() => StrictJson.Parse(new byte[] { 0x22, 0xff, 0x22 }, JsonLimits.Default));

    [Fact]
    public void Bombs_are_refused_before_they_grow()
    {
        Assert.Throws<JsonFaultException>(() => Parse(new string('[', 200_000)));
        Assert.Throws<JsonFaultException>(() => Parse($"[{string.Join(',', Enumerable.Repeat("1", 40_000))}]"));
        Assert.Throws<JsonFaultException>(() => Parse($"\"{new string('x', 300_000)}\""));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("1e1")]
    [InlineData("256")]
    [InlineData("\"1\"")]
    [InlineData("99999999999999999999")]
    public void Numbers_are_whole_and_within_their_bounds(string number) =>
        Assert.Throws<JsonFaultException>(() => Parse($"{{\"n\":{number}}}").GetUnsigned("n", 255));

    [Theory]
    [InlineData("0g")]
    [InlineData("000")]
    [InlineData("0x00")]
    [InlineData("")]
    public void Hexadecimal_text_has_its_exact_length(string text) =>
        Assert.Throws<JsonFaultException>(() => Parse($"{{\"h\":\"{text}\"}}").GetHex("h", 1));
}
