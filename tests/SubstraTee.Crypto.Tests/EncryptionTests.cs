using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

public sealed class EncryptionTests
{
    // RFC 5869, appendix A.1 and A.3 (SHA-256); A.3 has neither salt nor info, so it runs without a label.
    [Fact]
    public void Hkdf_gives_the_numbers_of_rfc_5869()
    {
        using var ikm = new SecretBytes(Hex.Decode("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"));
        using var first = Hkdf.Derive(ikm, Hex.Decode("000102030405060708090a0b0c"), Hex.Decode("f0f1f2f3f4f5f6f7f8f9").AsSpan(), 42);
        using var third = Hkdf.Derive(ikm, [], ReadOnlySpan<byte>.Empty, 42);
        Assert.Equal("0x3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865", Hex.Encode(first.Reveal()));
        Assert.Equal("0x8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8", Hex.Encode(third.Reveal()));
    }

    [Fact]
    public void Labels_and_salts_keep_secrets_apart()
    {
        using var ikm = Secret(1);
        var derived = new[]
        {
            Hkdf.Derive(ikm, [], "a", 32), Hkdf.Derive(ikm, [], "b", 32), Hkdf.Derive(ikm, [1], "a", 32), Hkdf.Derive(Secret(2), [], "a", 32),
        };
        Assert.Equal(derived.Length, derived.Select(secret => Hex.Encode(secret.Reveal())).Distinct(StringComparer.Ordinal).Count());
        using var asBytes = Hkdf.Derive(ikm, [], "a"u8, 32);
        Assert.True(derived[0].FixedTimeEquals(asBytes.Reveal()));
        Assert.Throws<ArgumentException>(() => Hkdf.Derive(ikm, [], string.Empty, 32));
        Assert.Throws<ArgumentException>(() => Hkdf.Derive(ikm, [], "a", 0));
        Assert.Throws<ArgumentException>(() => Hkdf.Derive(ikm, [], "a", Hkdf.MaxOutputLength + 1));
    }

    [Fact]
    public void Hmac_and_hkdf_equal_the_frameworks_at_every_length()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var length = 0; length < 700; length++)
        {
            var key = new byte[random.Next(100)];
            var message = new byte[length];
            random.NextBytes(key);
            random.NextBytes(message);
            var mac = new byte[HmacSha256.Length];
            HmacSha256.Hash(key, message, mac);
            Assert.True(HMACSHA256.HashData(key, message).AsSpan().SequenceEqual(mac), $"message of {length} bytes, seed {seed}");

            var wanted = random.Next(1, 300);
            using var ikm = new SecretBytes(key);
            using var derived = Hkdf.Derive(ikm, message, message, wanted);
            var expected = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, wanted, message, message);
            Assert.True(derived.FixedTimeEquals(expected), $"{wanted} bytes from {length}, seed {seed}");
        }

        using var longest = Hkdf.Derive(Secret(1), [], "a", Hkdf.MaxOutputLength);
        Assert.Equal(Hkdf.MaxOutputLength, longest.Length);
    }

    [Fact]
    public void Several_secrets_derived_at_once_are_those_derived_one_by_one()
    {
        using var ikm = Secret(1);
        var output = new byte[64];
        Hkdf.DeriveEach(ikm.Reveal(), [7], ["a", "b"], output);
        using var first = Hkdf.Derive(ikm, [7], "a", 32);
        using var second = Hkdf.Derive(ikm, [7], "b", 32);
        Assert.True(first.FixedTimeEquals(output.AsSpan(0, 32)));
        Assert.True(second.FixedTimeEquals(output.AsSpan(32)));
        Assert.Throws<ArgumentException>(() => Hkdf.DeriveEach([1], [], ["a", string.Empty], output));
        Assert.Throws<ArgumentException>(() => Hkdf.DeriveEach([1], [], ["a"], output));
    }

    // Test case 16 of the GCM specification (McGrew, Viega), with its nonce as base nonce and as nonce.
    [Fact]
    public void A_box_gives_the_numbers_of_the_gcm_specification()
    {
        using var key = new SecretBytes(Hex.Decode("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
        var nonce = Hex.Decode("cafebabefacedbaddecaf888");
        var plaintext = Hex.Decode(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        var associatedData = Hex.Decode("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        const string Expected =
            "0x522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            + "76fc6ece0f4e1768cddf8853bb2d551b";
        using var box = new AeadBox(key, nonce);
        Assert.Equal(Expected, Hex.Encode(box.Seal(0, associatedData, plaintext)));
        using var plain = new AeadBox(key);
        var output = new byte[plaintext.Length + AeadBox.TagLength];
        plain.SealWithNonce(nonce, associatedData, plaintext, output);
        Assert.Equal(Expected, Hex.Encode(output));
        var opened = new byte[plaintext.Length];
        Assert.True(plain.TryOpenWithNonce(nonce, associatedData, output, opened));
        Assert.Equal(plaintext, opened);
    }

    [Fact]
    public void A_box_opens_only_what_was_sealed_under_the_same_number_and_associated_data()
    {
        using var key = Secret(1);
        using var box = new AeadBox(key);
        var sealedText = box.Seal(7, [1], "plaintext"u8);
        Assert.True(box.TryOpen(7, [1], sealedText, out var plaintext));
        Assert.Equal("plaintext"u8.ToArray(), plaintext);
        Assert.False(box.TryOpen(8, [1], sealedText, out plaintext));
        Assert.Empty(plaintext);
        Assert.False(box.TryOpen(7, [2], sealedText, out _));
        Assert.False(box.TryOpen(7, [1], sealedText.AsSpan(1), out _));
        Assert.False(box.TryOpen(7, [1], [], out _));
        Assert.True(box.TryOpen(0, [], box.Seal(0, [], []), out _));
        using var other = new AeadBox(Secret(2));
        Assert.False(other.TryOpen(7, [1], sealedText, out _));
    }

    [Fact]
    public void A_failed_opening_leaves_no_plaintext_behind()
    {
        using var box = new AeadBox(Secret(1));
        var sealedText = box.Seal(0, [], "plaintext"u8);
        sealedText[^1] ^= 1;
        var buffer = "untouched"u8.ToArray();
        Assert.False(box.TryOpen(0, [], sealedText, buffer));
        Assert.All(buffer, b => Assert.Equal(0, b));
    }

    [Fact]
    public void Sequence_numbers_up_to_the_last_one_give_different_nonces()
    {
        using var box = new AeadBox(Secret(1), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        ulong[] numbers = [0, 1, 255, 256, uint.MaxValue, 1UL << 32, ulong.MaxValue];
        Assert.Equal(numbers.Length, numbers.Select(number => Hex.Encode(box.Seal(number, [], "same"u8))).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new AeadBox(new SecretBytes(new byte[16])));
        Assert.Throws<ArgumentException>(() => new AeadBox(Secret(1), new byte[11]));
        using var box = new AeadBox(Secret(1));
        Assert.Throws<ArgumentException>(() => box.Seal(0, [], new byte[3], new byte[3]));
        Assert.Throws<ArgumentException>(() => box.SealWithNonce(new byte[11], [], new byte[3], new byte[19]));
        Assert.False(box.TryOpenWithNonce(new byte[11], [], new byte[19], new byte[3]));
        Assert.Throws<ArgumentException>(() => X25519KeyPair.FromSecret(new SecretBytes(new byte[31])));
    }

    private static SecretBytes Secret(byte fill) => SecretBytes.Create(32, bytes => bytes.Fill(fill));
}
