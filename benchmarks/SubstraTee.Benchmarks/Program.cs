using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using SubstraTee.Benchmarks;

// inputs FILE                          writes what the peers work on
// run FILE [TEXT]                      measures benchmarks whose name contains TEXT, writes the results
// table OURS PEERS [JSON]              prints both beside each other, and writes them to JSON
switch (args)
{
    case ["inputs", var file]:
        Inputs.Write(file);
        return 0;
    case ["run", var file, .. var rest]:
        return Run(file, rest.FirstOrDefault(string.Empty));
    case ["table", var ours, var peers, .. var rest]:
        ResultTable.Print(ours, peers, rest.FirstOrDefault());
        return 0;
    default:
        Console.Error.WriteLine("use benchmarks/run");
        return 2;
}

static int Run(string file, string text)
{
    // In this process: what is measured was built with the solution, by its own rules.
    var config = ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(200)).WithWarmupCount(3).WithIterationCount(5))
        .AddLogger(NullLogger.Instance)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .WithOptions(ConfigOptions.DisableLogFile);
    var results = new List<Result>();
    var failed = 0;
    foreach (var type in typeof(Inputs).Assembly.GetTypes().Where(type => type.Name.EndsWith("Benchmarks", StringComparison.Ordinal)))
    {
        var matching = config.AddFilter(new BenchmarkDotNet.Filters.SimpleFilter(
            benchmark => Result.NameOf(benchmark).Contains(text, StringComparison.OrdinalIgnoreCase)));
        Console.Error.Write($"{type.Name} … ");
        var summary = BenchmarkRunner.Run(type, matching);
        foreach (var report in summary.Reports)
        {
            if (report.ResultStatistics is { } statistics)
            {
                results.Add(new Result(
                    Result.NameOf(report.BenchmarkCase), statistics.Mean, statistics.StandardDeviation, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0));
            }
            else
            {
                failed++;
            }
        }

        Console.Error.WriteLine($"{summary.Reports.Length}");
    }

    ResultTable.Write(file, results);
    return failed == 0 && results.Count > 0 ? 0 : 1;
}
