namespace SubstraTee.Cli;

/// <summary><c>substratee account</c>.</summary>
internal static class AccountCommands
{
    /// <summary>The command with its sub-commands.</summary>
    public static CliCommand Build() => new(
        "account",
        "Accounts of the chain: look, pay, make new ones.",
        new Example("substratee account list", "development accounts with their balances"),
        new Example("substratee account transfer //Bob 1.5 --from //Alice", "pays and waits until that is final"))
    {
        new AccountListCommand(),
        new AccountShowCommand(),
        new AccountBalanceCommand(),
        new AccountTransferCommand(),
        new AccountFundCommand(),
        new AccountNewCommand(),
        new AccountInspectCommand(),
    };
}
