using System.Text;
using System.Text.Json;
using SubstraTee.Primitives;
using SubstraTee.Testing;

namespace SubstraTee.Crypto.Tests;

/// <summary>The public vectors made with polkadot-js: hashes, keys and signatures, addresses.</summary>
public sealed class SubstrateVectorTests
{
    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllBytes(Vectors.PathOf("substrate/" + file)));

    [VectorFact]
    public void Hashes_equal_those_of_the_reference()
    {
        using var document = Read("hashes.json");
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var input = Encoding.UTF8.GetBytes(entry.GetProperty("text").GetString()!);
            var output = new byte[32];
            Blake2b.Hash(input, output.AsSpan(0, 16));
            Assert.Equal(entry.GetProperty("blake2_128").GetString(), Hex.Encode(output.AsSpan(0, 16)));
            Assert.Equal(entry.GetProperty("blake2_256").GetString(), Blake2b.Hash256(input).ToString());
            Twox.Twox64(input, output);
            Assert.Equal(entry.GetProperty("twox64").GetString(), Hex.Encode(output.AsSpan(0, 8)));
            Twox.Twox128(input, output);
            Assert.Equal(entry.GetProperty("twox128").GetString(), Hex.Encode(output.AsSpan(0, 16)));
            Twox.Twox256(input, output);
            Assert.Equal(entry.GetProperty("twox256").GetString(), Hex.Encode(output));
            Assert.Equal(entry.GetProperty("keccak256").GetString(), Keccak.Hash256(input).ToString());
        }
    }

    [VectorFact]
    public void Secret_uris_give_the_keys_of_the_reference_and_its_signatures_verify()
    {
        using var document = Read("keys-and-signatures.json");
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var type = Enum.Parse<KeyType>(entry.GetProperty("type").GetString()!, ignoreCase: true);
            var uri = entry.GetProperty("uri").GetString()!;
            if (entry.TryGetProperty("error", out _))
            {
                Assert.Throws<SecretUriException>(() => KeyPair.FromSecretUri(uri, type));
                continue;
            }

            using var pair = KeyPair.FromSecretUri(uri, type);
            var message = Hex.Decode(entry.GetProperty("message").GetString()!);
            var signature = new Signature(type, Hex.Decode(entry.GetProperty("signature").GetString()!));
            Assert.Equal(entry.GetProperty("publicKey").GetString(), Hex.Encode(pair.PublicKey.Span));
            Assert.Equal(entry.GetProperty("accountId").GetString(), pair.AccountId.ToString());
            Assert.Equal(entry.GetProperty("ss58_42").GetString(), Ss58.Encode(pair.AccountId, 42));
            Assert.True(SignatureVerifier.Verify(signature, message, pair.AccountId));
            Assert.True(SignatureVerifier.Verify(pair.Sign(message), message, pair.AccountId));
            if (type != KeyType.Sr25519)
            {
                Assert.Equal(signature, pair.Sign(message));
            }
        }
    }

    [VectorFact]
    public void Addresses_equal_those_of_the_reference_and_bad_ones_are_refused()
    {
        using var document = Read("ss58.json");
        var account = AccountId.Parse(document.RootElement.GetProperty("accountId").GetString()!);
        foreach (var address in document.RootElement.GetProperty("addresses").EnumerateObject())
        {
            var prefix = ushort.Parse(address.Name);
            Assert.Equal(address.Value.GetString(), Ss58.Encode(account, prefix));
            Assert.True(Ss58.TryDecode(address.Value.GetString(), out var decoded, out var decodedPrefix));
            Assert.Equal((account, prefix), (decoded, decodedPrefix));
        }

        foreach (var address in document.RootElement.GetProperty("invalid").EnumerateArray())
        {
            Assert.False(Ss58.TryDecode(address.GetString(), out _, out _));
        }

        foreach (var address in document.RootElement.GetProperty("shorter").EnumerateObject())
        {
            Assert.False(Ss58.TryDecode(address.Value.GetString(), out _, out _, out var error));
            Assert.Equal(Ss58Error.BadLength, error);
        }
    }
}
