namespace SubstraTee.Cli;

/// <summary><c>substratee shard</c>.</summary>
internal static class ShardCommands
{
    /// <summary>The command with its sub-commands.</summary>
    public static CliCommand Build() => new(
        "shard",
        "Shards: one state transition function each, with its own state, keys and workers.",
        new Example("substratee shard create --enclave ./enclaves/counter", "writes down what the shard is, for ever"),
        new Example("substratee shard show", "what it is, who serves it, what can be called"))
    {
        new ShardCreateCommand(),
        new ShardListCommand(),
        new ShardShowCommand(),
        new ShardAnnounceCommand(),
        new ShardFreezeCommand(),
    };
}
