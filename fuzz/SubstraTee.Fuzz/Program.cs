using System.Globalization;
using SubstraTee.Fuzz;

// Usage: fuzz/run [TARGET…] [--seconds N] [--seed N]
var seconds = 10;
var seed = Environment.TickCount;
var names = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--seconds" when i + 1 < args.Length:
            seconds = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--seed" when i + 1 < args.Length:
            seed = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        default:
            names.Add(args[i]);
            break;
    }
}

var targets = names.Count == 0
    ? FuzzTargets.All
    : [.. FuzzTargets.All.Concat(FuzzTargets.WithPeers).Where(target => names.Contains(target.Name))];
if (targets.Count == 0)
{
    Console.Error.WriteLine($"no such target; there are: {string.Join(", ", FuzzTargets.All.Select(target => target.Name))}");
    return 2;
}

Console.WriteLine($"seed {seed}, {seconds} s for each of {targets.Count} targets");
var broken = 0;
foreach (var target in targets)
{
    var report = new FuzzDriver(target, seed).Run(Corpus.Of(target), long.MaxValue, TimeSpan.FromSeconds(seconds));
    Console.WriteLine($"{target.Name,-18} {report.Runs,12:N0} inputs {report.Kept,6:N0} kept   {(report.Finding is null ? "held" : "BROKEN")}");
    if (target is IWorkReport work)
    {
        Console.WriteLine($"  {work.Report()}");
    }

    if (report.Finding is { } finding)
    {
        broken++;
        Console.WriteLine($"  {Corpus.Keep(target, finding)}{Environment.NewLine}  {finding.Why}");
    }
}

return broken == 0 ? 0 : 1;
