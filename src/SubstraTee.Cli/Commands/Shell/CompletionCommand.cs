using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary><c>substratee completion bash</c>: what makes the tab key work.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private const string Bash =
        """
        # Completion of substratee for bash. Try it:  source <(substratee completion bash)
        # Keep it:  substratee completion bash >~/.local/share/bash-completion/completions/substratee
        _substratee() {
            local IFS=$'\n'
            COMPREPLY=($("${COMP_WORDS[0]}" complete "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null))
        }
        complete -o default -F _substratee substratee ./substratee
        """;

    private readonly Argument<string> _shell = new("shell") { Description = "The shell: bash." };

    public CompletionCommand()
        : base(
            "completion",
            "Print the script that completes commands and options in a shell.",
            new Example("source <(substratee completion bash)", "for this shell"),
            new Example(
                "substratee completion bash >~/.local/share/bash-completion/completions/substratee", "for every new one"))
    {
        _shell.AcceptOnlyFromAmong("bash");
        Add(_shell);
    }

    public override bool Runs => true;

    public override Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        run.Result(
            new CompletionDocument("substratee.completion/1", run.Required(_shell), Bash),
            CliJson.Default.CompletionDocument,
            static (output, one) => output.WriteLine(one.Script));
        return Task.FromResult(ExitCodes.Ok);
    }
}

/// <summary>A completion script.</summary>
internal sealed record CompletionDocument(string Schema, string Shell, string Script);
