using System.CommandLine;
using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary><c>substratee account fund</c>.</summary>
internal sealed class AccountFundCommand : TransferCommand
{
    private readonly Argument<string> _account = Accounts.Argument("account");

    private readonly Option<string> _amount = new("--amount")
    {
        HelpName = "number",
        Description = "How much, in the chain's unit.",
        DefaultValueFactory = _ => "1000",
    };

    private readonly Option<string> _from = Accounts.Signer("--from", "Who pays");

    public AccountFundCommand()
        : base(
            "fund",
            "Give an account something to pay fees with, from a development account.",
            new Example("substratee account fund 5Grw…", "1000 units from //Alice"))
    {
        _from.DefaultValueFactory = _ => "//Alice";
        Add(_account);
        Add(_amount);
        Add(_from);
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        using var payer = Secrets.Read(run.Console, run.Required(_from), Scheme(run));
        var to = Accounts.Read(run.Console, run.Required(_account), Scheme(run));
        await PayAsync(run, chain, payer, to, run.Required(_amount), "substratee.account.fund/1", cancellationToken).ConfigureAwait(false);
        return ExitCodes.Ok;
    }
}
