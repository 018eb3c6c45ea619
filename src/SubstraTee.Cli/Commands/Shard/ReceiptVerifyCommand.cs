using System.Collections.Immutable;
using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Cli;

/// <summary><c>substratee receipt verify</c>.</summary>
internal sealed class ReceiptVerifyCommand : CliCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The receipt, as substratee call --receipt-out wrote it; - for stdin." };

    private readonly Option<string> _shard = new("--shard")
    {
        HelpName = "id",
        Description = $"The shard that you trust. [env: {Settings.ShardVariable}] [default: the one that the receipt names, with a warning]",
    };

    public ReceiptVerifyCommand()
        : base(
            "verify",
            "Check a receipt without asking anybody: signatures, leaf, finality, anchor, membership. All follows from the shard's id.",
            new Example("substratee receipt verify r.json --shard 0x…", "says what it proves, or why it proves nothing (exit code 5)"))
    {
        Add(_file);
        Add(_shard);
    }

    public override bool Runs => true;

    public override async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var file = run.Required(_file);
        if (!ReceiptBundle.TryParse(await ReadAsync(run, file, cancellationToken).ConfigureAwait(false), out var bundle, out var why))
        {
            throw CliErrors.ReceiptRefused(file, ReceiptFault.Malformed, why);
        }

        var named = run.ShardOrNull(_shard);
        var shard = named ?? ShardDescriptor.IdOf(bundle.Descriptor.Span);
        if (named is null)
        {
            run.Console.Warn($"checked for the shard that the receipt itself names, {shard}: compare it with the one you trust");
        }

        var verdict = ReceiptVerifier.Verify(bundle, shard);
        if (!verdict.Holds)
        {
            throw CliErrors.ReceiptRefused(file, verdict.Fault, verdict.Why);
        }

        if (verdict.IsSimulated)
        {
            run.Console.Talk(run.Console.Alarm("SIMULATED: the receipt is genuine, but its enclaves are not on real hardware"));
        }

        var leaf = bundle.Served.Leaf;
        run.Result(
            new ReceiptDocument(
                "substratee.receipt.verify/1",
                Holds: true,
                shard.ToString(),
                named is not null,
                leaf.CiphertextHash.ToString(),
                leaf.Position.Block,
                leaf.Position.Extrinsic,
                BlockDocument.Of(verdict.AnchoredAt),
                [.. verdict.Signers.Select(member => Ss58.Encode(member.Account))],
                verdict.IsSimulated),
            CliJson.Default.ReceiptDocument,
            static (output, one) =>
            {
                output.WriteLine("the receipt holds");
                Table.Facts(
                    output,
                    ("shard", one.Shard),
                    ("request", one.Request),
                    ("stood in block", $"{one.Block}, extrinsic {one.Index}"),
                    ("anchored as of", $"final block {one.AnchoredAt.Number}  {one.AnchoredAt.Hash}"),
                    ("signed by", string.Join(", ", one.Signers)));
            });
        return ExitCodes.Ok;
    }

    private static async Task<string> ReadAsync(Invocation run, string file, CancellationToken cancellationToken)
    {
        try
        {
            return file == Secrets.StandardInput
                ? await run.Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false)
                : await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnusable(file, refused);
        }
    }
}

/// <summary>What a receipt proves.</summary>
internal sealed record ReceiptDocument(
    string Schema,
    bool Holds,
    string Shard,
    bool ShardGiven,
    string Request,
    uint Block,
    uint Index,
    BlockDocument AnchoredAt,
    ImmutableArray<string> Signers,
    bool Simulated);
