using System.CommandLine;
using System.Security.Cryptography;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary><c>substratee account new</c>.</summary>
internal sealed class AccountNewCommand : CliCommand
{
    private readonly Option<string> _out = new("--out")
    {
        HelpName = "file",
        Description = "Write the phrase to a new file that only you can read, instead of showing it.",
    };

    private readonly Option<int> _words = new("--words")
    {
        HelpName = "count",
        Description = "Words of the phrase: 12, 15, 18, 21 or 24.",
        DefaultValueFactory = _ => 12,
    };

    private readonly Option<string> _scheme = Accounts.Scheme();

    public AccountNewCommand()
        : base(
            "new",
            "Make a new account: a phrase, which is its secret, and its address.",
            new Example("substratee account new --out secret.txt", "the phrase goes to a file: use it with --from - <secret.txt"),
            new Example("substratee account new", "shows the phrase, to be written down"))
    {
        _words.AcceptOnlyFromAmong("12", "15", "18", "21", "24");
        Add(_out);
        Add(_words);
        Add(_scheme);
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        using var entropy = SecretBytes.Create(run.Required(_words) * 4 / 3, RandomNumberGenerator.Fill);
        var phrase = Bip39.Generate(entropy);
        using var pair = KeyPair.FromSecretUri(phrase, Accounts.SchemeOf(run.Required(_scheme)));
        var file = run.Value(_out);
        if (file is not null)
        {
            await WriteAsync(file, phrase, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            run.Console.Warn("whoever has the phrase has the account: write it down, and show it to nobody");
        }

        run.Result(
            new NewAccountDocument(
                "substratee.account.new/1",
                Ss58.Encode(pair.AccountId),
                pair.AccountId.ToString(),
                run.Required(_scheme),
                file is null ? phrase : null,
                file),
            CliJson.Default.NewAccountDocument,
            static (output, one) => Table.Facts(
                output, ("address", one.Address), ("account id", one.AccountId), ("phrase", one.Phrase), ("file", one.File)));
        return ExitCodes.Ok;
    }

    private static async Task WriteAsync(string path, string phrase, CancellationToken cancellationToken)
    {
        try
        {
            var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            await using (stream.ConfigureAwait(false))
            {
                var writer = new StreamWriter(stream);
                await using (writer.ConfigureAwait(false))
                {
                    await writer.WriteLineAsync(phrase.AsMemory(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(path, refused);
        }
    }
}

/// <summary>A new account; the phrase is only there when it was not written to a file.</summary>
internal sealed record NewAccountDocument(
    string Schema, string Address, string AccountId, string Scheme, string? Phrase, string? File);
