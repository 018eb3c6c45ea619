using System.CommandLine;

namespace SubstraTee.Cli;

/// <summary>The option <c>--log</c> of commands that keep running.</summary>
internal static class Logging
{
    /// <summary>The option.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--log")
        {
            HelpName = "level",
            Description = $"What is logged to stderr: {string.Join(", ", TalkLogs.Levels)}.",
            DefaultValueFactory = _ => "info",
        };
        return option.AcceptOnlyFromAmong(TalkLogs.Levels);
    }

    /// <summary>The log as the option asks for it; <c>--verbose</c> is the same as <c>--log debug</c>.</summary>
    public static TalkLogs Of(Invocation run, Option<string> option) =>
        new(run.Console, TalkLogs.Parse(run.Verbose ? "debug" : run.Required(option)));
}
