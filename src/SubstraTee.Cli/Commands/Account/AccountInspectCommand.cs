using System.CommandLine;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary><c>substratee account inspect</c>.</summary>
internal sealed class AccountInspectCommand : CliCommand
{
    private readonly Argument<string> _account = Accounts.Argument("account");
    private readonly Option<string> _scheme = Accounts.Scheme();

    private readonly Option<ushort> _prefix = new("--prefix")
    {
        HelpName = "number",
        Description = "The chain's prefix of addresses.",
        DefaultValueFactory = _ => Ss58.GenericPrefix,
    };

    public AccountInspectCommand()
        : base(
            "inspect",
            "Show address and public key of an account or secret; the secret is not shown. Asks nobody.",
            new Example("substratee account inspect //Alice --scheme ed25519", "a development account of another scheme"),
            new Example("substratee account inspect - <secret.txt", "whose secret is this?"))
    {
        _prefix.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<ushort>() > Ss58.MaxPrefix)
            {
                result.AddError($"the prefix is at most {Ss58.MaxPrefix}");
            }
        });
        Add(_account);
        Add(_scheme);
        Add(_prefix);
    }

    public override bool Runs => true;

    public override Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var account = Accounts.Read(run.Console, run.Required(_account), Accounts.SchemeOf(run.Required(_scheme)));
        run.Result(
            new InspectDocument("substratee.account.inspect/1", Ss58.Encode(account, run.Required(_prefix)), account.ToString()),
            CliJson.Default.InspectDocument,
            static (output, one) => Table.Facts(output, ("address", one.Address), ("account id", one.AccountId)));
        return Task.FromResult(ExitCodes.Ok);
    }
}

/// <summary>An account without what a chain knows of it.</summary>
internal sealed record InspectDocument(string Schema, string Address, string AccountId);
