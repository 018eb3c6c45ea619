using System.Security.Cryptography;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>What every story of a counter has in common, whatever the counter is written in: a network, callers, and their calls.</summary>
internal abstract class CounterTale(DemoNetwork network, DemoSteps steps) : Story(network, steps)
{
    private const int StreamedCalls = 24;
    private const int CallsInFlight = 4;
    private const int KillAfter = 6;

    /// <summary>All memos that were sent.</summary>
    protected List<byte[]> Memos { get; } = [];

    /// <summary>The worker that serves the shard.</summary>
    protected ChildProcess? Worker { get; private set; }

    /// <summary>What Alice has to read.</summary>
    protected ulong Expected { get; set; }

    protected ShardClient Client => Network.Client;

    protected async Task<string> StartWorkerAsync(CancellationToken cancellationToken)
    {
        await RestartAsync("worker", Network.WorkerFolder, cancellationToken).ConfigureAwait(false);
        var verdict = await Client.JudgeAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(verdict.IsTrusted, string.Join("; ", verdict.Findings));
        return $"its key of epoch {verdict.Epoch} is proven on chain; SIMULATED: {verdict.IsSimulated}";
    }

    protected async Task<string> CallAsync(CancellationToken cancellationToken)
    {
        foreach (var (caller, by) in new[] { (Alice, 42u), (Alice, 42u), (Bob, 7u) })
        {
            var result = (await IncrementAsync(caller, by, cancellationToken).ConfigureAwait(false)).EnsureApplied();
            DemoFailure.Unless(ReceiptVerifier.Verify(result.Receipt, Network.Shard).Holds, "a receipt does not hold offline");
        }

        Expected = 84;
        return "3 applied; signature, Merkle path, anchor and finality of each receipt checked, offline too";
    }

    protected async Task<string> QueryAsync(CancellationToken cancellationToken)
    {
        DemoFailure.Unless(await ValueAsync(Alice, cancellationToken).ConfigureAwait(false) == 84, "Alice does not read 84");
        DemoFailure.Unless(await ValueAsync(Bob, cancellationToken).ConfigureAwait(false) == 7, "Bob does not read 7");
        try
        {
            await Client.QueryAsync(Bob, "value", Arguments(("of", Alice.AccountId.ToString())), cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException refused) when (refused.Code == "STEE-E0104")
        {
            return "Alice reads 84, Bob 7; Bob is refused Alice's value";
        }

        throw new DemoFailure("Bob was told Alice's value");
    }

    protected async Task<string> KillAsync(CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(CallsInFlight, CallsInFlight);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var completed = 0;
        async Task<CallResult> StreamAsync()
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var result = await IncrementAsync(Alice, 1, cancellationToken, watch: false).ConfigureAwait(false);
                if (Interlocked.Increment(ref completed) == KillAfter)
                {
                    killed.TrySetResult();
                }

                return result;
            }
            finally
            {
                places.Release();
            }
        }

        var calls = Enumerable.Range(0, StreamedCalls).Select(_ => StreamAsync()).ToList();
        var all = Task.WhenAll(calls);
        if (await Task.WhenAny(killed.Task, all).WaitAsync(cancellationToken).ConfigureAwait(false) == all)
        {
            await all.ConfigureAwait(false);
        }

        await Worker!.KillAsync().ConfigureAwait(false);
        var open = calls.Count(call => !call.IsCompleted);
        DemoFailure.Unless(open > 0, "the worker was killed too late");
        await RestartAsync("worker-again", Network.WorkerFolder, cancellationToken).ConfigureAwait(false);
        var results = await all.ConfigureAwait(false);
        DemoFailure.Unless(results.All(result => result.IsApplied), "a call was lost or done twice");
        Expected += StreamedCalls;
        await RequireValueAsync(cancellationToken).ConfigureAwait(false);
        return $"killed with {open} of {StreamedCalls} calls open; all {StreamedCalls} receipted and applied once, value {Expected}";
    }

    protected async Task RestartAsync(string name, string data, CancellationToken cancellationToken) =>
        Worker = (await Network.StartWorkerAsync(name, data, Network.PlatformFolder, cancellationToken).ConfigureAwait(false)).Child;

    protected async Task<CallResult> IncrementAsync(KeyPair caller, uint by, CancellationToken cancellationToken, bool watch = true)
    {
        var memo = RandomNumberGenerator.GetBytes(Bytes32.Length);
        lock (Memos)
        {
            Memos.Add(memo);
        }

        return await Client.CallAsync(
            caller,
            "increment",
            Arguments(("by", $"{by}"), ("memo", Hex.Encode(memo))),
            new CallOptions { WatchTransaction = watch },
            cancellationToken).ConfigureAwait(false);
    }

    protected async Task<ulong> ValueAsync(KeyPair owner, CancellationToken cancellationToken) =>
        Scale.U64.Decode((await Client.QueryAsync(owner, "value", Arguments(), cancellationToken).ConfigureAwait(false)).Bytes.Span);

    protected async Task RequireValueAsync(CancellationToken cancellationToken)
    {
        var value = await ValueAsync(Alice, cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(value == Expected, $"Alice reads {value} instead of {Expected}");
    }
}
