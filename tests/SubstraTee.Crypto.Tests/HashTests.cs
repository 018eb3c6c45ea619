using Org.BouncyCastle.Crypto.Digests;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

public sealed class HashTests
{
    [Fact]
    public void Keccak_equals_the_oracle_around_every_block_border()
    {
        for (var length = 0; length < 420; length++)
        {
            var input = Enumerable.Range(0, length).Select(i => (byte)(i * 3)).ToArray();
            var oracle = new KeccakDigest(256);
            oracle.BlockUpdate(input, 0, length);
            var expected = new byte[32];
            oracle.DoFinal(expected, 0);
            Assert.Equal(new Hash256(expected), Keccak.Hash256(input));
        }
    }

    [Fact]
    public void Sha256_of_abc() =>
        Assert.Equal(
            "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.Hash256("abc"u8).ToString());

    // Test data and sums of the xxHash repository's own self-test (tests/sanity_test_vectors.h).
    [Theory]
    [InlineData(0, 0, 0xEF46DB3751D8E999)]
    [InlineData(0, 0x9E3779B1, 0xAC75FDA2929B17EF)]
    [InlineData(1, 0, 0xE934A84ADB052768)]
    [InlineData(1, 0x9E3779B1, 0x5014607643A9B4C3)]
    [InlineData(4, 0, 0x9136A0DCA57457EE)]
    [InlineData(14, 0, 0x8282DCC4994E35C8)]
    [InlineData(14, 0x9E3779B1, 0xC3BD6BF63DEB6DF0)]
    [InlineData(222, 0, 0xB641AE8CB691C174)]
    [InlineData(222, 0x9E3779B1, 0x20CB8AB7AE10C14A)]
    public void XxHash64_gives_the_published_sums(int length, ulong seed, ulong expected)
    {
        var input = new byte[length];
        ulong generator = 0x9E3779B1;
        for (var i = 0; i < length; i++)
        {
            input[i] = (byte)(generator >> 56);
            generator *= 0x9E3779B185EBCA8D;
        }

        Assert.Equal(expected, XxHash64.Hash(input, seed));
    }

    [Fact]
    public void Twox_refuses_an_output_that_is_too_short()
    {
        Assert.Throws<ArgumentException>(() => Twox.Twox64([], new byte[7]));
        Assert.Throws<ArgumentException>(() => Twox.Twox128([], new byte[15]));
        Assert.Throws<ArgumentException>(() => Twox.Twox256([], new byte[31]));
    }
}
