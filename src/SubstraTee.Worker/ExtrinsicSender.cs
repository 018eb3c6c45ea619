using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>Sends the enclave's extrinsics to the node in order, and tells the enclave which the pool refused.</summary>
internal sealed class ExtrinsicSender(NodeFeed node, ILogger logger)
{
    // The enclave keeps at most 32 in flight; twice that can only wait here after refusals.
    private const int Capacity = 64;
    private static readonly TimeSpan LookForNode = TimeSpan.FromSeconds(1);
    private const int Invalid = 1010;
    private const int AlreadyImported = 1013;
    private const string Outdated = "outdated";

    private readonly Channel<EnclaveEffect.SubmitExtrinsic> _queue = Channel.CreateBounded<EnclaveEffect.SubmitExtrinsic>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly Queue<EnclaveEffect.SubmitExtrinsic> _sent = new(Capacity);
    private int _connections = node.Connections;

    /// <summary>Queues an extrinsic.</summary>
    public ValueTask SendAsync(EnclaveEffect.SubmitExtrinsic extrinsic, CancellationToken cancellationToken) =>
        _queue.Writer.WriteAsync(extrinsic, cancellationToken);

    /// <summary>Sends what is queued until cancelled.</summary>
    /// <param name="rejected">Told the hash of every extrinsic that the pool refused or that could not be sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<Hash256, Task> rejected, CancellationToken cancellationToken)
    {
        while (await WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            if (node.Connections != _connections)
            {
                await SendAgainAsync(rejected, cancellationToken).ConfigureAwait(false);
            }

            while (_queue.Reader.TryRead(out var one))
            {
                if (await SendAsync(one, rejected, cancellationToken).ConfigureAwait(false))
                {
                    Keep(one);
                }
            }
        }
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        look.CancelAfter(LookForNode);
        try
        {
            return await _queue.Reader.WaitToReadAsync(look.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    // A node that was started again has lost its pool, and the enclave would wait for what was in it until that expires:
    // on an idle chain for ever. What it still has, or has in a block already, it says so.
    private async Task SendAgainAsync(Func<Hash256, Task> rejected, CancellationToken cancellationToken)
    {
        _connections = node.Connections;
        foreach (var one in _sent.ToArray())
        {
            await SendAsync(one, rejected, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> SendAsync(
        EnclaveEffect.SubmitExtrinsic one, Func<Hash256, Task> rejected, CancellationToken cancellationToken)
    {
        try
        {
            await node.SubmitAsync(one.Extrinsic, cancellationToken).ConfigureAwait(false);
            WorkerLog.Submitted(logger, one.Purpose);
            return true;
        }
        catch (JsonRpcException known) when (IsKnown(known))
        {
            WorkerLog.Submitted(logger, one.Purpose);
            return true;
        }
        catch (Exception fault) when (fault is JsonRpcException or ConnectionException or TimeoutException)
        {
            WorkerLog.SubmitRefused(logger, one.Purpose, fault.Message);
            await rejected(Blake2b.Hash256(one.Extrinsic)).ConfigureAwait(false);
            return false;
        }
    }

    // In the pool, or in a block that the enclave is yet to see.
    private static bool IsKnown(JsonRpcException refused) => refused.Code == AlreadyImported
        || (refused.Code == Invalid && refused.Message.Contains(Outdated, StringComparison.Ordinal));

    private void Keep(EnclaveEffect.SubmitExtrinsic one)
    {
        if (_sent.Count == Capacity)
        {
            _sent.Dequeue();
        }

        _sent.Enqueue(one);
    }
}
