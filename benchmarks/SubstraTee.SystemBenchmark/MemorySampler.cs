using System.Diagnostics;

namespace SubstraTee.SystemBenchmark;

/// <summary>Looks at processes' resident memory while they work.</summary>
internal sealed class MemorySampler : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly IReadOnlyList<(string Name, int Id)> _processes;
    private readonly List<(long At, long[] Bytes)> _samples = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sampling;

    public MemorySampler(IReadOnlyList<(string Name, int Id)> processes)
    {
        _processes = processes;
        _sampling = RunAsync();
    }

    /// <summary>The mean of each process's memory between two time stamps, in bytes.</summary>
    public double[] Between(long from, long to)
    {
        var within = _samples.Where(sample => sample.At >= from && sample.At <= to).ToList();
        if (within.Count == 0)
        {
            within.Add(_samples.MinBy(sample => Math.Abs(sample.At - to)));
        }

        return [.. _processes.Select((_, i) => within.Average(sample => (double)sample.Bytes[i]))];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sampling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            _samples.Add((Stopwatch.GetTimestamp(), [.. _processes.Select(process => ProcessFigures.Of(process.Id).ResidentBytes)]));
        }
    }
}
