using System.CommandLine;
using SubstraTee.Client;

namespace SubstraTee.Cli;

/// <summary><c>substratee account transfer</c>.</summary>
internal sealed class AccountTransferCommand : TransferCommand
{
    private readonly Argument<string> _to = Accounts.Argument("to");
    private readonly Argument<string> _amount = new("amount") { Description = "How much, in the chain's unit: 1.5" };
    private readonly Option<string> _from = Accounts.Signer("--from", "Who pays");

    public AccountTransferCommand()
        : base(
            "transfer",
            "Pay from one account to another, publicly, and wait until that is final.",
            new Example("substratee account transfer //Bob 1.5 --from //Alice", "between development accounts"),
            new Example("substratee account transfer 5Grw… 10 --from - <secret.txt", "with a secret from a file"))
    {
        _from.Required = true;
        Add(_to);
        Add(_amount);
        Add(_from);
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        using var payer = Secrets.Read(run.Console, run.Required(_from), Scheme(run));
        var to = Accounts.Read(run.Console, run.Required(_to), Scheme(run));
        await PayAsync(run, chain, payer, to, run.Required(_amount), "substratee.account.transfer/1", cancellationToken).ConfigureAwait(false);
        return ExitCodes.Ok;
    }
}
