using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Client;

/// <summary>A request whose outcome is waited for.</summary>
internal sealed class PendingReceipt(SealedRequest request, string? call) : IDisposable
{
    private readonly TaskCompletionSource<CallResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SealedRequest Request { get; } = request;

    public string? Call { get; } = call;

    public Task<CallResult> Result => _result.Task;

    /// <summary>What the worker serves, once it does.</summary>
    public ServedReceipt? Served { get; set; }

    public void Complete(CallResult result) => _result.TrySetResult(result);

    public void Fail(Exception why) => _result.TrySetException(why);

    public void Dispose() => Request.Dispose();
}
