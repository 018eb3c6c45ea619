using SubstraTee.SystemBenchmark;

// PUBLISHED is the folder that eng/publish.sh prints, PART one of ready, latency, calls, blocks; without it all of them.
var (published, part, json) = args switch
{
    [var folder] => (folder, null, null),
    [var folder, "--json", var file] => (folder, null, file),
    [var folder, var one] => (folder, one, null),
    [var folder, var one, "--json", var file] => (folder, one, file),
    _ => (null, null, (string?)null),
};
if (published is null || part is not (null or "ready" or "latency" or "calls" or "blocks"))
{
    Console.Error.WriteLine("use benchmarks/run system [ready|latency|calls|blocks] [--json FILE]");
    return 2;
}

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(20));
var enclave = Path.Combine(published, "enclaves", "counter");
var report = new Report();
if (part is null or "ready")
{
    await ReadyAsync();
}

if (part is null or "latency")
{
    await LatencyAsync();
}

if (part is null or "calls")
{
    await CallsAsync();
}

if (part is null or "blocks")
{
    Blocks();
}

if (json is not null)
{
    report.Write(json);
}

return 0;

async Task ReadyAsync()
{
    const int Starts = 5;
    var times = new List<double>();
    for (var i = 0; i < Starts; i++)
    {
        await using var network = await Network.StartAsync(published, enclave, limit.Token);
        times.Add(network.ReadyAfter.TotalSeconds);
    }

    report.Add($"ready: node, shard, worker serving; median of {Starts}", times.Order().ElementAt(Starts / 2), "s", "3");
}

async Task LatencyAsync()
{
    await using var network = await Network.StartAsync(published, enclave, limit.Token);
    var figures = await LatencyMeasure.RunAsync(network, 300, limit.Token);
    report.Add($"call to verified receipt, {figures.Calls} calls: p50", figures.P50, "ms", "40, aim 15");
    report.Add("call to verified receipt: p90", figures.P90, "ms");
    report.Add("call to verified receipt: p99", figures.P99, "ms", "150");
}

async Task CallsAsync()
{
    await using var network = await Network.StartAsync(published, enclave, limit.Token);
    var callers = await Callers.CreateAsync(network, 1000, limit.Token);
    var measure = new ThroughputMeasure(network, callers);
    var first = await measure.RunAsync(10_000, limit.Token);
    report.Add($"{first.Calls:N0} calls just after the start", first.PerSecond, "/s");
    var run = await measure.RunAsync(100_000, limit.Token);
    report.Add($"{run.Calls:N0} calls, until all are under final receipts", run.PerSecond, "/s", "2 500, aim 5 000");
    report.Add("of these taken by the node's pool", run.Calls / run.Taken.TotalSeconds, "/s");
    report.Add("blocks that held them", run.Blocks, string.Empty);
    report.Add("receipts that cover them", run.Receipts, string.Empty);
    foreach (var process in run.Processes)
    {
        report.Add($"{process.Name}: processor time for a call", process.CpuSeconds / run.Calls * 1e6, "µs");
    }

    foreach (var process in run.Processes.Where(process => process.EarlyBytes > 0))
    {
        report.Add($"{process.Name}: memory at call 20 000", process.EarlyBytes / (1 << 20), "MiB");
        report.Add($"{process.Name}: growth to call 100 000", ((process.LateBytes / process.EarlyBytes) - 1) * 100, "%", "5");
    }

    // Throws when a call was lost or applied twice.
    await measure.CheckCountersAsync(limit.Token);
}

void Blocks()
{
    const int Calls = 100;
    var figures = BlockMeasure.Run([1_000, 100_000, 1_000_000], Calls, 60);
    foreach (var (accounts, median, longest) in figures)
    {
        report.Add($"block of {Calls} calls through the enclave, {accounts:N0} accounts: median", median, "ms");
        report.Add($"the same: longest, which writes a snapshot", longest, "ms");
    }

    report.Add("a block at most accounts against one at fewest", ((figures[^1].Median / figures[0].Median) - 1) * 100, "%", "20");
}
