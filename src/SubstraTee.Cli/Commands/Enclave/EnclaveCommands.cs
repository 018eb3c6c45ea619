namespace SubstraTee.Cli;

/// <summary><c>substratee enclave</c>.</summary>
internal static class EnclaveCommands
{
    /// <summary>The command with its sub-commands.</summary>
    public static CliCommand Build() => new(
        "enclave",
        "Look at enclave programs.",
        new Example("substratee enclave measure ./enclaves/counter", "the identity of a build"))
    {
        new EnclaveMeasureCommand(),
        new EnclaveDescribeCommand(),
    };
}
