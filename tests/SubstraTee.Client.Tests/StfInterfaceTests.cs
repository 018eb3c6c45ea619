using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf.Counter;

namespace SubstraTee.Client.Tests;

public sealed class StfInterfaceTests
{
    private static readonly StfSchema Schema = Describe(new CounterStf());
    private static readonly byte[] Bytes = StfSchema.Codec.Encode(Schema);
    private static readonly StfInterface Counter = StfInterface.Open(Bytes, Schema.CSharpIdentity().Hash);
    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public void Names_and_types_come_from_the_schema()
    {
        Assert.Equal(("counter", 1u), (Counter.Name, Counter.Version));
        var increment = Assert.Single(Counter.Calls);
        Assert.Equal("increment", increment.Name);
        Assert.Equal([("by", false), ("memo", true)], increment.Arguments.Select(one => (one.Name, one.IsOptional)));
        Assert.Equal(["value", "memo"], Counter.Getters.Select(one => one.Name));
        Assert.Equal("u64", Counter.Getters[0].Answer);
    }

    [Fact]
    public void A_call_is_written_from_text_and_optional_arguments_may_be_left_out()
    {
        var memo = new Bytes32(Enumerable.Repeat((byte)7, 32).ToArray());

        var plain = Counter.EncodeCall("increment", new Dictionary<string, string> { ["by"] = "42" });
        var full = Counter.EncodeCall("Increment", new Dictionary<string, string> { ["By"] = "42", ["memo"] = memo.ToString() });

        Assert.Equal(CounterCall.Codec.Encode(new CounterCall.Increment(42, null)), plain);
        Assert.Equal(CounterCall.Codec.Encode(new CounterCall.Increment(42, memo)), full);
    }

    [Fact]
    public void A_getter_takes_addresses_as_accounts()
    {
        using var alice = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        var asked = Counter.EncodeGetter("value", new Dictionary<string, string> { ["of"] = Ss58.Encode(alice.AccountId) });

        Assert.Equal(CounterGetter.Codec.Encode(new CounterGetter.Value(alice.AccountId)), asked);
        Assert.Equal(CounterGetter.Codec.Encode(new CounterGetter.Value(null)), Counter.EncodeGetter("value", None));
    }

    [Fact]
    public void Answers_outputs_and_errors_are_told_by_the_schema()
    {
        Assert.Equal("84", ScaleJson.ToText(Counter.DecodeAnswer("value", Scale.U64.Encode(84))));
        Assert.Null(Counter.DecodeOutput("increment", []));
        Assert.StartsWith("counter.Overflow", Counter.ExplainError(0), StringComparison.Ordinal);
        Assert.Contains("error 9", Counter.ExplainError(9), StringComparison.Ordinal);
        Assert.Equal("STEE-A0011", Assert.Throws<ClientException>(() => Counter.DecodeAnswer("value", [1])).Code);
    }

    [Theory]
    [InlineData("decrement", "by", "1", "STEE-U0001", "increment")]
    [InlineData("increment", "by", "minus one", "STEE-U0002", "by")]
    [InlineData("increment", "by", "4294967296", "STEE-U0002", "by")]
    [InlineData("increment", "memo", "0x00", "STEE-U0002", "'by'")]
    [InlineData("increment", "times", "1", "STEE-U0002", "by, memo")]
    public void What_the_schema_does_not_have_is_named(string call, string argument, string value, string code, string named)
    {
        var refused = Assert.Throws<ClientException>(() => Counter.EncodeCall(call, new Dictionary<string, string> { [argument] = value }));
        Assert.Equal(code, refused.Code);
        Assert.Contains(named, $"{refused.What} {refused.Why}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_is_not_the_descriptors_is_refused()
    {
        var other = StfSchema.Codec.Encode(Schema with { StfVersion = 2 });
        var hash = Schema.CSharpIdentity().Hash;

        Assert.Equal("STEE-A0012", Assert.Throws<ClientException>(() => StfInterface.Open(other, hash)).Code);
        Assert.Equal("STEE-A0012", Assert.Throws<ClientException>(() => StfInterface.Open(Bytes.AsSpan(1), hash)).Code);
        Assert.Equal("STEE-A0012", Assert.Throws<ClientException>(() => StfInterface.Open([], hash)).Code);
    }

    [Fact]
    public void A_function_that_is_loaded_is_known_by_its_code_too()
    {
        var code = new Hash256(new Bytes32([.. Enumerable.Repeat((byte)7, 32)]));
        var identity = Schema.CSharpIdentity() with { Kind = StfKind.WebAssembly, CodeHash = code };

        Assert.Equal(identity, StfInterface.Open(Bytes, identity.Hash, code).Identity);
        Assert.Equal(Schema.CSharpIdentity(), Counter.Identity);
        Assert.Equal("STEE-A0012", Assert.Throws<ClientException>(() => StfInterface.Open(Bytes, identity.Hash)).Code);
        Assert.Equal("STEE-A0012", Assert.Throws<ClientException>(() => StfInterface.Open(Bytes, identity.Hash, identity.Hash)).Code);
        Assert.Equal("STEE-A0012", Assert.Throws<ClientException>(() => StfInterface.Open(Bytes, Counter.Identity.Hash, code)).Code);
    }

    [Fact]
    public void A_schema_that_names_types_it_does_not_have_is_refused_though_its_hash_is_right()
    {
        var broken = Schema with { Calls = 9999 };
        Assert.Equal(
            "STEE-A0012",
            Assert.Throws<ClientException>(() => StfInterface.Open(StfSchema.Codec.Encode(broken), broken.CSharpIdentity().Hash)).Code);
    }

    [Theory]
    [InlineData("Increment", "increment")]
    [InlineData("TransferAll", "transfer-all")]
    [InlineData("transfer_all", "transfer-all")]
    [InlineData("transfer-all", "transfer-all")]
    public void Names_are_written_one_way(string name, string plain) => Assert.Equal(plain, StfInterface.PlainName(name));

    private static StfSchema Describe(CounterStf stf) =>
        StfSchema.Describe(stf.Name, stf.Version, stf.CallType, stf.GetterType, stf.ErrorType, stf.Answers);
}
