using System.Numerics;
using System.Security.Cryptography;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Crypto.Tests;

/// <summary>Ed25519's equations with a hash of choice: with SHA-512 they must be libsodium's, with SHA3-512 Keystone's.</summary>
public sealed class EdwardsSignatureTests
{
    private static readonly BigInteger Order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    // The eight points of small order, in canonical form (the y of order 8 and its negative, each with both signs of x).
    private static readonly string[] SmallOrder =
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ];

    public static TheoryData<string> SmallOrderKeys => [.. SmallOrder];

    [Fact]
    public void With_sha512_keys_and_signatures_are_those_of_libsodium()
    {
        for (var i = 0; i < 50; i++)
        {
            using var seed = new SecretBytes(Blake2b.Hash256([(byte)i]).Bytes.AsSpan());
            using var stock = new Ed25519KeyPair(seed);
            using var secret = EdwardsSignature.Expand(Sha512, seed);
            var message = new byte[i * 7];
            message.AsSpan().Fill((byte)i);
            var publicKey = new byte[32];
            var signature = new byte[64];

            EdwardsSignature.PublicKey(secret.Reveal(), publicKey);
            EdwardsSignature.Sign(Sha512, secret.Reveal(), message, signature);

            Assert.Equal(stock.PublicKey.ToArray(), publicKey);
            Assert.Equal(stock.Sign(message).Bytes.ToArray(), signature);
            Assert.True(EdwardsSignature.Verify(Sha512, publicKey, message, signature));
        }
    }

    [Fact]
    public void With_sha512_every_changed_bit_is_judged_as_libsodium_judges_it()
    {
        using var seed = new SecretBytes(new byte[32]);
        using var stock = new Ed25519KeyPair(seed);
        var key = stock.PublicKey.ToArray();
        var message = "judged"u8.ToArray();
        var signature = stock.Sign(message).Bytes.ToArray();
        for (var bit = 0; bit < 512; bit++)
        {
            var changed = Flip(signature, bit);
            Assert.Equal(Ed25519.Verify(key, message, changed), EdwardsSignature.Verify(Sha512, key, message, changed));
            Assert.False(EdwardsSignature.Verify(Sha512, key, message, changed));
        }

        for (var bit = 0; bit < 256; bit++)
        {
            Assert.False(EdwardsSignature.Verify(Sha512, Flip(key, bit), message, signature));
        }
    }

    [VectorFact]
    public void The_published_device_key_of_keystone_belongs_to_its_published_secret()
    {
        var secret = new SecretBytes(File.ReadAllBytes(Vectors.PathOf("attestation/keystone/test-device-key/device_secret_key.bin")));
        Assert.Equal(
            File.ReadAllBytes(Vectors.PathOf("attestation/keystone/test-device-key/device_public_key.bin")),
            Ed25519Sha3.PublicKey(secret));
    }

    [Fact]
    public void With_sha3_signatures_hold_and_differ_from_those_of_stock_ed25519()
    {
        using var seed = new SecretBytes(new byte[32]);
        using var secret = Ed25519Sha3.Expand(seed);
        var key = Ed25519Sha3.PublicKey(secret);
        var message = "sha3"u8.ToArray();
        var signature = Ed25519Sha3.Sign(secret, message);

        Assert.True(Ed25519Sha3.IsUsableKey(key));
        Assert.True(Ed25519Sha3.Verify(key, message, signature));
        Assert.False(Ed25519.Verify(key, message, signature));
        Assert.False(Ed25519Sha3.Verify(key, "sha4"u8, signature));
        for (var bit = 0; bit < 512; bit++)
        {
            Assert.False(Ed25519Sha3.Verify(key, message, Flip(signature, bit)));
        }
    }

    [Fact]
    public void An_unreduced_s_is_refused()
    {
        using var seed = new SecretBytes(new byte[32]);
        using var secret = Ed25519Sha3.Expand(seed);
        var signature = Ed25519Sha3.Sign(secret, []);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true) + Order;
        s.ToByteArray(isUnsigned: true).CopyTo(signature.AsSpan(32));

        Assert.False(Ed25519Sha3.Verify(Ed25519Sha3.PublicKey(secret), [], signature));
    }

    [Theory]
    [MemberData(nameof(SmallOrderKeys))]
    public void A_key_of_small_order_verifies_nothing_whatever_r_is(string text)
    {
        var key = Convert.FromHexString(text);
        Assert.False(Ed25519Sha3.IsUsableKey(key));
        foreach (var r in SmallOrder.Select(Convert.FromHexString))
        {
            for (var i = 0; i < 8; i++)
            {
                Assert.False(Ed25519Sha3.Verify(key, [(byte)i], [.. r, .. new byte[32]]));
            }
        }
    }

    [Fact]
    public void A_key_with_a_part_of_small_order_is_refused()
    {
        // The base point plus a point of order two: (-x, -y).
        var mixed = Convert.FromHexString("9599999999999999999999999999999999999999999999999999999999999999");
        Assert.False(Ed25519Sha3.IsUsableKey(mixed));
        Assert.False(Ed25519Sha3.Verify(mixed, [], new byte[64]));
    }

    [Theory]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    [InlineData(0, 0)]
    public void Wrong_lengths_are_refused(int key, int signature) =>
        Assert.False(Ed25519Sha3.Verify(new byte[key], [], new byte[signature]));

    [Fact]
    public void A_secret_that_is_not_expanded_is_refused()
    {
        using var seed = new SecretBytes(new byte[32]);
        Assert.Throws<ArgumentException>(() => Ed25519Sha3.Sign(seed, []));
        Assert.Throws<ArgumentException>(() => Ed25519Sha3.PublicKey(seed));
    }

    private static void Sha512(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> digest) =>
        SHA512.HashData([.. first, .. second, .. third], digest);

    private static byte[] Flip(ReadOnlySpan<byte> bytes, int bit)
    {
        var copy = bytes.ToArray();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }
}
