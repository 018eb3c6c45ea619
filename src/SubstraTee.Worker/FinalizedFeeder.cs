using Microsoft.Extensions.Logging;
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
                var from = session.Status!.Finalized.Number + 1;
                if (await node.BlocksAsync(from, max, session.WantedKeys, cancellationToken).ConfigureAwait(false) is not { } import)
                {
                    return;
                }

                if (await session.ImportAsync(import, cancellationToken).ConfigureAwait(false) is not { } refused)
                {
                    WorkerLog.Imported(logger, import.Blocks.Length, session.Status!.Finalized.Number);
                    max = NodeFeed.MaxBlocks;
                    continue;
                }

                WorkerLog.ImportRefused(logger, from, refused);
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
}
