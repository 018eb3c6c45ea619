using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary><c>substratee call</c>.</summary>
internal sealed class CallCommand : ShardCommand
{
    private readonly Argument<string> _stf = new("stf") { Description = "The shard's state transition function, by name." };
    private readonly Argument<string> _call = new("call") { Description = "The call; names and arguments: substratee shard show." };
    private readonly Option<string> _from = Accounts.Signer("--from", "Whose call it is; it also pays the chain's fee");
    private readonly Option<string> _scheme = Accounts.Scheme();

    private readonly Option<string> _receipt = new("--receipt-out")
    {
        HelpName = "file",
        Description = "Write the receipt to this file: whoever has it can check it offline.",
    };

    public CallCommand()
        : base(
            "call",
            "Make a private call: encrypted to the shard's enclaves, ordered by the chain, proved by a receipt. "
            + "The call's own arguments stand as further options after its name.",
            new Example("substratee call counter increment --by 42 --from //Alice", "counts, and checks the receipt"),
            new Example("substratee call counter increment --by 1 --from //Alice --receipt-out r.json", "keeps the receipt for others"))
    {
        TreatUnmatchedTokensAsErrors = false;
        _from.Required = true;
        Add(_stf);
        Add(_call);
        Add(_from);
        Add(_scheme);
        Add(_receipt);
    }

    protected override async Task<int> WorkAsync(Invocation run, ShardClient shard, CancellationToken cancellationToken)
    {
        var arguments = StfArguments.Read(this, run.Rest);
        using var signer = Secrets.Read(run.Console, run.Required(_from), Accounts.SchemeOf(run.Required(_scheme)));
        var stf = await shard.InterfaceAsync(cancellationToken).ConfigureAwait(false);
        var name = run.Required(_call);
        StfArguments.Prepare(run.Console, this, stf, run.Required(_stf), "call", name, arguments);
        using var file = run.Value(_receipt) is { } path ? ResultFile.Create(path) : null;
        var started = Stopwatch.GetTimestamp();
        var result = await shard.CallAsync(signer, name, arguments, null, cancellationToken).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(started);
        file?.Write(result.Receipt.ToJson());
        result.EnsureApplied();
        if (result.Verdict.IsSimulated)
        {
            run.Console.Talk(run.Console.Alarm("SIMULATED: the call was not confidential"));
        }

        run.Result(Describe(shard, result, took, file?.Path), CliJson.Default.CallDocument, WriteText);
        return ExitCodes.Ok;
    }

    private static CallDocument Describe(ShardClient shard, CallResult result, TimeSpan took, string? file) => new(
        "substratee.call/1",
        shard.Id.ToString(),
        Applied: true,
        result.Output is null ? null : JsonElement.Parse(result.Output.ToString()),
        [.. result.Events.Select(one => Hex.Encode(one))],
        result.CiphertextHash.ToString(),
        result.Position.Block,
        result.Position.Extrinsic,
        BlockDocument.Of(result.Verdict.AnchoredAt),
        [.. result.Verdict.Signers.Select(member => Ss58.Encode(member.Account))],
        result.Verdict.IsSimulated,
        file,
        Math.Round(took.TotalSeconds, 3));

    private static void WriteText(TextWriter output, CallDocument call)
    {
        output.WriteLine($"applied in block {call.Block}, proved as of final block {call.AnchoredAt.Number} in {call.Seconds} s");
        Table.Facts(
            output,
            ("output", call.Output?.GetRawText()),
            ("events", call.Events.IsEmpty ? null : string.Join(", ", call.Events)),
            ("request", call.Request),
            ("signed by", string.Join(", ", call.Signers)),
            ("receipt", call.ReceiptFile));
    }
}

/// <summary>A call that was applied, with what proves it.</summary>
internal sealed record CallDocument(
    string Schema,
    string Shard,
    bool Applied,
    JsonElement? Output,
    ImmutableArray<string> Events,
    string Request,
    uint Block,
    uint Index,
    BlockDocument AnchoredAt,
    ImmutableArray<string> Signers,
    bool Simulated,
    string? ReceiptFile,
    double Seconds);
