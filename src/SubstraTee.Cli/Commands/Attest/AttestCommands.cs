namespace SubstraTee.Cli;

/// <summary><c>substratee attest</c>.</summary>
internal static class AttestCommands
{
    /// <summary>The command with its sub-commands.</summary>
    public static CliCommand Build() => new(
        "attest",
        "Check evidence of enclaves: from files, or from a chain's registry, by your own policy.",
        new Example("substratee attest verify --kind sgx-dcap --evidence quote.bin --collateral ./pcs", "what a quote proves"),
        new Example("substratee attest list", "the enclaves of a shard, and what you would say of each"),
        new Example("substratee attest show 5F… --save ./evidence", "one of them, with everything needed to check it elsewhere"))
    {
        new AttestVerifyCommand(),
        new AttestShowCommand(),
        new AttestListCommand(),
        new AttestMeasureCommand(),
    };
}
