using System.Collections.Immutable;
using SubstraTee.Primitives;

namespace SubstraTee.Crypto;

/// <summary>A secret URI: phrase or hexadecimal seed, derivation path, password. Dispose it to zero the seed.</summary>
/// <remarks>
/// <c>[phrase | 0xseed](//hard | /soft)*[///password]</c>, as <c>sp_core::crypto::SecretUri</c> reads it. Without a phrase
/// the path must start with <c>//</c> and the development phrase is taken. The password applies to phrases only.
/// </remarks>
public sealed class SecretUri : IDisposable
{
    /// <summary>The most characters that are read.</summary>
    public const int MaxLength = 2048;

    private readonly SecretBytes _seed;
    private readonly ImmutableArray<DeriveJunction> _junctions;

    private SecretUri(SecretBytes seed, ImmutableArray<DeriveJunction> junctions)
    {
        _seed = seed;
        _junctions = junctions;
    }

    /// <summary>True when the path has a soft junction, so that only sr25519 can follow it.</summary>
    public bool HasSoftJunction => _junctions.Any(junction => !junction.IsHard);

    /// <summary>Reads a secret URI.</summary>
    /// <exception cref="SecretUriException">The text is no secret URI.</exception>
    public static SecretUri Parse(string text) => TryParse(text, out var uri, out var error) ? uri! : throw new SecretUriException(error);

    /// <summary>Reads a secret URI and says what is wrong with it.</summary>
    public static bool TryParse(string? text, out SecretUri? uri, out SecretUriError error)
    {
        uri = null;
        if (text is null || text.Length > MaxLength)
        {
            error = text is null ? SecretUriError.BadForm : SecretUriError.TooLong;
            return false;
        }

        // The password starts at the first ///, whatever it contains.
        var mark = text.IndexOf("///", StringComparison.Ordinal);
        var password = mark < 0 ? string.Empty : text[(mark + 3)..];
        var rest = mark < 0 ? text : text[..mark];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var phrase = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? string.Empty : rest[slash..];
        if ((phrase.Length == 0 && !path.StartsWith("//", StringComparison.Ordinal))
            || !TryReadPath(path, out var junctions))
        {
            error = SecretUriError.BadForm;
            return false;
        }

        if (!TryReadSeed(phrase.Length == 0 ? Bip39.DevelopmentPhrase : phrase, password, out var seed, out error))
        {
            return false;
        }

        uri = new SecretUri(seed!, junctions);
        return true;
    }

    /// <summary>The key pair of a scheme at the end of the path.</summary>
    /// <exception cref="SecretUriException">A soft junction with another scheme than sr25519, or an unusable secret.</exception>
    public KeyPair ToKeyPair(KeyType type)
    {
        if (type == KeyType.Sr25519)
        {
            return DeriveSr25519();
        }

        if (HasSoftJunction)
        {
            throw new SecretUriException(SecretUriError.SoftJunction);
        }

        var seed = new SecretBytes(_seed.Reveal());
        try
        {
            foreach (var junction in _junctions)
            {
                var child = DeriveHard(type, seed, junction);
                seed.Dispose();
                seed = child;
            }

            return KeyPair.FromSeed(seed, type);
        }
        catch (ArgumentException) when (type == KeyType.Ecdsa)
        {
            throw new SecretUriException(SecretUriError.BadSecret);
        }
        finally
        {
            seed.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _seed.Dispose();

    /// <summary>Always <c>[secret uri]</c>.</summary>
    public override string ToString() => "[secret uri]";

    private static bool TryReadPath(string path, out ImmutableArray<DeriveJunction> junctions)
    {
        var builder = ImmutableArray.CreateBuilder<DeriveJunction>();
        junctions = [];
        for (var rest = path.AsSpan(); !rest.IsEmpty;)
        {
            var isHard = rest.StartsWith("//");
            rest = rest[(isHard ? 2 : 1)..];
            var end = rest.IndexOf('/');
            var code = end < 0 ? rest : rest[..end];
            if (code.IsEmpty)
            {
                return false;
            }

            builder.Add(DeriveJunction.Parse(isHard, code));
            rest = rest[code.Length..];
        }

        junctions = builder.DrainToImmutable();
        return true;
    }

    private static bool TryReadSeed(string phrase, string password, out SecretBytes? seed, out SecretUriError error)
    {
        seed = null;
        if (phrase.StartsWith("0x", StringComparison.Ordinal))
        {
            var valid = Hex.TryDecode(phrase, 32, out var bytes) && bytes.Length == 32;
            error = valid ? SecretUriError.None : SecretUriError.BadSeed;
            seed = valid ? new SecretBytes(bytes) : null;
            Array.Clear(bytes);
            return valid;
        }

        if (!Bip39.TryReadEntropy(phrase, out var entropy, out var reason))
        {
            error = reason switch
            {
                Bip39Error.BadWordCount => SecretUriError.BadWordCount,
                Bip39Error.UnknownWord => SecretUriError.UnknownWord,
                _ => SecretUriError.BadChecksum,
            };
            return false;
        }

        using (entropy)
        {
            seed = Bip39.ToSeed(entropy!, password);
        }

        error = SecretUriError.None;
        return true;
    }

    private Sr25519KeyPair DeriveSr25519()
    {
        var pair = new Sr25519KeyPair(_seed);
        foreach (var junction in _junctions)
        {
            var chainCode = junction.ChainCode;
            var child = junction.IsHard ? pair.DeriveHard(chainCode.AsSpan()) : pair.DeriveSoft(chainCode.AsSpan());
            pair.Dispose();
            pair = child;
        }

        return pair;
    }

    // Blake2b-256 over the SCALE tuple (scheme's label, seed, chain code), as sp_core::ed25519 and sp_core::ecdsa do.
    private static SecretBytes DeriveHard(KeyType type, SecretBytes seed, DeriveJunction junction)
    {
        var label = DeriveJunction.ScaleString(type == KeyType.Ed25519 ? "Ed25519HDKD" : "Secp256k1HDKD");
        return SecretBytes.Create(32, destination =>
        {
            var hasher = new Blake2bHasher(32);
            hasher.Append(label);
            hasher.Append(seed.Reveal());
            hasher.Append(junction.ChainCode.ToArray());
            hasher.Finish(destination);
        });
    }
}
