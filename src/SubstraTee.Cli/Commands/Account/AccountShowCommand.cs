using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary><c>substratee account show</c>.</summary>
internal sealed class AccountShowCommand : ChainCommand
{
    private readonly Argument<string> _account = Accounts.Argument("account");
    private readonly Option<string> _scheme = Accounts.Scheme();

    public AccountShowCommand()
        : base(
            "show",
            "Show what the chain knows of an account.",
            new Example("substratee account show //Alice", "address, balances and nonce"))
    {
        Add(_account);
        Add(_scheme);
    }

    protected override async Task<int> WorkAsync(Invocation run, ChainClient chain, CancellationToken cancellationToken)
    {
        var account = Accounts.Read(run.Console, run.Required(_account), Accounts.SchemeOf(run.Required(_scheme)));
        var info = await chain.AccountAsync(account, cancellationToken).ConfigureAwait(false);
        var next = await chain.Transactions.NextNonceAsync(account, cancellationToken).ConfigureAwait(false);
        var document = new AccountDocument(
            "substratee.account.show/1",
            Ss58.Encode(account, chain.Properties.Ss58Prefix),
            account.ToString(),
            info.Data.Free.ToString(),
            info.Data.Reserved.ToString(),
            info.Data.Frozen.ToString(),
            chain.Properties.Format(info.Data.Free),
            info.Nonce,
            next);
        run.Result(document, CliJson.Default.AccountDocument, (output, one) => Table.Facts(
            output,
            ("address", one.Address),
            ("public key", one.PublicKey),
            ("free", one.FreeText),
            ("reserved", chain.Properties.Format(info.Data.Reserved)),
            ("frozen", chain.Properties.Format(info.Data.Frozen)),
            ("nonce", one.Nonce == one.NextNonce ? $"{one.Nonce}" : $"{one.Nonce}, next {one.NextNonce} with what is under way")));
        return ExitCodes.Ok;
    }
}

/// <summary>An account; amounts are in the smallest unit.</summary>
internal sealed record AccountDocument(
    string Schema,
    string Address,
    string PublicKey,
    string Free,
    string Reserved,
    string Frozen,
    string FreeText,
    uint Nonce,
    uint NextNonce);
