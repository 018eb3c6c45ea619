using System.Text.Json;
using System.Text.Json.Nodes;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Crypto.Tests;

/// <summary>Both ways against @hpke/core and polkadot-js.</summary>
public sealed class NpmOracleTests
{
    private const string Suite = "crypto";

    [NpmFact(Suite)]
    public async Task Signatures_of_either_side_are_accepted_by_the_other()
    {
        KeyType[] types = [KeyType.Ed25519, KeyType.Sr25519, KeyType.Ecdsa];
        string[] uris = ["//Alice", "//Bob//stash//7", Bip39.DevelopmentPhrase + "//x///a password"];
        var cases = types.SelectMany(type => uris.Append("//hard/soft/12").Where(uri => uri != "//hard/soft/12" || type == KeyType.Sr25519)
            .SelectMany(uri => new[] { 1, 32, 255, 256, 257, 1000 }.Select(length => (type, uri, length)))).ToArray();
        var questions = new JsonArray();
        foreach (var (type, uri, length) in cases)
        {
            using var pair = KeyPair.FromSecretUri(uri, type);
            var message = Message(length);
            var signer = type == KeyType.Ecdsa ? pair.PublicKey.Span : pair.AccountId.Bytes.AsSpan();
            questions.Add(Ask("sign", ("type", NameOf(type)), ("uri", uri), ("message", Hex.Encode(message))));
            questions.Add(Ask(
                "verify", ("message", Hex.Encode(message)), ("signature", Hex.Encode(pair.Sign(message).Bytes.Span)), ("signer", Hex.Encode(signer))));
        }

        var answers = await AnswersTo(questions);
        for (var i = 0; i < cases.Length; i++)
        {
            var (type, uri, length) = cases[i];
            using var pair = KeyPair.FromSecretUri(uri, type);
            var (theirs, verdict) = (answers[2 * i]!, answers[(2 * i) + 1]!);
            Assert.Equal(Hex.Encode(pair.PublicKey.Span), (string?)theirs["publicKey"]);
            var signature = new Signature(type, Hex.Decode((string)theirs["signature"]!));
            Assert.True(SignatureVerifier.Verify(signature, Message(length), pair.AccountId), $"their {type} signature of {uri}");
            Assert.True((bool)verdict["valid"]!, $"our {type} signature of {uri}, {length} bytes");
        }
    }

    [NpmFact(Suite)]
    public async Task Phrases_and_their_seeds_are_the_same()
    {
        var cases = new[] { 16, 20, 24, 28, 32 }.SelectMany(length => new[] { string.Empty, "pass word" }
            .Select(password => (Entropy: Message(length + 1)[1..], Password: password))).ToArray();
        var questions = new JsonArray();
        foreach (var (entropy, password) in cases)
        {
            questions.Add(Ask("mnemonic", ("phrase", Bip39.Generate(new SecretBytes(entropy))), ("password", password)));
        }

        var answers = await AnswersTo(questions);
        for (var i = 0; i < cases.Length; i++)
        {
            using var seed = Bip39.ToSeed(new SecretBytes(cases[i].Entropy), cases[i].Password);
            Assert.Equal((string?)answers[i]!["entropy"], Hex.Encode(cases[i].Entropy));
            Assert.Equal((string?)answers[i]!["seed"], Hex.Encode(seed.Reveal()));
        }
    }

    [NpmFact(Suite)]
    public async Task Addresses_are_the_same_for_every_length_of_prefix()
    {
        ushort[] prefixes = [0, 1, 42, 63, 64, 65, 127, 128, 255, 256, 257, 1000, 16382, 16383];
        var accounts = prefixes.Select((_, i) => new AccountId(Blake2b.Hash256([(byte)i]).Bytes)).ToArray();
        var questions = new JsonArray();
        for (var i = 0; i < prefixes.Length; i++)
        {
            var question = Ask("address", ("account", accounts[i].ToString()));
            question["prefix"] = prefixes[i];
            questions.Add(question);
        }

        var answers = await AnswersTo(questions);
        for (var i = 0; i < prefixes.Length; i++)
        {
            Assert.Equal((string?)answers[i]!["address"], Ss58.Encode(accounts[i], prefixes[i]));
            Assert.Equal((string?)answers[i]!["account"], accounts[i].ToString());
        }
    }

    [NpmFact(Suite)]
    public async Task Hpke_messages_and_exports_of_either_side_are_read_by_the_other()
    {
        var (seed, info, exporter) = (Message(32), Message(40), Message(7));
        var texts = new[] { 0, 1, 256, 5000 }.Select(Message).ToArray();
        using var pair = X25519KeyPair.FromSeed(new SecretBytes(seed));
        using var sender = Hpke.SetupSender(pair.PublicKey.Bytes.AsSpan(), info, new SecretBytes(Message(33)), out var enc);
        var ours = texts.Select(text => sender.Seal(Message(6), text)).ToArray();
        var answers = await AnswersTo(
        [
            Ask("hpkeKey", ("seed", Hex.Encode(seed))),
            AskHpke("hpkeSeal", ("recipient", pair.PublicKey.ToString()), info, exporter, texts),
            AskHpke("hpkeOpen", ("seed", Hex.Encode(seed)), info, exporter, ours, ("enc", Hex.Encode(enc))),
        ]);

        Assert.Equal(pair.PublicKey.ToString(), (string?)answers[0]!["publicKey"]);
        using var recipient = Hpke.SetupRecipient(Hex.Decode((string)answers[1]!["enc"]!), pair, info)!;
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.True(recipient.TryOpen(Message(6), Hex.Decode((string)answers[1]!["ciphertexts"]![i]!), out var plaintext));
            Assert.Equal(texts[i], plaintext);
            Assert.Equal(Hex.Encode(texts[i]), (string?)answers[2]!["plaintexts"]![i]);
        }

        using var received = recipient.Export(exporter, 32);
        using var sent = sender.Export(exporter, 32);
        Assert.Equal((string?)answers[1]!["exported"], Hex.Encode(received.Reveal()));
        Assert.Equal((string?)answers[2]!["exported"], Hex.Encode(sent.Reveal()));
    }

    private static JsonObject AskHpke(
        string ask, (string, string) key, byte[] info, byte[] exporter, byte[][] texts, params (string, string)[] more)
    {
        var question = Ask(ask, [key, ("info", Hex.Encode(info)), ("exporter", Hex.Encode(exporter)), .. more]);
        question["messages"] = new JsonArray(
            [.. texts.Select(text => new JsonObject { ["aad"] = Hex.Encode(Message(6)), ["text"] = Hex.Encode(text) })]);
        return question;
    }

    private static JsonObject Ask(string ask, params (string Name, string Value)[] arguments)
    {
        var question = new JsonObject { ["ask"] = ask };
        foreach (var (name, value) in arguments)
        {
            question[name] = value;
        }

        return question;
    }

    private static async Task<JsonArray> AnswersTo(JsonArray questions) =>
        JsonNode.Parse(await Npm.RunAsync(Suite, "oracle.mjs", questions.ToJsonString()))!.AsArray();

    private static string NameOf(KeyType type) => JsonNamingPolicy.CamelCase.ConvertName(type.ToString());

    private static byte[] Message(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + length))];
}
