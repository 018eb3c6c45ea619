using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>A request whose outcome is waited for.</summary>
/// <remarks>Its secret may be needed by the watcher while the caller gives up, so both go by one gate.</remarks>
internal sealed class PendingReceipt(SealedRequest request, string? call) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<CallResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    public SealedRequest Request { get; } = request;

    public string? Call { get; } = call;

    public Task<CallResult> Result => _result.Task;

    /// <summary>What the worker serves, once it does.</summary>
    public ServedReceipt? Served { get; private set; }

    /// <summary>A receipt that the worker served although its signers have anchored other ones in its place.</summary>
    public Hash256? Replaced { get; private set; }

    /// <summary>Takes what the worker serves.</summary>
    public void Take(ServedReceipt? served) => Served = served;

    /// <summary>Lets go of what the worker served, and says whether it may be asked once more.</summary>
    /// <remarks>
    /// An enclave that was killed before it sealed a receipt makes another one over the same blocks, and a worker serves
    /// that from then on. The same one for a second time is a receipt that never comes.
    /// </remarks>
    public bool Replace()
    {
        var again = Replaced != Served!.Receipt.Hash;
        Replaced = Served.Receipt.Hash;
        Served = null;
        return again;
    }

    /// <summary>Settles it with what <paramref name="settle"/> finds, unless the caller has given up.</summary>
    public void Complete(Func<SealedRequest, CallResult> settle)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            try
            {
                _result.TrySetResult(settle(Request));
            }
            catch (ClientException refused)
            {
                _result.TrySetException(refused);
            }
        }
    }

    public void Fail(Exception why) => _result.TrySetException(why);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Request.Dispose();
        }
    }
}
