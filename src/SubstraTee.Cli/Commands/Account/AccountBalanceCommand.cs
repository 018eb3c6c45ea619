using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary><c>substratee account balance</c>.</summary>
internal sealed class AccountBalanceCommand : ChainCommand
{
    private readonly Argument<string> _account = Accounts.Argument("account");
    private readonly Option<string> _scheme = Accounts.Scheme();

    public AccountBalanceCommand()
        : base(
            "balance",
            "Show what an account may spend.",
            new Example("substratee account balance //Alice", "in the chain's unit"))
    {
        Add(_account);
        Add(_scheme);
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        var account = Accounts.Read(run.Console, run.Required(_account), Accounts.SchemeOf(run.Required(_scheme)));
        var free = (await chain.AccountAsync(account, cancellationToken).ConfigureAwait(false)).Data.Free;
        run.Result(
            new BalanceDocument(
                "substratee.account.balance/1",
                Ss58.Encode(account, chain.Properties.Ss58Prefix),
                free.ToString(),
                chain.Properties.TokenDecimals,
                chain.Properties.Format(free)),
            CliJson.Default.BalanceDocument,
            static (output, balance) => output.WriteLine(balance.FreeText));
        return ExitCodes.Ok;
    }
}

/// <summary>A balance in the smallest unit, and as people write it.</summary>
internal sealed record BalanceDocument(string Schema, string Address, string Free, byte Decimals, string FreeText);
