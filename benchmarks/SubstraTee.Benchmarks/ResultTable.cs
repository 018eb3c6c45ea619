using System.Text.Json;

namespace SubstraTee.Benchmarks;

/// <summary>Results as JSON, and as a table beside the peers'.</summary>
internal static class ResultTable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(string file, IEnumerable<Result> results) => File.WriteAllText(file, JsonSerializer.Serialize(results, Web));

    public static void Print(string oursFile, string peersFile, string? jsonFile)
    {
        var ours = JsonSerializer.Deserialize<List<Result>>(File.ReadAllText(oursFile), Web)!;
        var peers = JsonSerializer.Deserialize<Dictionary<string, PeerResult>>(File.ReadAllText(peersFile), Web)!;
        Console.WriteLine("| operation | time | ± | allocated | peer | its time | ratio |");
        Console.WriteLine("|---|---:|---:|---:|---|---:|---:|");
        foreach (var one in ours)
        {
            var peer = peers.GetValueOrDefault(one.Name);
            Console.WriteLine(
                $"| {one.Name} | {Time(one.Ns)} | {one.DeviationNs / one.Ns:P0} | {one.AllocatedBytes:N0} B | {peer?.Peer} | {(peer is null ? string.Empty : Time(peer.Ns))} | {(peer is null ? string.Empty : $"{Ratio(peer.Ns / one.Ns)}")} |");
        }

        if (jsonFile is not null)
        {
            File.WriteAllText(jsonFile, JsonSerializer.Serialize(new { schema = "substratee.benchmark/1", ours, peers }, Web));
        }
    }

    private static string Ratio(double ratio) => ratio < 1 ? $"{ratio:0.000}×" : $"{ratio:0.0}×";

    private static string Time(double ns) => ns switch
    {
        < 1_000 => $"{ns:0} ns",
        < 1_000_000 => $"{ns / 1_000:0.0} µs",
        _ => $"{ns / 1_000_000:0.00} ms",
    };

    private sealed record PeerResult(string Peer, double Ns);
}
