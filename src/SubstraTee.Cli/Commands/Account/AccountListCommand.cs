using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Runtime;

namespace SubstraTee.Cli;

/// <summary><c>substratee account list</c>.</summary>
internal sealed class AccountListCommand : TimedCommand
{
    private readonly Option<string> _node = Settings.Node();
    private readonly Option<string> _scheme = Accounts.Scheme();
    private readonly Option<bool> _offline = new("--offline") { Description = "Show addresses only, without asking a node." };

    public AccountListCommand()
        : base(
            "list",
            "Show the development accounts, whose secrets everybody knows.",
            new Example("substratee account list", "addresses and balances"),
            new Example("substratee account list --offline --scheme ed25519", "addresses of another signature scheme"))
    {
        Add(_node);
        Add(_scheme);
        Add(_offline);
    }

    protected override async Task<int> WorkAsync(Invocation run, CancellationToken cancellationToken)
    {
        var scheme = Accounts.SchemeOf(run.Required(_scheme));
        var accounts = DevelopmentAccounts.Names.Select(name => (Name: name, Id: DevelopmentAccounts.Of(name, scheme))).ToList();
        var rows = ImmutableArray.CreateBuilder<AccountRow>();
        if (run.Value(_offline))
        {
            rows.AddRange(accounts.Select(one => new AccountRow(one.Name, Ss58.Encode(one.Id), one.Id.ToString(), null, null)));
        }
        else
        {
            var chain = await ChainClient.ConnectAsync(run.NodeUrl(_node), null, cancellationToken).ConfigureAwait(false);
            await using (chain.ConfigureAwait(false))
            {
                foreach (var (name, id) in accounts)
                {
                    var free = (await chain.AccountAsync(id, cancellationToken).ConfigureAwait(false)).Data.Free;
                    rows.Add(new AccountRow(
                        name, Ss58.Encode(id, chain.Properties.Ss58Prefix), id.ToString(), free.ToString(), chain.Properties.Format(free)));
                }
            }
        }

        run.Console.Warn("the secrets of these accounts are public: never use them but on development chains");
        run.Result(
            new AccountListDocument("substratee.account.list/1", run.Required(_scheme), rows.ToImmutable()),
            CliJson.Default.AccountListDocument,
            static (output, list) => Table.Write(
                output, list.Accounts.Select(one => (IReadOnlyList<string>)[one.Name, one.Address, one.FreeText ?? string.Empty])));
        return ExitCodes.Ok;
    }
}

/// <summary>The development accounts.</summary>
internal sealed record AccountListDocument(string Schema, string Scheme, ImmutableArray<AccountRow> Accounts);

/// <summary>One of them; the balance is in the smallest unit.</summary>
internal sealed record AccountRow(string Name, string Address, string PublicKey, string? Free, string? FreeText);
