using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

public sealed class HpkeTests
{
    private static readonly byte[] Info = "domain, genesis, shard"u8.ToArray();

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

    private static SecretBytes Secret(byte fill) => SecretBytes.Create(32, bytes => bytes.Fill(fill));
}
