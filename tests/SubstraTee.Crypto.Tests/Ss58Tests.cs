using FsCheck;
using FsCheck.Fluent;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

public sealed class Ss58Tests
{
    private const string Alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    [Fact]
    public void Every_account_and_prefix_survives_the_round_trip() =>
        Prop.ForAll<byte[], ushort>((salt, number) =>
        {
            var account = new AccountId(Blake2b.Hash256(salt).Bytes);
            var prefix = (ushort)(number % (Ss58.MaxPrefix + 1));
            return Ss58.TryDecode(Ss58.Encode(account, prefix), out var decoded, out var read) && decoded == account && read == prefix;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Accounts_with_leading_zeros_survive_with_prefix_zero()
    {
        var address = Ss58.Encode(default, 0);
        Assert.True(Ss58.TryDecode(address, out var account, out var prefix));
        Assert.Equal((default, (ushort)0), (account, prefix));
    }

    [Theory]
    [InlineData(null, Ss58Error.BadBase58)]
    [InlineData("", Ss58Error.BadBase58)]
    [InlineData("0GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", Ss58Error.BadBase58)]
    [InlineData(" 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", Ss58Error.BadBase58)]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ", Ss58Error.BadChecksum)]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ", Ss58Error.BadPrefix)]
    [InlineData("FPRe", Ss58Error.BadLength)]
    public void Texts_that_are_no_address_are_refused_with_their_reason(string? text, Ss58Error expected)
    {
        Assert.False(Ss58.TryDecode(text, out _, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_huge_text_is_refused_at_once()
    {
        Assert.False(Ss58.TryDecode(new string('5', 1_000_000), out _, out _, out var error));
        Assert.Equal(Ss58Error.BadBase58, error);
        Assert.False(Ss58.TryDecode(new string('1', Base58.MaxCharacters), out _, out _));
        Assert.False(Ss58.TryDecode(new string('z', Base58.MaxCharacters), out _, out _));
    }

    [Fact]
    public void Any_mistyped_character_is_noticed()
    {
        for (var i = 0; i < Alice.Length; i++)
        {
            var typo = Alice.ToCharArray();
            typo[i] = typo[i] == 'x' ? 'y' : 'x';
            Assert.False(Ss58.TryDecode(new string(typo), out _, out _));
        }
    }

    [Fact]
    public void A_prefix_in_a_longer_form_than_needed_is_refused()
    {
        // Prefix 42 written in two bytes, with a correct checksum.
        var account = new AccountId(Blake2b.Hash256([]).Bytes);
        byte[] body = [0x40 | (42 >> 2), (42 & 3) << 6, .. account.ToArray()];
        var digest = new byte[64];
        Blake2b.Hash([.. "SS58PRE"u8, .. body], digest);
        Assert.False(Ss58.TryDecode(Base58.Encode([.. body, .. digest[..2]]), out _, out _, out var error));
        Assert.Equal(Ss58Error.BadPrefix, error);
    }

    [Fact]
    public void Prefixes_beyond_fourteen_bits_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Ss58.Encode(default, 16384));
}
