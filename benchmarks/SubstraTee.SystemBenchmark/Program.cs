using SubstraTee.SystemBenchmark;

// ENCLAVE is the folder of an enclave program; PART one of ready, latency, calls, blocks, or all.
if (args is not [var published, var enclave, var part])
{
    Console.Error.WriteLine("use benchmarks/run system");
    return 2;
}

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(15));
var all = part == "all";
Console.WriteLine($"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
if (all || part == "ready")
{
    var times = new List<double>();
    for (var i = 0; i < 5; i++)
    {
        await using var network = await Network.StartAsync(published, enclave, limit.Token);
        times.Add(network.ReadyAfter.TotalSeconds);
    }

    times.Sort();
    Console.WriteLine($"ready after {times[2]:0.00} s ({times[0]:0.00} to {times[^1]:0.00})");
}

if (all || part == "latency")
{
    await using var network = await Network.StartAsync(published, enclave, limit.Token);
    var figures = await LatencyMeasure.RunAsync(network, 300, limit.Token);
    Console.WriteLine($"call to verified receipt, {figures.Calls} calls: p50 {figures.P50:0.0} ms, p90 {figures.P90:0.0}, p99 {figures.P99:0.0}, max {figures.Max:0.0}");
}

if (all || part == "calls")
{
    await using var network = await Network.StartAsync(published, enclave, limit.Token);
    var callers = await Callers.CreateAsync(network, 1000, limit.Token);
    var measure = new ThroughputMeasure(network, callers);
    foreach (var calls in new[] { 10_000, 100_000 })
    {
        var run = await measure.RunAsync(calls, limit.Token);
        Console.WriteLine(
            $"{run.Calls:N0} calls: {run.PerSecond:N0}/s, taken {run.Taken.TotalSeconds:0.0} s, anchored {run.Anchored.TotalSeconds:0.0} s, {run.Blocks} blocks, {run.Receipts} receipts");
        foreach (var process in run.Processes)
        {
            Console.WriteLine(
                $"  {process.Name}: {process.CpuSeconds / run.Calls * 1e6:0} us/call, {process.EarlyBytes / 1048576.0:0.0} MiB, then {process.LateBytes / 1048576.0:0.0} ({process.LateBytes / process.EarlyBytes - 1:P1})");
        }
    }

    await measure.CheckCountersAsync(limit.Token);
    Console.WriteLine("every counter holds");
}

if (all || part == "blocks")
{
    foreach (var (accounts, median, mean) in BlockMeasure.Run([1_000, 100_000, 1_000_000], 100, 60))
    {
        Console.WriteLine($"block of 100 calls, {accounts:N0} accounts: median {median:0.00} ms, mean {mean:0.00} ms");
    }
}

return 0;
