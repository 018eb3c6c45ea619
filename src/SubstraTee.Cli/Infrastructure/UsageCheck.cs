using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary>Tells in our words what the parser did not understand.</summary>
internal static class UsageCheck
{
    /// <summary>What is wrong with the arguments, or null.</summary>
    public static CliException? FaultOf(ParseResult parsed)
    {
        var command = (CliCommand)parsed.CommandResult.Command;
        if (command.TreatUnmatchedTokensAsErrors && parsed.UnmatchedTokens is [var unknown, ..])
        {
            return CliErrors.UnknownWord(command, unknown, Spelling.Near(unknown, WordsOf(command)));
        }

        if (!command.Runs)
        {
            return CliErrors.SubcommandMissing(command);
        }

        return parsed.Errors is [var first, ..] ? CliErrors.WrongUse(command, first.Message) : null;
    }

    private static IEnumerable<string> WordsOf(CliCommand command)
    {
        foreach (var child in command.Subcommands)
        {
            yield return child.Name;
        }

        foreach (var option in command.Options.Concat(RootCommandTree.Shared(command)))
        {
            yield return option.Name;
        }
    }
}
