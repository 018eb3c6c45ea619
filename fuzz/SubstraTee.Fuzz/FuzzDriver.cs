using System.Diagnostics;

namespace SubstraTee.Fuzz;

/// <summary>Feeds a target with seeds, corpus and what a mutator makes of them, the same inputs for the same seed.</summary>
/// <remarks>
/// There is no coverage instrumentation that could be restored. What guides the search instead is the number that targets
/// return: an input that comes to a place where none came before is kept and mutated further.
/// </remarks>
public sealed class FuzzDriver(IFuzzTarget target, int seed)
{
    private const int MaxKept = 4096;
    private const int MaxInputLength = 1 << 18;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private readonly List<byte[]> _kept = [];
    private readonly HashSet<int> _places = [];
    private long _runs;

    /// <summary>Bytes that one run may allocate, whatever the input says about itself.</summary>
    public long AllocationLimit(int inputLength) => target.AllowanceBytes + (1024L * inputLength);

    /// <summary>Runs until <paramref name="maxRuns"/> inputs or <paramref name="budget"/> are used up, or something broke.</summary>
    public FuzzReport Run(IEnumerable<byte[]> corpus, long maxRuns, TimeSpan budget)
    {
        var watch = Stopwatch.StartNew();
        foreach (var input in target.Seeds().Concat(corpus).Append([]))
        {
            if (Try(input, keep: true) is { } finding)
            {
                return new(_runs, _kept.Count, finding);
            }
        }

        var mutator = new Mutator(new Random(seed));
        while (_runs < maxRuns && watch.Elapsed < budget)
        {
            if (Try(mutator.Mutate(_kept, MaxInputLength), keep: false) is { } finding)
            {
                return new(_runs, _kept.Count, finding);
            }
        }

        return new(_runs, _kept.Count, null);
    }

    /// <summary>Runs one input; null when the target survived it within time and memory.</summary>
    public FuzzFinding? Try(byte[] input, bool keep)
    {
        _runs++;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        int place;
        try
        {
            place = target.Run(input);
        }
#pragma warning disable CA1031 // Any exception at all is what is looked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(input, exception.ToString());
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > AllocationLimit(input.Length))
        {
            return new(input, $"{allocated:N0} bytes allocated for an input of {input.Length:N0}");
        }

        // Of the two the lesser: on a busy machine time passes without work, and other threads work at the same time.
        used = Environment.CpuUsage.TotalTime - used;
        if (Stopwatch.GetElapsedTime(start) is var passed && (passed < used ? passed : used) is var elapsed && elapsed > TimeLimit)
        {
            return new(input, $"took {elapsed.TotalSeconds:0.0} s");
        }

        if ((_places.Add(place) || keep) && _kept.Count < MaxKept)
        {
            _kept.Add(input);
        }

        return null;
    }
}
