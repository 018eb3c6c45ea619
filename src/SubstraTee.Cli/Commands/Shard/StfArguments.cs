using System.Collections.Immutable;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary>Options whose names come from a shard's schema.</summary>
internal static class StfArguments
{
    /// <summary>Reads <c>--name value</c> and <c>--name=value</c>.</summary>
    /// <exception cref="CliException">Something else stands there.</exception>
    public static Dictionary<string, string> Read(CliCommand command, IReadOnlyList<string> words)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (!word.StartsWith("--", StringComparison.Ordinal) || word.Length == 2)
            {
                throw CliErrors.UnknownWord(command, word, []);
            }

            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word[2..] : word[2..equals];
            var value = equals >= 0 ? word[(equals + 1)..]
                : i + 1 < words.Count ? words[++i]
                : throw CliErrors.WrongUse(command, $"{word} has no value");
            if (!arguments.TryAdd(name, value))
            {
                throw CliErrors.WrongUse(command, $"--{name} is given twice");
            }
        }

        return arguments;
    }

    /// <summary>Checks a name of the shard's function, and writes accounts as the schema wants them.</summary>
    /// <exception cref="CliException">The shard runs another function, or a word is misspelt.</exception>
    public static void Prepare(
        CliConsole console, CliCommand command, StfInterface stf, string stfName, string kind, string name, Dictionary<string, string> arguments)
    {
        if (stf.Name != stfName)
        {
            throw CliErrors.BadValue("the state transition function", stfName, $"what the shard runs: {stf.Name}");
        }

        var members = kind == "call" ? stf.Calls : stf.Getters;
        if (members.FirstOrDefault(one => one.Name == name) is not { } member)
        {
            throw CliErrors.UnknownMember(kind, name, Spelling.Near(name, members.Select(one => one.Name)), members.Select(one => one.Name));
        }

        Resolve(console, command, member.Arguments, arguments);
    }

    private static void Resolve(
        CliConsole console, CliCommand command, ImmutableArray<StfArgument> known, Dictionary<string, string> arguments)
    {
        foreach (var (name, value) in arguments.ToList())
        {
            if (known.FirstOrDefault(one => one.Name == name) is not { } argument)
            {
                var options = known.Select(one => $"--{one.Name}").Concat(command.Options.Select(one => one.Name));
                throw CliErrors.UnknownWord(command, $"--{name}", Spelling.Near($"--{name}", options));
            }

            if (argument.Type.Contains("AccountId", StringComparison.Ordinal) && value.StartsWith('/'))
            {
                arguments[name] = Accounts.Read(console, value, KeyType.Sr25519).ToString();
            }
        }
    }
}
