using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>The counter's story: private calls, receipts, kill -9 in the middle, stolen, broken and stale files, a clone.</summary>
internal sealed class CounterStory(DemoNetwork network, DemoSteps steps) : IAsyncDisposable
{
    private const int StreamedCalls = 24;
    private const int CallsInFlight = 4;
    private const int KillAfter = 6;

    private readonly KeyPair _alice = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);
    private readonly KeyPair _bob = KeyPair.FromSecretUri("//Bob", KeyType.Ed25519);
    private readonly List<byte[]> _memos = [];
    private ChildProcess? _worker;
    private string _oldSet = string.Empty;
    private ulong _expected;

    private ShardClient Client => network.Client;

    /// <summary>Tells the story to its end, or to the first step that does not hold.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        (string Name, Func<CancellationToken, Task<string>> Act)[] story =
        [
            ("node: a chain with three authorities", StartNodeAsync),
            ("shard: a descriptor for ever", CreateShardAsync),
            ("worker: the enclave serves the shard", StartWorkerAsync),
            ("calls: two by Alice, one by Bob, receipts verified", CallAsync),
            ("queries: the owner reads, others are refused", QueryAsync),
            ("kill -9 in the middle of a stream of calls", KillAsync),
            ("sealed files on another machine are refused", OtherPlatformAsync),
            ("truncated sealed files are refused", token => BrokenAsync("truncated", "STEE-E0011", Truncate, token)),
            ("sealed files with a flipped bit are refused", token => BrokenAsync("flipped", "STEE-E0012", Flip, token)),
            ("partly old sealed files are refused", token => BrokenAsync("mixed", "STEE-E0013", Mix, token)),
            ("a complete older set is stale until replayed", StaleAsync),
            ("a clone makes the older instance stop", CloneAsync),
            ("scan: no memo in files, logs, traffic, memory", ScanAsync),
        ];
        foreach (var (name, act) in story)
        {
            if (!await steps.RunAsync(name, act, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync().ConfigureAwait(false);
        _alice.Dispose();
        _bob.Dispose();
    }

    private async Task<string> StartNodeAsync(CancellationToken cancellationToken)
    {
        await network.StartNodeAsync(cancellationToken).ConfigureAwait(false);
        return $"answers, genesis {network.Chain.GenesisHash}";
    }

    private async Task<string> CreateShardAsync(CancellationToken cancellationToken)
    {
        await network.CreateShardAsync(_alice, cancellationToken).ConfigureAwait(false);
        return $"final: {network.Shard}";
    }

    private async Task<string> StartWorkerAsync(CancellationToken cancellationToken)
    {
        await RestartAsync("worker", network.WorkerFolder, cancellationToken).ConfigureAwait(false);
        var verdict = await Client.JudgeAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(verdict.IsTrusted, string.Join("; ", verdict.Findings));
        return $"its key of epoch {verdict.Epoch} is proven on chain; SIMULATED: {verdict.IsSimulated}";
    }

    private async Task<string> CallAsync(CancellationToken cancellationToken)
    {
        foreach (var (caller, by) in new[] { (_alice, 42u), (_alice, 42u), (_bob, 7u) })
        {
            var result = (await IncrementAsync(caller, by, cancellationToken).ConfigureAwait(false)).EnsureApplied();
            DemoFailure.Unless(ReceiptVerifier.Verify(result.Receipt, network.Shard).Holds, "a receipt does not hold offline");
        }

        _expected = 84;
        _oldSet = network.CopyData(network.WorkerFolder, "old");
        return "3 applied; signature, Merkle path, anchor and finality of each receipt checked, offline too";
    }

    private async Task<string> QueryAsync(CancellationToken cancellationToken)
    {
        DemoFailure.Unless(await ValueAsync(_alice, cancellationToken).ConfigureAwait(false) == 84, "Alice does not read 84");
        DemoFailure.Unless(await ValueAsync(_bob, cancellationToken).ConfigureAwait(false) == 7, "Bob does not read 7");
        try
        {
            await Client.QueryAsync(_bob, "value", Arguments(("of", _alice.AccountId.ToString())), cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException refused) when (refused.Code == "STEE-E0104")
        {
            return "Alice reads 84, Bob 7; Bob is refused Alice's value";
        }

        throw new DemoFailure("Bob was told Alice's value");
    }

    private async Task<string> KillAsync(CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(CallsInFlight, CallsInFlight);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var completed = 0;
        async Task<CallResult> StreamAsync()
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var result = await IncrementAsync(_alice, 1, cancellationToken, watch: false).ConfigureAwait(false);
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

        await _worker!.KillAsync().ConfigureAwait(false);
        var open = calls.Count(call => !call.IsCompleted);
        DemoFailure.Unless(open > 0, "the worker was killed too late");
        await RestartAsync("worker-again", network.WorkerFolder, cancellationToken).ConfigureAwait(false);
        var results = await all.ConfigureAwait(false);
        DemoFailure.Unless(results.All(result => result.IsApplied), "a call was lost or done twice");
        _expected += StreamedCalls;
        await RequireValueAsync(cancellationToken).ConfigureAwait(false);
        return $"killed with {open} of {StreamedCalls} calls open; all {StreamedCalls} receipted and applied once, value {_expected}";
    }

    private async Task<string> OtherPlatformAsync(CancellationToken cancellationToken)
    {
        await _worker!.StopAsync().ConfigureAwait(false);
        var copy = network.CopyData(network.WorkerFolder, "stolen");
        return await RefusedAsync("stolen", copy, Path.Combine(network.Folder, "platform-other"), "STEE-E0010", cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<string> BrokenAsync(string name, string code, Action<string> change, CancellationToken cancellationToken)
    {
        var copy = network.CopyData(network.WorkerFolder, name);
        change(copy);
        return await RefusedAsync(name, copy, network.PlatformFolder, code, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> RefusedAsync(
        string name, string data, string platform, string code, CancellationToken cancellationToken)
    {
        try
        {
            await network.StartWorkerAsync(name, data, platform, cancellationToken).ConfigureAwait(false);
        }
        catch (CliException refused) when (refused.Why.Contains(code, StringComparison.Ordinal))
        {
            return refused.Why;
        }

        throw new DemoFailure($"a worker with {name} files was not refused");
    }

    private static void Truncate(string data)
    {
        using var file = new FileStream(DemoNetwork.SealedFiles(data)[^1], FileMode.Open);
        file.SetLength(file.Length / 2);
    }

    private static void Flip(string data)
    {
        var path = DemoNetwork.SealedFiles(data)[^1];
        var bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private void Mix(string data)
    {
        var newest = DemoNetwork.SealedFiles(data)[^1];
        var kept = Path.Combine(network.Folder, Path.GetFileName(newest));
        File.Move(newest, kept);
        Directory.Delete(Path.Combine(data, "sealed"), recursive: true);
        Directory.Move(Path.Combine(network.CopyData(_oldSet, "older"), "sealed"), Path.Combine(data, "sealed"));
        File.Move(kept, Path.Combine(data, "sealed", Path.GetFileName(newest)));
    }

    private async Task<string> StaleAsync(CancellationToken cancellationToken)
    {
        var before = await HeadAnchorAsync(cancellationToken).ConfigureAwait(false);
        await RestartAsync("worker-stale", network.CopyData(_oldSet, "stale"), cancellationToken).ConfigureAwait(false);
        await RequireValueAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(
            network.LogOf(_worker!).Contains("SealedStateStale", StringComparison.Ordinal), "the older set was not named stale");
        DemoFailure.Unless(
            await HeadAnchorAsync(cancellationToken).ConfigureAwait(false) == before, "the replay anchored a receipt again");
        await _worker!.StopAsync().ConfigureAwait(false);
        return $"named sealed_state_stale; after replay the value is {_expected} and no receipt was sent again";
    }

    private async Task<string> CloneAsync(CancellationToken cancellationToken)
    {
        await RestartAsync("worker-first", network.WorkerFolder, cancellationToken).ConfigureAwait(false);
        var first = _worker!;
        await RestartAsync("worker-clone", network.CopyData(network.WorkerFolder, "clone"), cancellationToken).ConfigureAwait(false);
        var (exitCode, _) = await first.ExitAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(
            exitCode != 0 && network.LogOf(first).Contains("Superseded", StringComparison.Ordinal), "the older instance did not stop");
        await RequireValueAsync(cancellationToken).ConfigureAwait(false);
        return $"the first ended as superseded, the newest serves {_expected}";
    }

    private async Task<string> ScanAsync(CancellationToken cancellationToken)
    {
        (await IncrementAsync(_alice, 1, cancellationToken).ConfigureAwait(false)).EnsureApplied();
        var worker = await Client.WorkerAsync(cancellationToken).ConfigureAwait(false);
        await worker.InfoAsync(cancellationToken).ConfigureAwait(false);
        var scan = new MemoScan([.. _memos]);
        (string Place, SortedSet<int> Found)[] places =
        [
            ("files and logs", scan.Folder(network.Folder)),
            ("traffic", scan.Traffic(network.TrafficFolder)),
            ("the worker's memory", scan.Memory(_worker!.Id)),
            ("the node's memory", scan.Memory(network.Node.Id)),
        ];
        var found = places.SelectMany(place => place.Found).Distinct().Count();
        DemoFailure.Unless(
            found == 0,
            $"{found} of {_memos.Count} memos can be found outside the enclave: "
            + string.Join(", ", places.Where(place => place.Found.Count > 0).Select(place => $"{place.Found.Count} in {place.Place}")));
        return $"{_memos.Count} memos: raw, hex, base64 and UTF-16, none found outside enclave and client";
    }

    private async Task RestartAsync(string name, string data, CancellationToken cancellationToken) =>
        _worker = (await network.StartWorkerAsync(name, data, network.PlatformFolder, cancellationToken).ConfigureAwait(false)).Child;

    private async Task<CallResult> IncrementAsync(KeyPair caller, uint by, CancellationToken cancellationToken, bool watch = true)
    {
        var memo = RandomNumberGenerator.GetBytes(Bytes32.Length);
        lock (_memos)
        {
            _memos.Add(memo);
        }

        return await Client.CallAsync(
            caller,
            "increment",
            Arguments(("by", $"{by}"), ("memo", Hex.Encode(memo))),
            new CallOptions { WatchTransaction = watch },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<ulong> ValueAsync(KeyPair owner, CancellationToken cancellationToken) =>
        Scale.U64.Decode((await Client.QueryAsync(owner, "value", Arguments(), cancellationToken).ConfigureAwait(false)).Bytes.Span);

    private async Task RequireValueAsync(CancellationToken cancellationToken)
    {
        var value = await ValueAsync(_alice, cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(value == _expected, $"Alice reads {value} instead of {_expected}");
    }

    private async Task<string?> HeadAnchorAsync(CancellationToken cancellationToken)
    {
        var key = network.Chain.Metadata.Storage("EnclaveBridge", "ShardHeads").Key(Scale.ShardId.Encode(network.Shard));
        var stored = await network.Chain.Rpc.CallAsync("state_getStorage", [JsonValue.Create(key.ToString())], cancellationToken)
            .ConfigureAwait(false);
        return stored.GetString();
    }

    private static ImmutableDictionary<string, string> Arguments(params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var result = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
        {
            result.Add(name, value);
        }

        return result.ToImmutable();
    }
}
