using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Worker;

/// <summary>A worker that has started. Dispose it to stop.</summary>
public sealed class RunningWorker : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts;
    private readonly WorkerSession _session;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];
    private int _disposed;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal RunningWorker(WorkerOptions options, Stack<IAsyncDisposable> parts, WorkerSession session, int enclaveProcessId)
    {
        Shard = options.Shard;
        _parts = new Stack<IAsyncDisposable>(parts.Reverse());
        _session = session;
        EnclaveProcessId = enclaveProcessId;
    }

    /// <summary>The shard it serves.</summary>
    public ShardId Shard { get; }

    /// <summary>The port of its RPC on 127.0.0.1.</summary>
    public int RpcPort { get; internal set; }

    /// <summary>The enclave's process.</summary>
    public int EnclaveProcessId { get; }

    /// <summary>What the enclave last said of itself.</summary>
    public EnclaveStatus Status => _session.Status ?? throw new InvalidOperationException("the enclave has not booted");

    /// <summary>What the enclave is doing.</summary>
    public EnclaveState State => Status.State;

    /// <summary>Completes with the reason when the enclave has stopped for good.</summary>
    public Task<RefusalCode> Halted => _session.Halted;

    /// <summary>Fails when the worker can go on no longer, with the fault.</summary>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(_loops).ConfigureAwait(false);
        _ended.TrySetResult();
        _stopping.Dispose();
    }

    internal void Add(IAsyncDisposable part) => _parts.Push(part);

    internal void Own(Func<CancellationToken, Task> loop) => _loops.Add(RunAsync(loop));

    private async Task RunAsync(Func<CancellationToken, Task> loop)
    {
        try
        {
            await loop(_stopping.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // Whatever breaks while everything is being closed is the closing.
        }
        catch (Exception fault)
        {
            _ended.TrySetException(fault);
        }
    }
}
