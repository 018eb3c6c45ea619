using System.Security.Cryptography;
using System.Text;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>Mnemonic phrases (BIP-39, English) and the secret that Substrate makes of them.</summary>
/// <remarks>
/// Substrate (<c>substrate-bip39</c>) stretches the phrase's entropy, where BIP-39 itself stretches the text; so phrases
/// are exchangeable with Substrate's wallets, not with others.
/// </remarks>
public static class Bip39
{
    /// <summary>The development phrase that secret URIs without a phrase start from.</summary>
    public const string DevelopmentPhrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    private const int Rounds = 2048;

    /// <summary>Writes entropy of 16, 20, 24, 28 or 32 bytes, drawn by the caller, as 12 to 24 words.</summary>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public static string Generate(SecretBytes entropy)
    {
        var bytes = entropy.Reveal();
        if (bytes.Length is < 16 or > 32 || bytes.Length % 4 != 0)
        {
            throw new ArgumentException($"a phrase holds 16, 20, 24, 28 or 32 bytes of entropy, not {bytes.Length}", nameof(entropy));
        }

        Span<byte> bits = stackalloc byte[33];
        bytes.CopyTo(bits);
        bits[bytes.Length] = ChecksumOf(bytes);
        var words = new string[bytes.Length * 3 / 4];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Bip39EnglishWords.All[ReadWord(bits, i)];
        }

        CryptographicOperations.ZeroMemory(bits);
        return string.Join(' ', words);
    }

    /// <summary>Reads the entropy out of a phrase of 12, 15, 18, 21 or 24 words in lower case.</summary>
    public static bool TryReadEntropy(string phrase, out SecretBytes? entropy, out Bip39Error error)
    {
        entropy = null;
        var words = phrase.Split(' ', 25, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is < 12 or > 24 || words.Length % 3 != 0)
        {
            error = Bip39Error.BadWordCount;
            return false;
        }

        Span<byte> bits = stackalloc byte[33];
        bits.Clear();
        for (var i = 0; i < words.Length; i++)
        {
            var index = Array.BinarySearch(Bip39EnglishWords.All, words[i], StringComparer.Ordinal);
            if (index < 0)
            {
                CryptographicOperations.ZeroMemory(bits);
                error = Bip39Error.UnknownWord;
                return false;
            }

            WriteWord(bits, i, index);
        }

        var length = words.Length * 4 / 3;
        error = ChecksumOf(bits[..length]) == bits[length] ? Bip39Error.None : Bip39Error.BadChecksum;
        entropy = error == Bip39Error.None ? new SecretBytes(bits[..length]) : null;
        CryptographicOperations.ZeroMemory(bits);
        return entropy is not null;
    }

    /// <summary>The 32-byte seed of a phrase's entropy and a password: the first half of PBKDF2-HMAC-SHA512, 2048 rounds.</summary>
    public static SecretBytes ToSeed(SecretBytes entropy, string password)
    {
        var salt = Encoding.UTF8.GetBytes("mnemonic" + password);
        var seed = SecretBytes.Create(32, destination =>
            Rfc2898DeriveBytes.Pbkdf2(entropy.Reveal(), salt, destination, Rounds, HashAlgorithmName.SHA512));
        CryptographicOperations.ZeroMemory(salt);
        return seed;
    }

    // The first bits of the hash, one for each 32 bits of entropy, at the top of a byte whose rest is zero.
    private static byte ChecksumOf(ReadOnlySpan<byte> entropy)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(entropy, hash);
        var bits = entropy.Length / 4;
        return (byte)(hash[0] & (0xff << (8 - bits)));
    }

    private static int ReadWord(ReadOnlySpan<byte> bits, int word)
    {
        var index = 0;
        for (var bit = word * 11; bit < (word + 1) * 11; bit++)
        {
            index = (index << 1) | ((bits[bit / 8] >> (7 - (bit % 8))) & 1);
        }

        return index;
    }

    private static void WriteWord(Span<byte> bits, int word, int index)
    {
        for (var i = 0; i < 11; i++)
        {
            var bit = (word * 11) + i;
            bits[bit / 8] |= (byte)(((index >> (10 - i)) & 1) << (7 - (bit % 8)));
        }
    }
}
