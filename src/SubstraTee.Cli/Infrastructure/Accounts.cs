using System.CommandLine;
using SubstraTee.Crypto;
using SubstraTee.Primitives;
using SubstraTee.Runtime;

namespace SubstraTee.Cli;

/// <summary>Reads accounts as users write them.</summary>
internal static class Accounts
{
    /// <summary>What an account may be written as.</summary>
    public const string Help = "an address, a public key (0x and 64 digits), a development account such as //Alice, or - for a secret on stdin";

    /// <summary>An argument that names an account.</summary>
    public static Argument<string> Argument(string name) => new(name) { Description = $"The account: {Help}." };

    /// <summary>An option that names who signs.</summary>
    public static Option<string> Signer(string name, string description)
    {
        var option = new Option<string>(name) { HelpName = "secret", Description = $"{description}: {Secrets.Help}." };
        option.CompletionSources.Add([.. DevelopmentAccounts.Names]);
        return option;
    }

    /// <summary>The option for the signature scheme of a secret.</summary>
    public static Option<string> Scheme() => new Option<string>("--scheme")
    {
        HelpName = "name",
        Description = "The signature scheme of secrets: sr25519, ed25519 or ecdsa.",
        DefaultValueFactory = _ => "sr25519",
    }.AcceptOnlyFromAmong("sr25519", "ed25519", "ecdsa");

    /// <summary>The scheme of a name.</summary>
    public static KeyType SchemeOf(string name) => name switch
    {
        "ed25519" => KeyType.Ed25519,
        "ecdsa" => KeyType.Ecdsa,
        _ => KeyType.Sr25519,
    };

    /// <summary>The account that a text names.</summary>
    /// <exception cref="CliException">It names none.</exception>
    public static AccountId Read(CliConsole console, string text, KeyType scheme)
    {
        if (Ss58.TryDecode(text, out var account, out _, out var error))
        {
            return account;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return Bytes32.TryParse(text, out var bytes) ? new AccountId(bytes) : throw CliErrors.NoAccount(text, "a public key has 64 digits");
        }

        if (text == Secrets.StandardInput || text.Contains('/', StringComparison.Ordinal) || text.Contains(' ', StringComparison.Ordinal))
        {
            using var pair = Secrets.Read(console, text, scheme);
            return pair.AccountId;
        }

        throw CliErrors.NoAccount(text, $"it is no address ({error})");
    }
}
