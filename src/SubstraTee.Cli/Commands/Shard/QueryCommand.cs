using System.CommandLine;
using System.Text.Json;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary><c>substratee query</c>.</summary>
internal sealed class QueryCommand : ShardCommand
{
    private readonly Argument<string> _stf = new("stf") { Description = "The shard's state transition function, by name." };
    private readonly Argument<string> _getter = new("getter") { Description = "The getter; names and arguments: substratee shard show." };
    private readonly Option<string> _caller = Accounts.Signer("--as", "Who asks; left out, the question is public");
    private readonly Option<string> _scheme = Accounts.Scheme();

    public QueryCommand()
        : base(
            "query",
            "Ask a shard's enclave; the answer is encrypted to you and signed by an admitted enclave. "
            + "The getter's own arguments stand as further options after its name.",
            new Example("substratee query counter value --as //Alice", "one's own counter"),
            new Example("substratee query counter value --of //Alice --as //Bob", "is refused: it is Alice's"))
    {
        TreatUnmatchedTokensAsErrors = false;
        Add(_stf);
        Add(_getter);
        Add(_caller);
        Add(_scheme);
    }

    protected override async Task<int> WorkAsync(Invocation run, ShardClient shard, CancellationToken cancellationToken)
    {
        var arguments = StfArguments.Read(this, run.Rest);
        using var caller = run.Value(_caller) is { } secret
            ? Secrets.Read(run.Console, secret, Accounts.SchemeOf(run.Required(_scheme)))
            : null;
        var stf = await shard.InterfaceAsync(cancellationToken).ConfigureAwait(false);
        var name = run.Required(_getter);
        StfArguments.Prepare(run.Console, this, stf, run.Required(_stf), "getter", name, arguments);
        var answer = await shard.QueryAsync(caller, name, arguments, cancellationToken).ConfigureAwait(false);
        var document = new QueryDocument(
            "substratee.query/1",
            shard.Id.ToString(),
            JsonElement.Parse(answer.Value.ToString()),
            BlockDocument.Of(answer.AsOf),
            Ss58.Encode(answer.Enclave),
            answer.IsSimulated);
        run.Console.Talk($"as of final block {document.AsOf.Number}, signed by enclave {document.Enclave}");
        if (document.Simulated)
        {
            run.Console.Talk(run.Console.Alarm("SIMULATED: the question was not confidential"));
        }

        run.Result(document, CliJson.Default.QueryDocument, static (output, one) => output.WriteLine(one.Value.GetRawText()));
        return ExitCodes.Ok;
    }
}

/// <summary>An answer, and whose it is.</summary>
internal sealed record QueryDocument(
    string Schema, string Shard, JsonElement Value, BlockDocument AsOf, string Enclave, bool Simulated);
