using System.Globalization;

namespace SubstraTee.SystemBenchmark;

/// <summary>What a process has used so far, as the kernel counts it.</summary>
/// <param name="CpuSeconds">User and system time of all its threads.</param>
/// <param name="ResidentBytes">Memory that it holds now.</param>
internal readonly record struct ProcessFigures(double CpuSeconds, long ResidentBytes)
{
    private const double TicksPerSecond = 100;

    public static ProcessFigures Of(int processId)
    {
        // The name in front may have spaces; what follows its closing parenthesis has not.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var resident = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return new ProcessFigures(
            (Number(fields[11]) + Number(fields[12])) / TicksPerSecond,
            Number(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
