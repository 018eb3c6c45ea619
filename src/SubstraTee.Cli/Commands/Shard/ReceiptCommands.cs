namespace SubstraTee.Cli;

/// <summary><c>substratee receipt</c>.</summary>
internal static class ReceiptCommands
{
    /// <summary>The command with its sub-commands.</summary>
    public static CliCommand Build() => new(
        "receipt",
        "Receipts: what proves that a shard carried out a request.",
        new Example("substratee receipt verify r.json --shard 0x…", "checks one offline"))
    {
        new ReceiptVerifyCommand(),
    };
}
