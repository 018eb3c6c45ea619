using System.CommandLine;
using System.Text.Json.Serialization.Metadata;

namespace SubstraTee.Cli;

/// <summary>One run of a command: its arguments, and where its result goes.</summary>
internal sealed class Invocation(CliConsole console, ParseResult parsed)
{
    /// <summary>The surroundings.</summary>
    public CliConsole Console { get; } = console;

    /// <summary>Whether the result is wanted as JSON.</summary>
    public bool Json { get; } = parsed.GetValue<bool>(RootCommandTree.JsonName);

    /// <summary>Whether more is wanted to be said.</summary>
    public bool Verbose { get; } = parsed.GetValue<bool>(RootCommandTree.VerboseName);

    /// <summary>Words that are no argument or option of the command.</summary>
    public IReadOnlyList<string> Rest => parsed.UnmatchedTokens;

    /// <summary>An option's value, or its default.</summary>
    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>An argument's value, or its default.</summary>
    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>The value of an option that the parser requires or that has a default.</summary>
    public T Required<T>(Option<T> option) => parsed.GetRequiredValue(option);

    /// <summary>The value of an argument that the parser requires.</summary>
    public T Required<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>Whether the option was given.</summary>
    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Prints the result: as one line of JSON, or as text.</summary>
    public void Result<T>(T document, JsonTypeInfo<T> type, Action<TextWriter, T> text)
    {
        if (Json)
        {
            Console.Out.WriteLine(JsonLine.Of(document, type));
        }
        else
        {
            text(Console.Out, document);
        }

        Console.Out.Flush();
    }
}
