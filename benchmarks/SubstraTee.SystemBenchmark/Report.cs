using System.Globalization;
using System.Text.Json;

namespace SubstraTee.SystemBenchmark;

/// <summary>Figures as a table while they come, and as JSON at the end.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Figure> _figures = [];

    public Report()
    {
        Console.WriteLine("| figure | value | target | load |");
        Console.WriteLine("|---|---:|---:|---:|");
    }

    /// <summary>Adds a figure; how busy the machine is goes with it, since it decides what the figure is worth.</summary>
    public void Add(string name, double value, string unit, string target = "")
    {
        var load = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        _figures.Add(new Figure(name, value, unit, target, load));
        Console.WriteLine($"| {name} | {Text(value)} {unit} | {target} | {load:0.0} |");
    }

    public void Write(string file) => File.WriteAllText(
        file,
        JsonSerializer.Serialize(
            new { schema = "substratee.system-benchmark/1", cores = Environment.ProcessorCount, figures = _figures }, Web));

    private static string Text(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private sealed record Figure(string Name, double Value, string Unit, string Target, double Load);
}
