using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary><c>substratee complete</c>: what the completion script asks; hidden, since nobody types it.</summary>
internal sealed class CompleteCommand : CliCommand
{
    private readonly Argument<int> _position = new("position") { Description = "Where the cursor is." };
    private readonly Argument<string> _line = new("line") { Description = "The line so far." };

    public CompleteCommand()
        : base("complete", "Print what may follow a line, one a line.", new Example("substratee complete 14 -- \"substratee acc\"", "account"))
    {
        Hidden = true;
        Add(_position);
        Add(_line);
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var line = run.Required(_line);
        line = line[..Math.Clamp(run.Required(_position), 0, line.Length)];
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        var word = line.EndsWith(' ') || words.Count == 0 ? string.Empty : words[^1];
        if (word.Length > 0)
        {
            words.RemoveAt(words.Count - 1);
        }

        foreach (var follower in Followers(words).Where(one => one.StartsWith(word, StringComparison.Ordinal)))
        {
            await run.Console.Out.WriteLineAsync(follower.AsMemory(), cancellationToken).ConfigureAwait(false);
        }

        return ExitCodes.Ok;
    }

    private static IEnumerable<string> Followers(IReadOnlyList<string> words)
    {
        Command command = RootCommandTree.Build();
        Option? waiting = null;
        foreach (var word in words)
        {
            command = command.Subcommands.FirstOrDefault(one => one.Name == word) ?? command;
            var option = command.Options.Concat(RootCommandTree.Shared(command)).FirstOrDefault(one => one.Name == word);
            waiting = option is not null && option.ValueType != typeof(bool) ? option : null;
        }

        if (waiting is not null)
        {
            return waiting.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(one => one.Label);
        }

        return command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name)
            .Concat(command.Options.Concat(RootCommandTree.Shared(command)).Distinct().Where(one => !one.Hidden).Select(one => one.Name))
            .Concat(command.Arguments.SelectMany(one => one.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty)).Select(one => one.Label))
            .Where(one => !words.Contains(one, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal);
    }
}
