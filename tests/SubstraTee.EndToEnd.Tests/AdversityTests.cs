using System.Text.Json;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Node;
using SubstraTee.Worker;

namespace SubstraTee.EndToEnd.Tests;

/// <summary>What goes wrong around a worker: its node goes away, its disk is full.</summary>
public sealed class AdversityTests : IDisposable
{
    private static readonly Dictionary<string, string> NoArguments = [];
    private static readonly Dictionary<string, string> One = new(StringComparer.Ordinal) { ["by"] = "1" };

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(1));

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task A_node_that_goes_away_and_comes_back_costs_time_and_nothing_else()
    {
        await using var network = await TestNetwork.StartAsync(_limit.Token);
        await using var shard = await network.OpenAsync(_limit.Token);
        (await shard.CallAsync(TestNetwork.Alice, "increment", One, null, _limit.Token)).EnsureApplied();
        for (var round = 0; round < 3; round++)
        {
            var port = network.Node.WebSocketAddress.Port;
            await network.Node.StopAsync();
            var meanwhile = CallWhenItIsBackAsync(shard);
            await network.StartNodeAsync(port, _limit.Token);
            await meanwhile;
        }

        Assert.False(network.Worker.Ended.IsCompleted, "the worker ended with its node");
        Assert.Equal(4ul, await ValueAsync(shard));
    }

    [Fact]
    public async Task A_receipt_that_a_node_lost_with_its_pool_is_submitted_again()
    {
        await using var network = await TestNetwork.StartAsync(BlockTime.Every(TimeSpan.FromSeconds(1)), _limit.Token);
        await using var shard = await network.OpenAsync(_limit.Token);
        var call = shard.CallAsync(TestNetwork.Alice, "increment", One, new CallOptions { WatchTransaction = false }, _limit.Token);
        while (network.Worker.Status.PendingReceipts == 0 || await WaitingAsync(network) == 0)
        {
            Assert.False(call.IsCompleted, "the receipt was final before the node could lose it");
            await Task.Delay(1, _limit.Token);
        }

        var port = network.Node.WebSocketAddress.Port;
        await network.Node.StopAsync();
        await network.StartNodeAsync(port, _limit.Token);

        Assert.True((await call).IsApplied);
    }

    [Fact]
    public async Task A_full_disk_stops_the_worker_by_name_and_loses_nothing()
    {
        await using var network = await TestNetwork.StartAsync(_limit.Token);
        await using (var shard = await network.OpenAsync(_limit.Token))
        {
            (await shard.CallAsync(TestNetwork.Alice, "increment", One, null, _limit.Token)).EnsureApplied();
            var sealedFiles = Path.Combine(network.DataFolder, "sealed");
            await CaughtUpAsync(network);
            var full = FillDisk(sealedFiles);
            var call = shard.CallAsync(TestNetwork.Alice, "increment", One, null, _limit.Token);

            var ended = await Assert.ThrowsAsync<WorkerException>(() => network.Worker.Ended.WaitAsync(_limit.Token));
            Assert.Equal("STEE-E0003", ended.Code);
            Assert.Contains("No space left on device", ended.Why, StringComparison.Ordinal);
            await network.Worker.DisposeAsync();
            full.ForEach(File.Delete);
            await network.StartWorkerAsync(_limit.Token, port: network.Worker.RpcPort);
            Assert.True((await call).IsApplied);
            Assert.Equal(2ul, await ValueAsync(shard));
        }
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_refused_at_the_start()
    {
        await using var network = await TestNetwork.StartAsync(_limit.Token);
        await network.Worker.DisposeAsync();
        Directory.Delete(network.DataFolder, recursive: true);
        await File.WriteAllTextAsync(network.DataFolder, "a file stands where the folder should", _limit.Token);

        var refused = await Assert.ThrowsAsync<WorkerException>(() => network.StartWorkerAsync(_limit.Token));
        Assert.Equal("STEE-E0004", refused.Code);
        File.Delete(network.DataFolder);
    }

    // The receipt is final before the worker has sealed that it is: no file must be under way when the disk fills up.
    private async Task CaughtUpAsync(TestNetwork network)
    {
        while (network.Worker.Status.PendingReceipts > 0 || network.Worker.Status.Finalized.Number < network.Node.FinalizedNumber)
        {
            await Task.Delay(20, _limit.Token);
        }
    }

    // The next files to be sealed are a device that has no room: what a write meets there is what it meets on a full disk.
    private static List<string> FillDisk(string folder)
    {
        // What is just being written is called .new.
        var newest = Directory.GetFiles(folder, "log-*").Select(Path.GetFileNameWithoutExtension).Max(StringComparer.Ordinal)!;
        var sequence = ulong.Parse(newest[4..], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        var full = Enumerable.Range(1, 64).Select(i => Path.Combine(folder, $"log-{sequence + (ulong)i:x16}.new")).ToList();
        full.ForEach(path => File.CreateSymbolicLink(path, "/dev/full"));
        return full;
    }

    private async Task CallWhenItIsBackAsync(ShardClient shard)
    {
        while (true)
        {
            try
            {
                (await shard.CallAsync(TestNetwork.Alice, "increment", One, new CallOptions { WatchTransaction = false }, _limit.Token)).EnsureApplied();
                return;
            }
            catch (ClientException away) when (away.Code is "STEE-N0102" or "STEE-N0101")
            {
                // Lost before it was sent: the client says that it may be repeated.
            }
        }
    }

    private async Task<int> WaitingAsync(TestNetwork network)
    {
        var pending = await network.Chain.Rpc.CallAsync("author_pendingExtrinsics", [], _limit.Token);
        return pending.ValueKind == JsonValueKind.Array ? pending.GetArrayLength() : 0;
    }

    private async Task<ulong> ValueAsync(ShardClient shard) =>
        Scale.U64.Decode((await shard.QueryAsync(TestNetwork.Alice, "value", NoArguments, _limit.Token)).Bytes.Span);
}
