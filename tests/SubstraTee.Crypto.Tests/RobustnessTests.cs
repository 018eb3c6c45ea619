using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto.Tests;

/// <summary>Readers of foreign input answer; they never throw, whatever comes.</summary>
public sealed class RobustnessTests
{
    // Characters that mean something to one of the readers, and some that mean nothing to any.
    private const string Characters = "//////0x19aAzZlO +-.é語\0\n";

    private static readonly string[] Pieces =
        ["//", "///", "/", "0x", "//Alice", Bip39.DevelopmentPhrase, "abandon ", "zoo ", "5Grwva", "18446744073709551616", "\ud800"];

    private static readonly Gen<string> Texts =
        from pieces in Gen.ListOf(Gen.OneOf(
            Gen.Elements(Pieces), from character in Gen.Elements(Characters.ToCharArray()) select character.ToString()))
        select string.Concat(pieces);

    [Fact]
    public void Any_text_is_a_secret_uri_or_not() =>
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var valid = SecretUri.TryParse(text, out var uri, out var error);
            using (uri)
            {
                return valid == (uri is not null) && valid == (error == SecretUriError.None);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_an_address_or_not() =>
        Prop.ForAll(Texts.ToArbitrary(), text =>
            Ss58.TryDecode(text, out var account, out var prefix, out var error)
                ? Ss58.Encode(account, prefix) == text
                : error != Ss58Error.None).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_a_phrase_or_not() =>
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var valid = Bip39.TryReadEntropy(text, out var entropy, out var error);
            using (entropy)
            {
                return valid == (entropy is not null) && valid == (error == Bip39Error.None);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_random_bytes_verify_or_open()
    {
        using var pair = X25519KeyPair.FromSeed(new SecretBytes(new byte[32]));
        Prop.ForAll<byte[], byte>((salt, length) =>
        {
            var bytes = new byte[64];
            Blake2b.Hash(salt, bytes);
            var account = new AccountId(bytes.AsSpan(32));
            using var recipient = Hpke.SetupRecipient(bytes.AsSpan(0, 32), pair, salt);
            return !SignatureVerifier.Verify(new Signature(KeyType.Ed25519, bytes), salt, account)
                && !SignatureVerifier.Verify(new Signature(KeyType.Sr25519, bytes), salt, account)
                && !SignatureVerifier.Verify(new Signature(KeyType.Ecdsa, [.. bytes, (byte)(length & 3)]), salt, account)
                && (recipient is null || !recipient.TryOpen([], new byte[length], out _));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Many_signatures_get_the_verdicts_that_each_gets_alone() =>
        Prop.ForAll<int[]>(choices =>
        {
            var messages = choices.Select((choice, i) => Make(choice, i)).ToArray();
            var results = new bool[messages.Length];
            SignatureVerifier.VerifyMany(messages, results);
            return results.SequenceEqual(messages.Select(m => SignatureVerifier.Verify(m.Signature, m.Message.Span, m.Signer)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fewer_results_than_signatures_are_refused() =>
        Assert.Throws<ArgumentException>(() => SignatureVerifier.VerifyMany(new SignedMessage[2], new bool[1]));

    // A signature of some kind over some message, in one of three cases spoilt.
    private static SignedMessage Make(int choice, int index)
    {
        var number = (uint)choice;
        using var seed = new SecretBytes(Blake2b.Hash256([(byte)(number % 5)]).Bytes.AsSpan());
        using var pair = KeyPair.FromSeed(seed, number % 4 == 0 ? KeyType.Ed25519 : number % 4 == 1 ? KeyType.Ecdsa : KeyType.Sr25519);
        var message = Encoding.UTF8.GetBytes($"message {choice} {index}");
        var bytes = pair.Sign(message).Bytes.ToArray();
        if (number / 4 % 3 == 0)
        {
            bytes[number % 64] ^= (byte)(1 << (int)(number / 64 % 8));
        }

        return new SignedMessage(new Signature(pair.Type, bytes), message, pair.AccountId);
    }
}
