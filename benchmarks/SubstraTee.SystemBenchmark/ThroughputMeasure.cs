using System.Diagnostics;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.SystemBenchmark;

/// <summary>Prepared calls of many accounts, as fast as the pool takes them, until all are under anchored receipts; memory between.</summary>
internal sealed class ThroughputMeasure(Network network, Callers callers)
{
    private const int Connections = 4;
    private const int Samples = 32;

    // Memory is compared around this call of a run and at its end, as the mean over so many calls.
    private const int FirstMemory = 20_000;
    private const int MemoryWindow = 5_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly ReceiptAudit _audit = new(network);
    private int _calls;

    /// <summary>Sends a number of calls, and checks afterwards what became of all of them.</summary>
    public async Task<ThroughputFigures> RunAsync(int calls, CancellationToken cancellationToken)
    {
        var prepared = callers.Prepare(calls);
        await _audit.FollowAsync(cancellationToken);
        var (blocks, receipts, anchors) = (_audit.BlocksWithCalls, _audit.Receipts, _audit.Anchors.Count);
        await using var memory = new MemorySampler(network.Processes);
        await using var clock = await HeadClock.StartAsync(network.NodeAddress, cancellationToken);
        var before = Figures();
        var driver = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await PoolFeeder.SendAsync(network.NodeAddress, QueuesOf(prepared), cancellationToken);
        var taken = Stopwatch.GetElapsedTime(started);
        await SettleAsync(cancellationToken);
        var used = Environment.CpuUsage.TotalTime - driver;
        var after = Figures();

        var earlier = _calls;
        _calls += calls;
        await _audit.FollowAsync(cancellationToken);
        if (_audit.Calls != _calls || _audit.Leaves != _calls)
        {
            throw new InvalidOperationException($"{_calls} calls were sent, blocks hold {_audit.Calls}, receipts {_audit.Leaves} leaves");
        }

        await SampleAsync(prepared, cancellationToken);
        long At(int leaves) => clock.At(_audit.Anchors.Skip(anchors).First(one => one.Leaves >= earlier + leaves).Block);
        var early = calls < FirstMemory ? null : memory.Between(At(FirstMemory - MemoryWindow), At(FirstMemory + MemoryWindow));
        var late = calls < FirstMemory ? null : memory.Between(At(calls - MemoryWindow), At(calls));
        return new ThroughputFigures(
            calls,
            taken,
            Stopwatch.GetElapsedTime(started, At(calls)),
            _audit.BlocksWithCalls - blocks,
            _audit.Receipts - receipts,
            [
                .. network.Processes.Select((process, i) => new ProcessUse(
                    process.Name, after[i].CpuSeconds - before[i].CpuSeconds, early?[i] ?? 0, late?[i] ?? 0)),
                new ProcessUse("driver", used.TotalSeconds, 0, 0),
            ]);
    }

    /// <summary>Asks for the counter of every account: each call was applied once, none twice.</summary>
    public async Task CheckCountersAsync(CancellationToken cancellationToken)
    {
        foreach (var key in callers.Keys)
        {
            var answer = await network.Shard.QueryAsync(
                key, "value", new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
            if (Scale.U64.Decode(answer.Bytes.Span) != callers.Rounds)
            {
                throw new InvalidOperationException($"a counter is {Scale.U64.Decode(answer.Bytes.Span)}, not {callers.Rounds}");
            }
        }
    }

    // An account's calls all go over the same connection, so that they arrive in the order of their nonces.
    private IEnumerable<List<byte[]>> QueuesOf(PreparedCall[] prepared) =>
        prepared.Index().GroupBy(one => one.Index % callers.Count % Connections, one => one.Item.Message).Select(queue => queue.ToList());

    private ProcessFigures[] Figures() => [.. network.Processes.Select(process => ProcessFigures.Of(process.Id))];

    // The worker's word that nothing is pending only ends the waiting; what counts is looked up on the chain afterwards.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var worker = await network.Shard.WorkerAsync(cancellationToken);
        while (true)
        {
            var waiting = await network.Chain.Rpc.CallAsync("author_pendingExtrinsics", [], cancellationToken);
            var head = await network.Shard.Finality.LatestAsync(cancellationToken);
            var info = await worker.InfoAsync(cancellationToken);
            if (waiting.GetArrayLength() == 0 && info.AsOf.Number >= head.Block.Number && info.PendingReceipts == 0)
            {
                return;
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    private async Task SampleAsync(PreparedCall[] prepared, CancellationToken cancellationToken)
    {
        var worker = await network.Shard.WorkerAsync(cancellationToken);
        var sample = Enumerable.Range(0, Samples).Select(i => prepared[(int)((i + 1L) * prepared.Length / Samples) - 1]).ToList();
        var served = await worker.ReceiptsAsync([.. sample.Select(one => one.Request.Hash)], cancellationToken);
        for (var i = 0; i < sample.Count; i++)
        {
            if (served[i] is not { } receipt || !Holds(sample[i], receipt))
            {
                throw new InvalidOperationException($"the proof of call {sample[i].Request.Hash} does not hold");
            }
        }
    }

    private bool Holds(PreparedCall call, ServedReceipt served)
    {
        using var keys = OutcomeKeys.Derive(call.Request.OutcomeSecret, network.Target.Shard, served.Leaf.Position);
        return _audit.Anchored(served.Receipt.Hash)
            && served.Leaf.CiphertextHash == call.Request.Hash
            && MerkleTree.Verify(served.Receipt.LeavesRoot, served.Leaf.Hash, served.Index, served.Receipt.LeafCount, served.Path)
            && keys.TryOpen(served.SealedOutcome.Span, served.Leaf, out var outcome)
            && outcome.Status is OutcomeStatus.Applied applied
            && Scale.U64.Decode(applied.Output) == call.Value;
    }
}

/// <summary>What a run of calls took.</summary>
/// <param name="Calls">How many.</param>
/// <param name="Taken">From the first submission until the pool had answered for the last.</param>
/// <param name="Anchored">From the first submission until the last call was under a receipt in a final block.</param>
/// <param name="Blocks">Blocks that held them.</param>
/// <param name="Receipts">Receipts that cover them.</param>
/// <param name="Processes">What each process used.</param>
internal sealed record ThroughputFigures(
    int Calls, TimeSpan Taken, TimeSpan Anchored, int Blocks, int Receipts, IReadOnlyList<ProcessUse> Processes)
{
    public double PerSecond => Calls / Anchored.TotalSeconds;
}

/// <summary>What a process used: processor time for the run, and memory early in it and at its end (0 where not measured).</summary>
internal sealed record ProcessUse(string Name, double CpuSeconds, double EarlyBytes, double LateBytes);
