using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>One enclave's life: boots it, feeds it finalized blocks, carries out its effects in order.</summary>
internal sealed class WorkerSession(
    EnclaveLink link, BlobFolder blobs, ReceiptStore receipts, ExtrinsicSender sender, ILogger logger)
{
    private readonly TaskCompletionSource<RefusalCode> _halted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<byte[]> _wanted = [];

    /// <summary>What the enclave last said of itself.</summary>
    public EnclaveStatus? Status { get; private set; }

    /// <summary>The STF's schema.</summary>
    public byte[] Schema { get; private set; } = [];

    /// <summary>The storage keys to prove in every import.</summary>
    public ImmutableArray<byte[]> WantedKeys => _wanted;

    /// <summary>Completes with the reason when the enclave has stopped for good.</summary>
    public Task<RefusalCode> Halted => _halted.Task;

    /// <summary>Boots the enclave with the blobs on disk.</summary>
    /// <exception cref="WorkerException">It refused.</exception>
    public async Task BootAsync(byte[] descriptor, byte[] metadata, CancellationToken cancellationToken)
    {
        var stored = blobs.List();
        await RequireAsync(new EnclaveInput.Boot(descriptor, metadata, stored), cancellationToken).ConfigureAwait(false);
        foreach (var part in stored.SelectMany(blobs.Parts))
        {
            await RequireAsync(part, cancellationToken).ConfigureAwait(false);
        }

        await RequireAsync(new EnclaveInput.BootEnd(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands blocks in; <see cref="FinishImportAsync"/> follows, for one import after the other in their order.</summary>
    public Task<ImmutableArray<EnclaveEffect>> BeginImportAsync(EnclaveInput.ImportBlocks import, CancellationToken cancellationToken) =>
        link.SendAsync(import, cancellationToken);

    /// <summary>Waits for an import's effects and carries them out.</summary>
    /// <returns>Why the blocks were refused, or null.</returns>
    public async Task<RefusalCode?> FinishImportAsync(Task<ImmutableArray<EnclaveEffect>> begun, CancellationToken cancellationToken) =>
        await CarryOutAsync(await begun.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Proves the last imported block's state once more.</summary>
    /// <returns>Why it was refused, or null.</returns>
    public Task<RefusalCode?> ProveHeadAsync(BlockInput block, CancellationToken cancellationToken) =>
        SendAsync(new EnclaveInput.ProveHead(block), cancellationToken);

    /// <summary>Lets the enclave look at its clock.</summary>
    public Task TickAsync(CancellationToken cancellationToken) => SendAsync(new EnclaveInput.Tick(), cancellationToken);

    /// <summary>Tells the enclave that an extrinsic was refused.</summary>
    public Task RejectAsync(Hash256 extrinsic, CancellationToken cancellationToken) =>
        SendAsync(new EnclaveInput.ExtrinsicRejected(extrinsic), cancellationToken);

    /// <summary>Hands a client's query in.</summary>
    /// <returns>The encrypted answer, or why there is none.</returns>
    public async Task<(byte[]? Answer, RefusalCode? Refusal)> QueryAsync(byte[] envelope, CancellationToken cancellationToken)
    {
        var effects = await link.SendAsync(new EnclaveInput.Query(envelope), cancellationToken).ConfigureAwait(false);
        var refusal = await CarryOutAsync(effects, cancellationToken).ConfigureAwait(false);
        return (effects.OfType<EnclaveEffect.Answer>().FirstOrDefault()?.Bytes, refusal);
    }

    private async Task RequireAsync(EnclaveInput input, CancellationToken cancellationToken)
    {
        if (await SendAsync(input, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            throw BootRefusal.Explain(refused);
        }
    }

    private async Task<RefusalCode?> SendAsync(EnclaveInput input, CancellationToken cancellationToken)
    {
        var effects = await link.SendAsync(input, cancellationToken).ConfigureAwait(false);
        return await CarryOutAsync(effects, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RefusalCode?> CarryOutAsync(ImmutableArray<EnclaveEffect> effects, CancellationToken cancellationToken)
    {
        RefusalCode? refused = null;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case EnclaveEffect.Persist part:
                    Store(() => blobs.Persist(part));
                    break;
                case EnclaveEffect.Delete delete:
                    Store(() => blobs.Delete(delete.Name));
                    break;
                case EnclaveEffect.PublishReceipt receipt:
                    Store(() => receipts.Add(receipt));
                    break;
                case EnclaveEffect.SubmitExtrinsic extrinsic:
                    await sender.SendAsync(extrinsic, cancellationToken).ConfigureAwait(false);
                    break;
                case EnclaveEffect.WantKeys wanted:
                    _wanted = wanted.Keys;
                    break;
                case EnclaveEffect.Status status:
                    Take(status.Now);
                    break;
                case EnclaveEffect.Schema schema:
                    Schema = schema.Bytes;
                    break;
                case EnclaveEffect.Refused refusal:
                    refused = refusal.Code;
                    break;
                default:
                    break;
            }
        }

        return refused;
    }

    // What follows must not happen when this did not: the enclave counts on it. So the worker stops, and the next start
    // replays from the chain.
    private void Store(Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            WorkerLog.StorageFailed(logger, fault.Message);
            throw new WorkerException(
                "STEE-E0003",
                "the worker's data cannot be written",
                fault.Message,
                "free space or make the data folder writable, then start the worker again: nothing is lost",
                fault);
        }
    }

    private void Take(EnclaveStatus status)
    {
        var changed = Status?.State != status.State || Status?.Reason != status.Reason;
        Status = status;
        if (changed)
        {
            WorkerLog.StateChanged(
                logger, status.State, status.Reason?.ToString() ?? "none", status.Finalized.Number, status.PendingReceipts);
        }

        if (status.State == EnclaveState.Halted)
        {
            _halted.TrySetResult(status.Reason ?? RefusalCode.Stopped);
        }
    }
}
