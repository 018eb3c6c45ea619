using System.CommandLine;
using SubstraTee.Client;
using SubstraTee.Crypto;

namespace SubstraTee.Cli;

/// <summary><c>substratee worker info</c>.</summary>
internal sealed class WorkerInfoCommand : TimedCommand
{
    private readonly Option<string> _worker = Settings.Worker();

    public WorkerInfoCommand()
        : base(
            "info",
            "Show what a running worker says of itself; nothing of it is proved.",
            new Example("substratee worker info", "of the local worker")) => Add(_worker);

    protected override async Task<int> WorkAsync(Invocation run, CancellationToken cancellationToken)
    {
        var url = run.WorkerUrl(_worker);
        var worker = await WorkerClient.ConnectAsync(url, null, cancellationToken).ConfigureAwait(false);
        await using (worker.ConfigureAwait(false))
        {
            var info = await worker.InfoAsync(cancellationToken).ConfigureAwait(false);
            var document = new WorkerDocument(
                "substratee.worker.info/1",
                url.OriginalString,
                info.Shard.ToString(),
                info.State,
                info.Reason,
                info.Platform,
                info.Measurement,
                Ss58.Encode(info.Enclave),
                info.Instance.ToString(),
                info.Epoch,
                info.ShieldingKey.ToString(),
                info.StfHash?.ToString(),
                info.CodeHash?.ToString(),
                BlockDocument.Of(info.AsOf),
                info.PendingReceipts,
                info.Simulated);
            run.Result(document, CliJson.Default.WorkerDocument, static (output, one) => Table.Facts(
                output,
                ("worker", one.Worker),
                ("platform", one.Simulated ? $"{one.Platform}: SIMULATED, no confidentiality" : one.Platform),
                ("state", one.Reason is null ? one.State : $"{one.State}: {one.Reason}"),
                ("shard", one.Shard),
                ("stf hash", one.StfHash),
                ("code hash", one.CodeHash),
                ("measurement", one.Measurement),
                ("enclave", one.Enclave),
                ("instance", one.Instance),
                ("epoch", $"{one.Epoch}, key {one.ShieldingKey}"),
                ("as of block", $"{one.AsOf.Number}  {one.AsOf.Hash}"),
                ("receipts", $"{one.PendingReceipts} not final on chain yet")));
        }

        return ExitCodes.Ok;
    }
}

/// <summary>A worker, as it says.</summary>
internal sealed record WorkerDocument(
    string Schema,
    string Worker,
    string Shard,
    string State,
    string? Reason,
    string Platform,
    string Measurement,
    string Enclave,
    string Instance,
    uint Epoch,
    string ShieldingKey,
    string? StfHash,
    string? CodeHash,
    BlockDocument AsOf,
    uint PendingReceipts,
    bool Simulated);
