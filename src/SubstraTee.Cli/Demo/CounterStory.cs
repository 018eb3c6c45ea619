using System.Text.Json.Nodes;
using SubstraTee.Codec;

namespace SubstraTee.Cli;

/// <summary>The counter's story: private calls, receipts, kill -9 in the middle, stolen, broken and stale files, a clone.</summary>
internal sealed class CounterStory(DemoNetwork network, DemoSteps steps) : CounterTale(network, steps)
{
    private string _oldSet = string.Empty;

    protected override IReadOnlyList<(string Name, Func<CancellationToken, Task<string>> Act)> Steps =>
    [
        ("node: a chain with three authorities", StartNodeAsync),
        ("shard: a descriptor for ever", CreateShardAsync),
        ("worker: the enclave serves the shard", StartWorkerAsync),
        ("calls: two by Alice, one by Bob, receipts verified", KeepAndCallAsync),
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

    private async Task<string> CreateShardAsync(CancellationToken cancellationToken)
    {
        await Network.CreateShardAsync(Alice, null, cancellationToken).ConfigureAwait(false);
        return $"final: {Network.Shard}";
    }

    private async Task<string> KeepAndCallAsync(CancellationToken cancellationToken)
    {
        var proved = await CallAsync(cancellationToken).ConfigureAwait(false);
        _oldSet = Network.CopyData(Network.WorkerFolder, "old");
        return proved;
    }

    private async Task<string> OtherPlatformAsync(CancellationToken cancellationToken)
    {
        await Worker!.StopAsync().ConfigureAwait(false);
        var copy = Network.CopyData(Network.WorkerFolder, "stolen");
        return await RefusedAsync("stolen", copy, Path.Combine(Network.Folder, "platform-other"), "STEE-E0010", cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<string> BrokenAsync(string name, string code, Action<string> change, CancellationToken cancellationToken)
    {
        var copy = Network.CopyData(Network.WorkerFolder, name);
        change(copy);
        return await RefusedAsync(name, copy, Network.PlatformFolder, code, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> RefusedAsync(
        string name, string data, string platform, string code, CancellationToken cancellationToken)
    {
        try
        {
            await Network.StartWorkerAsync(name, data, platform, cancellationToken).ConfigureAwait(false);
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
        var kept = Path.Combine(Network.Folder, Path.GetFileName(newest));
        File.Move(newest, kept);
        Directory.Delete(Path.Combine(data, "sealed"), recursive: true);
        Directory.Move(Path.Combine(Network.CopyData(_oldSet, "older"), "sealed"), Path.Combine(data, "sealed"));
        File.Move(kept, Path.Combine(data, "sealed", Path.GetFileName(newest)));
    }

    private async Task<string> StaleAsync(CancellationToken cancellationToken)
    {
        var before = await HeadAnchorAsync(cancellationToken).ConfigureAwait(false);
        await RestartAsync("worker-stale", Network.CopyData(_oldSet, "stale"), cancellationToken).ConfigureAwait(false);
        await RequireValueAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(
            Network.LogOf(Worker!).Contains("SealedStateStale", StringComparison.Ordinal), "the older set was not named stale");
        DemoFailure.Unless(
            await HeadAnchorAsync(cancellationToken).ConfigureAwait(false) == before, "the replay anchored a receipt again");
        await Worker!.StopAsync().ConfigureAwait(false);
        return $"named sealed_state_stale; after replay the value is {Expected} and no receipt was sent again";
    }

    private async Task<string> CloneAsync(CancellationToken cancellationToken)
    {
        await RestartAsync("worker-first", Network.WorkerFolder, cancellationToken).ConfigureAwait(false);
        var first = Worker!;
        await RestartAsync("worker-clone", Network.CopyData(Network.WorkerFolder, "clone"), cancellationToken).ConfigureAwait(false);
        var (exitCode, _) = await first.ExitAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(
            exitCode != 0 && Network.LogOf(first).Contains("Superseded", StringComparison.Ordinal), "the older instance did not stop");
        await RequireValueAsync(cancellationToken).ConfigureAwait(false);
        return $"the first ended as superseded, the newest serves {Expected}";
    }

    private async Task<string> ScanAsync(CancellationToken cancellationToken)
    {
        (await IncrementAsync(Alice, 1, cancellationToken).ConfigureAwait(false)).EnsureApplied();
        var worker = await Client.WorkerAsync(cancellationToken).ConfigureAwait(false);
        await worker.InfoAsync(cancellationToken).ConfigureAwait(false);
        var scan = new MemoScan([.. Memos]);
        (string Place, SortedSet<int> Found)[] places =
        [
            ("files and logs", scan.Folder(Network.Folder)),
            ("traffic", scan.Traffic(Network.TrafficFolder)),
            ("the worker's memory", scan.Memory(Worker!.Id)),
            ("the node's memory", scan.Memory(Network.Node.Id)),
        ];
        var found = places.SelectMany(place => place.Found).Distinct().Count();
        DemoFailure.Unless(
            found == 0,
            $"{found} of {Memos.Count} memos can be found outside the enclave: "
            + string.Join(", ", places.Where(place => place.Found.Count > 0).Select(place => $"{place.Found.Count} in {place.Place}")));
        return $"{Memos.Count} memos: raw, hex, base64 and UTF-16, none found outside enclave and client";
    }

    private async Task<string?> HeadAnchorAsync(CancellationToken cancellationToken)
    {
        var key = Network.Chain.Metadata.Storage("EnclaveBridge", "ShardHeads").Key(Scale.ShardId.Encode(Network.Shard));
        var stored = await Network.Chain.Rpc.CallAsync("state_getStorage", [JsonValue.Create(key.ToString())], cancellationToken)
            .ConfigureAwait(false);
        return stored.GetString();
    }
}
