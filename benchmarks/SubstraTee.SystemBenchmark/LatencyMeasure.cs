using System.Diagnostics;
using SubstraTee.Crypto;

namespace SubstraTee.SystemBenchmark;

/// <summary>Single calls through the client library, one after the other: from submission to the verified receipt.</summary>
internal static class LatencyMeasure
{
    private const int WarmUp = 50;

    public static async Task<LatencyFigures> RunAsync(Network network, int calls, CancellationToken cancellationToken)
    {
        using var caller = KeyPair.FromSecretUri("//Charlie", KeyType.Sr25519);
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal) { ["by"] = "1" };
        var times = new List<double>(calls);
        for (var i = -WarmUp; i < calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            (await network.Shard.CallAsync(caller, "increment", arguments, null, cancellationToken)).EnsureApplied();
            if (i >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        times.Sort();
        return new LatencyFigures(calls, At(0.5), At(0.9), At(0.99), times[^1]);

        double At(double part) => times[(int)Math.Ceiling(part * times.Count) - 1];
    }
}

/// <summary>Times in milliseconds.</summary>
internal sealed record LatencyFigures(int Calls, double P50, double P90, double P99, double Max);
