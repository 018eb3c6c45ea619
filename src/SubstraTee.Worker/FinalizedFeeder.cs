using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SubstraTee.Enclave.Protocol;
using SubstraTee.JsonRpc.Client;

namespace SubstraTee.Worker;

/// <summary>Feeds finalized blocks to the enclave, as fast as it takes them, and goes on when the node comes back.</summary>
internal sealed class FinalizedFeeder(NodeFeed node, WorkerSession session, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until cancelled or the enclave has stopped for good.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var heads = await InsistAsync(() => node.FinalizedHeadsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        await using var _ = heads.ConfigureAwait(false);
        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await InsistAsync(() => ProveHeadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        await foreach (var __ in heads.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T> InsistAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (Exception fault) when (IsNodesFault(fault))
            {
                WorkerLog.NodeAway(logger, fault.Message);
                await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static bool IsNodesFault(Exception fault) => fault is ConnectionException or TimeoutException or JsonRpcException;

    // On an idle chain nothing would come of waiting for a block: the enclave's own extrinsics are what makes the next one.
    private async Task<bool> ProveHeadAsync(CancellationToken cancellationToken)
    {
        var head = session.Status!.Finalized.Number;
        var import = await node.BlocksAsync(head, 1, session.WantedKeys, cancellationToken).ConfigureAwait(false);
        if (import is { Blocks: [var block] }
            && await session.ProveHeadAsync(block, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            WorkerLog.ImportRefused(logger, head, refused);
        }

        return import is not null;
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var max = NodeFeed.MaxBlocks;
        while (!session.Halted.IsCompleted)
        {
            try
            {
                if (await FeedAsync(max, cancellationToken).ConfigureAwait(false) is not { } refused)
                {
                    return;
                }

                WorkerLog.ImportRefused(logger, session.Status!.Finalized.Number + 1, refused);
                if (max == 1)
                {
                    await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(false);
                }

                // An import must end where the voters change, and a large one may not fit: single blocks always do.
                max = 1;
            }
            catch (Exception fault) when (IsNodesFault(fault))
            {
                WorkerLog.NodeAway(logger, fault.Message);
                await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Imports until the node has no more blocks or one is refused; the first import has at most <paramref name="max"/>.</summary>
    /// <remarks>
    /// Two imports are under way: while the enclave works on one, the worker carries out what came of the one before and
    /// fetches the one after it.
    /// </remarks>
    /// <returns>Why the enclave refused an import; null when there are no more blocks.</returns>
    private async Task<RefusalCode?> FeedAsync(int max, CancellationToken cancellationToken)
    {
        var from = session.Status!.Finalized.Number + 1;
        Task<ImmutableArray<EnclaveEffect>>? working = null;
        while (true)
        {
            EnclaveInput.ImportBlocks? import;
            try
            {
                import = session.Halted.IsCompleted
                    ? null
                    : await node.BlocksAsync(from, max, session.WantedKeys, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (working is not null && IsNodesFault(fault))
            {
                // What the enclave has is carried out before the node is asked again.
                await FinishAsync(working, cancellationToken).ConfigureAwait(false);
                throw;
            }

            var next = import is null ? null : session.BeginImportAsync(import, cancellationToken);
            if (working is not null && await FinishAsync(working, cancellationToken).ConfigureAwait(false) is { } refused)
            {
                // What was built on it is refused as well.
                _ = next is null ? null : await FinishAsync(next, cancellationToken).ConfigureAwait(false);
                return refused;
            }

            if (next is null)
            {
                return null;
            }

            working = next;
            from += (uint)import!.Blocks.Length;
            max = NodeFeed.MaxBlocks;
        }
    }

    private async Task<RefusalCode?> FinishAsync(Task<ImmutableArray<EnclaveEffect>> working, CancellationToken cancellationToken)
    {
        var refused = await session.FinishImportAsync(working, cancellationToken).ConfigureAwait(false);
        if (refused is null)
        {
            WorkerLog.Imported(logger, session.Status!.Finalized.Number);
        }

        return refused;
    }
}
