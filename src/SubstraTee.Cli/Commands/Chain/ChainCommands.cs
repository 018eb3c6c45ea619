namespace SubstraTee.Cli;

/// <summary><c>substratee chain</c>.</summary>
internal static class ChainCommands
{
    /// <summary>The command with its sub-commands.</summary>
    public static CliCommand Build() => new(
        "chain",
        "Look at the chain.",
        new Example("substratee chain info", "what chain it is and how far"),
        new Example("substratee chain watch", "new blocks as they come"))
    {
        new ChainInfoCommand(),
        new ChainWatchCommand(),
    };
}
