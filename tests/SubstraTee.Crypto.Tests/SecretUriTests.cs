using System.Security.Cryptography;
using System.Text;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

public sealed class SecretUriTests
{
    private const string Seed = "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";

    [Fact]
    public void Alice_is_the_hard_child_of_the_development_phrase()
    {
        using var alice = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
        using var same = KeyPair.FromSecretUri(Seed, KeyType.Sr25519);
        Assert.Equal("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d", alice.AccountId.ToString());
        Assert.Equal(alice.AccountId, same.AccountId);
    }

    [Theory]
    [InlineData("", SecretUriError.BadForm)]
    [InlineData("/soft", SecretUriError.BadForm)]
    [InlineData("///password", SecretUriError.BadForm)]
    [InlineData("////", SecretUriError.BadForm)]
    [InlineData("//", SecretUriError.BadForm)]
    [InlineData("//Alice/", SecretUriError.BadForm)]
    [InlineData("//Alice//", SecretUriError.BadForm)]
    [InlineData("0x", SecretUriError.BadSeed)]
    [InlineData("0x00", SecretUriError.BadSeed)]
    [InlineData("0xzzbe9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a", SecretUriError.BadSeed)]
    [InlineData("0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a00", SecretUriError.BadSeed)]
    [InlineData("Alice", SecretUriError.BadWordCount)]
    [InlineData("bottom drive obey lake curtain smoke basket hold race lonely fit", SecretUriError.BadWordCount)]
    [InlineData("bottom drive obey lake curtain smoke basket hold race lonely fit walks", SecretUriError.UnknownWord)]
    [InlineData("Bottom drive obey lake curtain smoke basket hold race lonely fit walk", SecretUriError.UnknownWord)]
    [InlineData("drive bottom obey lake curtain smoke basket hold race lonely fit walk", SecretUriError.BadChecksum)]
    public void Texts_that_are_no_secret_uri_are_refused_with_their_reason(string text, SecretUriError expected)
    {
        Assert.False(SecretUri.TryParse(text, out var uri, out var error));
        Assert.Null(uri);
        Assert.Equal(expected, error);
        var exception = Assert.Throws<SecretUriException>(() => KeyPair.FromSecretUri(text, KeyType.Ed25519));
        Assert.Equal(expected, exception.Error);
    }

    [Fact]
    public void Huge_texts_are_refused_and_the_longest_allowed_one_is_read()
    {
        Assert.False(SecretUri.TryParse("//" + new string('a', SecretUri.MaxLength), out _, out var error));
        Assert.Equal(SecretUriError.TooLong, error);
        Assert.False(SecretUri.TryParse(null, out _, out error));
        using var uri = SecretUri.Parse("//" + new string('ü', SecretUri.MaxLength - 2));
        using var pair = uri.ToKeyPair(KeyType.Ed25519);
        Assert.Equal(32, pair.PublicKey.Length);
    }

    [Theory]
    [InlineData(KeyType.Ed25519)]
    [InlineData(KeyType.Ecdsa)]
    public void Soft_junctions_are_for_sr25519_only(KeyType type)
    {
        var exception = Assert.Throws<SecretUriException>(() => KeyPair.FromSecretUri("//Alice/soft", type));
        Assert.Equal(SecretUriError.SoftJunction, exception.Error);
        Assert.Contains("sr25519", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_junction_of_digits_is_a_number_up_to_64_bits_and_a_text_beyond()
    {
        Assert.Equal(DeriveJunction.Parse(true, "7"), DeriveJunction.Parse(true, "007"));
        Assert.Equal(DeriveJunction.Parse(true, "7"), DeriveJunction.Parse(true, "+7"));
        Assert.NotEqual(DeriveJunction.Parse(true, "7"), DeriveJunction.Parse(true, "-7"));
        Assert.NotEqual(DeriveJunction.Parse(true, "0"), DeriveJunction.Parse(true, "-0"));
        Assert.NotEqual(DeriveJunction.Parse(true, "7"), DeriveJunction.Parse(true, " 7"));
        Assert.NotEqual(DeriveJunction.Parse(true, "7"), DeriveJunction.Parse(true, "7 "));
        Assert.Equal("0x" + new string('f', 16) + new string('0', 48), DeriveJunction.Parse(true, "18446744073709551615").ChainCode.ToString());
        Assert.StartsWith("0x50313834", DeriveJunction.Parse(true, "18446744073709551616").ChainCode.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Password_and_path_change_the_key_and_everything_after_the_password_mark_belongs_to_it()
    {
        string[] uris = [string.Empty, "///", "///a", "///a/b", "///a//b", "///a///b", "//a", "//a///b", "/a"];
        var accounts = uris.Select(uri =>
        {
            using var pair = KeyPair.FromSecretUri(Bip39.DevelopmentPhrase + uri, KeyType.Sr25519);
            return pair.AccountId;
        }).ToArray();
        Assert.Equal(accounts[0], accounts[1]);
        Assert.Equal(uris.Length - 1, accounts.Distinct().Count());
    }

    [Fact]
    public void Nothing_secret_is_printed()
    {
        using var uri = SecretUri.Parse(Seed);
        Assert.Equal("[secret uri]", uri.ToString());
        foreach (var type in Enum.GetValues<KeyType>())
        {
            using var pair = uri.ToKeyPair(type);
            Assert.Equal($"{type}:{pair.AccountId}", pair.ToString());
        }

        var exception = Assert.Throws<SecretUriException>(() => SecretUri.Parse("hunter2"));
        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_word_list_is_that_of_the_specification()
    {
        var words = Bip39EnglishWords.All;
        Assert.Equal(2048, words.Length);
        Assert.True(words.Zip(words.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0));
        Assert.Equal(
            "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', words) + "\n"))));
    }

    // BIP-39's own test vectors (English): entropy and phrase.
    [Theory]
    [InlineData(
        "00000000000000000000000000000000",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about")]
    [InlineData(
        "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f", "legal winner thank year wave sausage worth useful legal winner thank yellow")]
    [InlineData("ffffffffffffffffffffffffffffffff", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong")]
    [InlineData(
        "808080808080808080808080808080808080808080808080",
        "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter always")]
    [InlineData(
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote")]
    public void Phrases_are_those_of_bip_39(string entropy, string phrase)
    {
        using var secret = new SecretBytes(Hex.Decode(entropy));
        Assert.Equal(phrase, Bip39.Generate(secret));
        Assert.True(Bip39.TryReadEntropy(phrase, out var read, out var error));
        using (read)
        {
            Assert.Equal(Bip39Error.None, error);
            Assert.True(secret.FixedTimeEquals(read!.Reveal()));
        }
    }

    // substrate-bip39's test vector (README and tests of that crate).
    [Fact]
    public void The_seed_is_stretched_from_the_entropy_as_substrate_does()
    {
        Assert.True(Bip39.TryReadEntropy(
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about", out var entropy, out _));
        using (entropy)
        {
            using var seed = Bip39.ToSeed(entropy!, "Substrate");
            Assert.Equal("0x44e9d125f037ac1d51f0a7d3649689d422c2af8b1ec8e00d71db4d7bf6d127e3", Hex.Encode(seed.Reveal()));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(18)]
    [InlineData(36)]
    public void Entropy_of_another_length_is_refused(int length) =>
        Assert.Throws<ArgumentException>(() => Bip39.Generate(new SecretBytes(new byte[length])));
}
