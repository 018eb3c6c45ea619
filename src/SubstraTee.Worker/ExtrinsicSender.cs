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
    private const int AlreadyImported = 1013;

    private readonly Channel<EnclaveEffect.SubmitExtrinsic> _queue = Channel.CreateBounded<EnclaveEffect.SubmitExtrinsic>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Queues an extrinsic.</summary>
    public ValueTask SendAsync(EnclaveEffect.SubmitExtrinsic extrinsic, CancellationToken cancellationToken) =>
        _queue.Writer.WriteAsync(extrinsic, cancellationToken);

    /// <summary>Sends what is queued until cancelled.</summary>
    /// <param name="rejected">Told the hash of every extrinsic that the pool refused or that could not be sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<Hash256, Task> rejected, CancellationToken cancellationToken)
    {
        await foreach (var one in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await node.SubmitAsync(one.Extrinsic, cancellationToken).ConfigureAwait(false);
                WorkerLog.Submitted(logger, one.Purpose);
            }
            catch (JsonRpcException refused) when (refused.Code == AlreadyImported)
            {
                WorkerLog.Submitted(logger, one.Purpose);
            }
            catch (Exception fault) when (fault is JsonRpcException or ConnectionException or TimeoutException)
            {
                WorkerLog.SubmitRefused(logger, one.Purpose, fault.Message);
                await rejected(Blake2b.Hash256(one.Extrinsic)).ConfigureAwait(false);
            }
        }
    }
}
