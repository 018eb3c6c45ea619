using System.Buffers.Binary;
using System.Security.Cryptography;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

public sealed class HpkeTests
{
    private static readonly byte[] Info = "domain, genesis, shard"u8.ToArray();

    public static TheoryData<string> RfcVectors => new("A.1.1 AES-128-GCM", "A.2.1 ChaCha20Poly1305");

    [Theory]
    [MemberData(nameof(RfcVectors))]
    public void Kem_key_schedule_messages_and_exports_equal_those_of_rfc_9180(string name)
    {
        var vector = name.StartsWith("A.1", StringComparison.Ordinal) ? HpkeVector.Aes128Gcm : HpkeVector.ChaCha20Poly1305;
        var aead = new HpkeAead(vector.AeadId, vector.Key.Length / 2);
        using var ephemeral = PairOf(vector.SenderSeed, vector.SenderSecret);
        using var recipientPair = PairOf(vector.RecipientSeed, vector.RecipientSecret);
        Assert.Equal("0x" + vector.RecipientPublicKey, recipientPair.PublicKey.ToString());
        Assert.Equal("0x" + vector.Enc, ephemeral.PublicKey.ToString());

        using var sender = HpkeKeySchedule.ForSender(
            aead, recipientPair.PublicKey.Bytes.AsSpan(), Hex.Decode(HpkeVector.Info), ephemeral);
        using var recipient = HpkeKeySchedule.ForRecipient(aead, Hex.Decode(vector.Enc), recipientPair, Hex.Decode(HpkeVector.Info));
        foreach (var side in new[] { sender!, recipient! })
        {
            Assert.Equal("0x" + vector.Key, Hex.Encode(side.Key.Reveal()));
            Assert.Equal("0x" + vector.BaseNonce, Hex.Encode(side.BaseNonce.Reveal()));
            foreach (var (context, value) in vector.Exports)
            {
                using var exported = side.Export(Hex.Decode(context), 32);
                Assert.Equal("0x" + value, Hex.Encode(exported.Reveal()));
            }
        }

        foreach (var (sequence, associatedData, ciphertext) in vector.Messages)
        {
            var made = Encrypt(vector, sender!, sequence, Hex.Decode(associatedData));
            Assert.Equal("0x" + ciphertext, Hex.Encode(made));
        }
    }

    [Fact]
    public void What_is_sealed_to_a_key_opens_with_it_and_both_sides_export_the_same()
    {
        using var recipientPair = X25519KeyPair.FromSeed(Secret(1));
        using var sender = Hpke.SetupSender(recipientPair.PublicKey.Bytes.AsSpan(), Info, Secret(2), out var enc);
        using var recipient = Hpke.SetupRecipient(enc, recipientPair, Info);
        Assert.NotNull(recipient);
        for (var i = 0; i < 3; i++)
        {
            var ciphertext = sender.Seal("aad"u8, [1, 2, (byte)i]);
            Assert.Equal(3 + AeadBox.TagLength, ciphertext.Length);
            Assert.False(recipient.TryOpen("aaa"u8, ciphertext, out var nothing));
            Assert.Empty(nothing);
            Assert.True(recipient.TryOpen("aad"u8, ciphertext, out var plaintext));
            Assert.Equal([1, 2, (byte)i], plaintext);
        }

        using var left = sender.Export("answer"u8, 32);
        using var right = recipient.Export("answer"u8, 32);
        using var other = recipient.Export("outcome"u8, 32);
        Assert.True(left.FixedTimeEquals(right.Reveal()));
        Assert.False(left.FixedTimeEquals(other.Reveal()));
    }

    [Fact]
    public void A_message_opened_once_is_that_of_the_context_and_exports_its_secret()
    {
        using var recipientPair = X25519KeyPair.FromSeed(Secret(1));
        using var sender = Hpke.SetupSender(recipientPair.PublicKey.Bytes.AsSpan(), Info, Secret(2), out var enc);
        var ciphertext = sender.Seal("aad"u8, "plaintext"u8);
        using var exported = sender.Export("answer"u8, 32);
        var secret = new byte[32];
        Assert.True(Hpke.TryOpenOnce(enc, recipientPair, Info, "aad"u8, ciphertext, "answer"u8, secret, out var plaintext));
        Assert.Equal("plaintext"u8, plaintext);
        Assert.True(exported.FixedTimeEquals(secret));

        ciphertext[0] ^= 1;
        Assert.False(Hpke.TryOpenOnce(enc, recipientPair, Info, "aad"u8, ciphertext, "answer"u8, secret, out plaintext));
        Assert.False(Hpke.TryOpenOnce(new byte[32], recipientPair, Info, "aad"u8, ciphertext, "answer"u8, secret, out _));
        Assert.False(Hpke.TryOpenOnce(enc.AsSpan(1), recipientPair, Info, "aad"u8, ciphertext, "answer"u8, secret, out _));
        Assert.Empty(plaintext);
        Assert.Equal(new byte[32], secret);
    }

    [Fact]
    public void Another_info_another_key_or_any_changed_bit_does_not_open()
    {
        using var recipientPair = X25519KeyPair.FromSeed(Secret(1));
        using var otherPair = X25519KeyPair.FromSeed(Secret(3));
        using var sender = Hpke.SetupSender(recipientPair.PublicKey.Bytes.AsSpan(), Info, Secret(2), out var enc);
        var ciphertext = sender.Seal("aad"u8, "plaintext"u8);
        Assert.False(Opens(enc, recipientPair, "other info"u8.ToArray(), ciphertext));
        Assert.False(Opens(enc, otherPair, Info, ciphertext));
        for (var bit = 0; bit < ciphertext.Length * 8; bit++)
        {
            ciphertext[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Opens(enc, recipientPair, Info, ciphertext));
            ciphertext[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < ciphertext.Length; length++)
        {
            Assert.False(Opens(enc, recipientPair, Info, ciphertext[..length]));
        }

        Assert.True(Opens(enc, recipientPair, Info, ciphertext));
    }

    // The points of small order and their non-canonical forms (RFC 7748, section 7, and https://cr.yp.to/ecdh.html).
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void Keys_of_small_order_are_refused_on_both_sides(string key)
    {
        using var pair = X25519KeyPair.FromSeed(Secret(1));
        Assert.Null(Hpke.SetupRecipient(Hex.Decode(key), pair, Info));
        Assert.Throws<ArgumentException>(() => Hpke.SetupSender(Hex.Decode(key), Info, Secret(2), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Keys_of_another_length_are_refused(int length)
    {
        using var pair = X25519KeyPair.FromSeed(Secret(1));
        Assert.Null(Hpke.SetupRecipient(new byte[length], pair, Info));
        Assert.Throws<ArgumentException>(() => Hpke.SetupSender(new byte[length], Info, Secret(2), out _));
    }

    [Fact]
    public void Short_entropy_is_refused() =>
        Assert.Throws<ArgumentException>(() => X25519KeyPair.FromSeed(new SecretBytes(new byte[31])));

    private static byte[] Encrypt(HpkeVector vector, HpkeKeySchedule schedule, int sequence, byte[] associatedData)
    {
        var plaintext = Hex.Decode(HpkeVector.Plaintext);
        var output = new byte[plaintext.Length + 16];
        var nonce = schedule.BaseNonce.Reveal().ToArray();
        BinaryPrimitives.WriteInt32BigEndian(
            nonce.AsSpan(8), BinaryPrimitives.ReadInt32BigEndian(nonce.AsSpan(8)) ^ sequence);
        var (text, tag) = (output.AsMemory(0, plaintext.Length), output.AsMemory(plaintext.Length));
        if (vector.AeadId == 1)
        {
            using var aes = new AesGcm(schedule.Key.Reveal(), 16);
            aes.Encrypt(nonce, plaintext, text.Span, tag.Span, associatedData);
        }
        else
        {
            using var chacha = new ChaCha20Poly1305(schedule.Key.Reveal());
            chacha.Encrypt(nonce, plaintext, text.Span, tag.Span, associatedData);
        }

        return output;
    }

    private static bool Opens(byte[] enc, X25519KeyPair pair, byte[] info, byte[] ciphertext)
    {
        using var recipient = Hpke.SetupRecipient(enc, pair, info)!;
        return recipient.TryOpen("aad"u8, ciphertext, out _);
    }

    private static X25519KeyPair PairOf(string seed, string secret)
    {
        var pair = X25519KeyPair.FromSeed(new SecretBytes(Hex.Decode(seed)));
        Assert.Equal("0x" + secret, Hex.Encode(pair.Secret.Reveal()));
        using var same = X25519KeyPair.FromSecret(new SecretBytes(Hex.Decode(secret)));
        Assert.Equal(pair.PublicKey, same.PublicKey);
        return pair;
    }

    private static SecretBytes Secret(byte fill) => SecretBytes.Create(32, bytes => bytes.Fill(fill));
}
