using System.Threading.Channels;
using SubstraTee.Codec;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Substrate;

namespace SubstraTee.Node;

/// <summary>Judges submitted extrinsics on several threads, away from the chain's writer, and hands the valid ones to the pool.</summary>
internal sealed class TransactionIntake(ChainRuntime runtime, Blockchain chain, TransactionPool pool, TimeProvider time)
{
    /// <summary>How many wait to be judged; whoever submits more waits with them.</summary>
    private const int Capacity = 4096;

    /// <summary>How many are judged together, so that their signatures can be checked side by side.</summary>
    private const int BatchSize = 64;

    /// <summary>What a block leaves behind is usually in the next one or the one after it.</summary>
    private const uint RevalidateAfterBlocks = 3;

    /// <summary>
    /// For how long submissions wait while the pool is nearly full. Where blocks follow each other quickly there is room
    /// again before that, and a sender is slowed down instead of losing a transaction that its later ones build on.
    /// </summary>
    private static readonly TimeSpan WaitForRoom = TimeSpan.FromSeconds(1);

    private readonly Channel<Submission> _waiting = Channel.CreateBounded<Submission>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Submits an extrinsic and waits for the verdict.</summary>
    public async Task<SubmissionResult> SubmitAsync(
        Hash256 hash, byte[] extrinsic, TransactionWatcher? watcher, CancellationToken cancellationToken)
    {
        var fault = pool.Precheck(hash);
        if (fault != PoolFault.None)
        {
            return new SubmissionResult(null, null, new PoolOutcome(fault));
        }

        if (WhyNotOpaque(extrinsic) is { } why)
        {
            return new SubmissionResult(why, null, default);
        }

        var submission = new Submission(hash, extrinsic, watcher);
        await _waiting.Writer.WriteAsync(submission, cancellationToken).ConfigureAwait(false);
        return await submission.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Judges until it is told to stop.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(
        Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(() => JudgeAllAsync(stopping), CancellationToken.None)));

    /// <summary>Judges transactions again that were left in the pool by several blocks, since the state changed under them.</summary>
    public void Revalidate()
    {
        var best = chain.Best;
        if (best.Number < RevalidateAfterBlocks
            || pool.JudgedBefore(best.Number - RevalidateAfterBlocks + 1, BatchSize) is not { Count: > 0 } left
            || chain.StateAfter(best) is not { } state)
        {
            return;
        }

        var verdicts = runtime.ValidateTransactions(state, best.Header, [.. left.Select(one => one.Bytes)]);
        for (var i = 0; i < left.Count; i++)
        {
            left[i].JudgedAt = best.Number;
            if (!verdicts[i].IsOk)
            {
                pool.RemoveInvalid(left[i].Hash, ban: BlockAuthor.IsForGood(verdicts[i].Error));
            }
        }
    }

    /// <summary>What Substrate's node checks before the runtime sees an extrinsic: that its length stands in front.</summary>
    private static string? WhyNotOpaque(byte[] extrinsic)
    {
        try
        {
            var reader = new ScaleReader(extrinsic);
            reader.ReadBytes(reader.ReadCount(1));
            reader.EnsureEnd();
            return null;
        }
        catch (ScaleException exception)
        {
            return exception.Message;
        }
    }

    private async Task JudgeAllAsync(CancellationToken stopping)
    {
        var batch = new List<Submission>(BatchSize);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
            {
                await WaitForRoomAsync(stopping).ConfigureAwait(false);
                batch.Clear();
                while (batch.Count < BatchSize && _waiting.Reader.TryRead(out var submission))
                {
                    batch.Add(submission);
                }

                Judge(batch);
            }
        }
        catch (OperationCanceledException)
        {
            // The way it ends; whoever waits is cancelled with its connection.
        }
    }

    private async ValueTask WaitForRoomAsync(CancellationToken stopping)
    {
        var room = pool.RoomAsync();
        if (!room.IsCompleted)
        {
            // The pool says what becomes of each when there is still none.
            await Task.WhenAny(room, Task.Delay(WaitForRoom, time, stopping)).ConfigureAwait(false);
            stopping.ThrowIfCancellationRequested();
        }
    }

    private void Judge(List<Submission> batch)
    {
        var best = chain.Best;
        try
        {
            var state = chain.StateAfter(best) ?? throw new InvalidOperationException("the newest state is always kept");
            var verdicts = runtime.ValidateTransactions(
                state, best.Header, [.. batch.Select(one => (ReadOnlyMemory<byte>)one.Extrinsic)]);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Done.TrySetResult(Judge(batch[i], best, verdicts[i]));
            }
        }
#pragma warning disable CA1031 // The callers get it and report it; the next batch goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            batch.ForEach(submission => submission.Done.TrySetException(exception));
        }
    }

    private SubmissionResult Judge(
        Submission submission, StoredBlock at, Result<ValidTransaction, TransactionValidityError> verdict)
    {
        if (!verdict.IsOk)
        {
            if (BlockAuthor.IsForGood(verdict.Error))
            {
                pool.Ban(submission.Hash);
            }

            return new SubmissionResult(null, verdict.Error, default);
        }

        var valid = verdict.Value!;
        var validTill = valid.Longevity > ulong.MaxValue - at.Number ? ulong.MaxValue : at.Number + valid.Longevity;
        return new SubmissionResult(null, null, pool.Submit(
            new PoolTransaction(
                submission.Hash,
                submission.Extrinsic,
                valid.Priority,
                [.. valid.Requires.Select(tag => new Tag(tag))],
                [.. valid.Provides.Select(tag => new Tag(tag))],
                validTill)
            {
                JudgedAt = at.Number,
            },
            submission.Watcher));
    }

    private sealed record Submission(Hash256 Hash, byte[] Extrinsic, TransactionWatcher? Watcher)
    {
        public TaskCompletionSource<SubmissionResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
