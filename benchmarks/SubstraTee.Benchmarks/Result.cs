using BenchmarkDotNet.Running;

namespace SubstraTee.Benchmarks;

/// <summary>One figure: nanoseconds for one operation, their deviation, and bytes allocated.</summary>
internal sealed record Result(string Name, double Ns, double DeviationNs, long AllocatedBytes)
{
    /// <summary>The name under which a peer's figure is looked up.</summary>
    public static string NameOf(BenchmarkCase benchmark)
    {
        var name = benchmark.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
        var sizes = benchmark.Parameters.Items.Select(item => item.Name switch
        {
            "Bytes" => $"{item.Value} B",
            "Tier" => $"({item.Value})".ToLowerInvariant(),
            _ => $"of {item.Value:N0} {item.Name.ToLowerInvariant()}",
        });
        return string.Join(' ', [name, .. sizes]);
    }
}
