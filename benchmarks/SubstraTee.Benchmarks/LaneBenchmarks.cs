using BenchmarkDotNet.Attributes;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Benchmarks;

/// <summary>Eight messages of a full branch node's length at once; figures are for one.</summary>
public class LaneBenchmarks
{
    private const int NodeLength = 550;
    private readonly byte[] _messages = Inputs.Data(Blake2b.Lanes * NodeLength);
    private readonly int[] _ends = [.. Enumerable.Range(1, Blake2b.Lanes).Select(i => i * NodeLength)];
    private readonly Hash256[] _digests = new Hash256[Blake2b.Lanes];

    [Benchmark(Description = "blake2b-256 550 B", OperationsPerInvoke = Blake2b.Lanes)]
    public void OneByOne()
    {
        for (var lane = 0; lane < Blake2b.Lanes; lane++)
        {
            _digests[lane] = Blake2b.Hash256(_messages.AsSpan(lane * NodeLength, NodeLength));
        }
    }

    [Benchmark(Description = "blake2b-256 550 B, eight at once", OperationsPerInvoke = Blake2b.Lanes)]
    public void EightAtOnce() => Blake2b.Hash256x8(_messages, _ends, _digests);
}
