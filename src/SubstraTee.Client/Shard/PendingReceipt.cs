using SubstraTee.Enclave.Protocol;

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
    public ServedReceipt? Served { get; set; }

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
