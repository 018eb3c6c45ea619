using System.Collections.Concurrent;
using SubstraTee.Enclave.Protocol;
using SubstraTee.JsonRpc.Client;
using SubstraTee.Primitives;

namespace SubstraTee.Client;

/// <summary>Waits for the receipts of many requests at once: one look at each final block serves them all.</summary>
/// <remarks>
/// A receipt is verified once, whatever the number of its leaves. The newest final block is looked at again while requests
/// wait, since a worker may serve a receipt a moment after the chain anchored it.
/// </remarks>
internal sealed class ReceiptWatcher : IAsyncDisposable
{
    private const int AtATime = 512;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HeadLifetime = TimeSpan.FromSeconds(1);

    private readonly ShardContext _shard;
    private readonly Func<CancellationToken, Task<WorkerClient>> _worker;
    private readonly TimeProvider _time;
    private readonly AnchorFinder _anchors;
    private readonly ConcurrentDictionary<Hash256, PendingReceipt> _pending = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Lock _gate = new();
    private volatile ProvenBlock? _head;
    private long _headAt;
    private Task? _running;

    public ReceiptWatcher(ShardContext shard, Func<CancellationToken, Task<WorkerClient>> worker, TimeProvider time)
    {
        _shard = shard;
        _worker = worker;
        _time = time;
        _anchors = new AnchorFinder(shard);
    }

    /// <summary>Waits for the outcome of a request.</summary>
    public async Task<CallResult> WaitAsync(PendingReceipt pending, CancellationToken cancellationToken)
    {
        _pending[pending.Request.Hash] = pending;
        lock (_gate)
        {
            _running ??= RunAsync();
        }

        Wake();
        try
        {
            return await pending.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(pending.Request.Hash, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_running is { } running)
        {
            await running.ConfigureAwait(false);
        }

        _closing.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        var following = FollowAsync(_closing.Token);
        try
        {
            while (true)
            {
                await _wake.WaitAsync(_pending.IsEmpty ? Timeout.InfiniteTimeSpan : LookAgain, _closing.Token).ConfigureAwait(false);
                if (!_pending.IsEmpty)
                {
                    await TrySettleAsync().ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            FailAll(new ObjectDisposedException(nameof(ShardClient)));
        }

        await following.ConfigureAwait(false);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var head in _shard.Finality.FollowAsync(cancellationToken).ConfigureAwait(false))
                {
                    Take(head);
                    Wake();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception end) when (end is ClientException or ConnectionException or JsonRpcException or TimeoutException)
            {
                if (!IsAway(end))
                {
                    FailAll(end);
                }

                await Task.Delay(LookAgain, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A worker or node that is away for a moment costs a look, not the request.</summary>
    private async Task TrySettleAsync()
    {
        try
        {
            // A message may be lost with its connection, and an idle chain has no further one to wait for.
            if (_head is null || _time.GetElapsedTime(Volatile.Read(ref _headAt)) > HeadLifetime)
            {
                Take(await _shard.Finality.LatestAsync(_closing.Token).ConfigureAwait(false));
            }

            await SettleAsync(_head!, _closing.Token).ConfigureAwait(false);
        }
        catch (ClientException away) when (IsAway(away))
        {
            await Task.Delay(LookAgain, _time, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception end) when (!_closing.IsCancellationRequested)
        {
            // Whatever it is, those who wait have to learn of it.
            FailAll(end);
        }
    }

    private static bool IsAway(Exception fault) =>
        fault is ConnectionException or TimeoutException || fault.InnerException is ConnectionException or TimeoutException;

    private async Task SettleAsync(ProvenBlock head, CancellationToken cancellationToken)
    {
        var unserved = _pending.Values.Where(one => one.Served is null).Take(AtATime).ToList();
        if (unserved.Count > 0)
        {
            var worker = await _worker(cancellationToken).ConfigureAwait(false);
            var served = await worker.ReceiptsAsync([.. unserved.Select(one => one.Request.Hash)], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < served.Count; i++)
            {
                unserved[i].Take(served[i]);
            }
        }

        foreach (var group in _pending.Values.Where(one => one.Served is not null).GroupBy(one => one.Served!.Receipt.Hash).ToList())
        {
            await SettleAsync(group.ToList(), head, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SettleAsync(List<PendingReceipt> requests, ProvenBlock head, CancellationToken cancellationToken)
    {
        (ReceiptAnchorProof Anchor, ReceiptVerdict Verdict)? found;
        try
        {
            found = await _anchors.FindAsync(requests[0].Served!, head, cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException missing) when (missing.Code == ClientErrors.AnchorMissingCode)
        {
            foreach (var request in requests.Where(request => !request.Replace()))
            {
                request.Fail(missing);
            }

            return;
        }

        if (found is { } anchored)
        {
            foreach (var request in requests)
            {
                Settle(request, anchored.Anchor, anchored.Verdict);
            }
        }
    }

    private void Settle(PendingReceipt pending, ReceiptAnchorProof anchor, ReceiptVerdict receipt)
    {
        if (_pending.TryRemove(pending.Request.Hash, out _))
        {
            pending.Complete(request => Open(pending, request, anchor, receipt));
        }
    }

    private CallResult Open(PendingReceipt pending, SealedRequest request, ReceiptAnchorProof anchor, ReceiptVerdict receipt)
    {
        var served = pending.Served!;
        var verdict = receipt.Holds ? ReceiptVerifier.CheckLeaf(served) ?? receipt : receipt;
        if (verdict.Holds && served.Leaf.CiphertextHash != request.Hash)
        {
            verdict = ReceiptVerdict.Refused(ReceiptFault.EnvelopeMismatch, "the worker served another request's leaf");
        }

        if (!verdict.Holds)
        {
            throw ClientErrors.ReceiptRefused(verdict.Why);
        }

        using var keys = OutcomeKeys.Derive(request.OutcomeSecret, _shard.Id, served.Leaf.Position);
        if (!keys.TryOpen(served.SealedOutcome.Span, served.Leaf, out var outcome)
            || outcome.Position != served.Leaf.Position
            || outcome.CiphertextHash != request.Hash)
        {
            // An undecryptable request's outcome is sealed under the enclave's key, so its sender cannot open it either.
            throw ClientErrors.ReceiptRefused(
                "the sealed outcome does not open under this request's key: it is not the leaf's, or the enclave could not decrypt the request");
        }

        return _shard.ResultOf(pending, outcome, anchor, verdict);
    }

    private void Take(ProvenBlock head)
    {
        lock (_gate)
        {
            if (_head is null || head.Block.Number >= _head.Block.Number)
            {
                _head = head;
                Volatile.Write(ref _headAt, _time.GetTimestamp());
            }
        }
    }

    private void FailAll(Exception why)
    {
        foreach (var pending in _pending.Values)
        {
            pending.Fail(why);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }
}
