using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary>Reads secrets from arguments and from standard input. None is ever printed.</summary>
internal static class Secrets
{
    /// <summary>What stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Help for options that take a secret.</summary>
    public const string Help = "a development account such as //Alice, or - to read a phrase, seed or URI from stdin";

    /// <summary>The key pair of a secret; warns when a secret that is worth something stands in an argument.</summary>
    /// <exception cref="CliException">It is no secret.</exception>
    public static KeyPair Read(CliConsole console, string text, KeyType type)
    {
        using var uri = Parse(console, text);
        try
        {
            return uri.ToKeyPair(type);
        }
        catch (SecretUriException refused)
        {
            throw CliErrors.NoSecret(refused.Message);
        }
    }

    /// <summary>The secret URI of an argument.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static SecretUri Parse(CliConsole console, string text)
    {
        var secret = text;
        if (text == StandardInput)
        {
            secret = console.In.ReadLine()?.Trim() ?? throw CliErrors.NoSecret("standard input is empty");
        }
        else if (!IsPublic(text))
        {
            console.Warn("a secret in an argument can be seen by other programs and stays in the shell's history: use - and stdin");
        }

        return SecretUri.TryParse(secret, out var uri, out var error) ? uri! : throw CliErrors.NoSecret($"it is no secret URI ({error})");
    }

    /// <summary>True for secrets that everybody knows: derivations of the development phrase.</summary>
    public static bool IsPublic(string text) =>
        text.StartsWith('/') || text.StartsWith(Bip39.DevelopmentPhrase, StringComparison.Ordinal);
}
