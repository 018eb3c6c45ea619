using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using SubstraTee.Primitives;

namespace SubstraTee.Benchmarks;

public class ScaleBenchmarks
{
    private readonly byte[] _encoded = Inputs.BalancesCodec.Encode(Inputs.Balances);

    [Benchmark(Description = "scale encode 1000 balances")]
    public byte[] Encode() => Inputs.BalancesCodec.Encode(Inputs.Balances);

    [Benchmark(Description = "scale decode 1000 balances")]
    public ImmutableArray<(AccountId, UInt128)> Decode() => Inputs.BalancesCodec.Decode(_encoded);
}
