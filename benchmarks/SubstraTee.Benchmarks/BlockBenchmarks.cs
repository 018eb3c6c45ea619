using BenchmarkDotNet.Attributes;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Benchmarks;

/// <summary>What a block costs that changes a hundred accounts, next to how many there are.</summary>
public class BlockBenchmarks
{
    private const int Changes = 100;
    private readonly byte[] _value = new byte[32];
    private byte[][] _keys = [];
    private StateTrie _state = new();
    private uint _round;

    [Params(1_000, 100_000, 1_000_000)]
    public int Accounts { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _state = Inputs.State(Accounts);
        _state.Root(StateVersion.V1);
        _keys = [.. Enumerable.Range(0, Changes).Select(i => Inputs.Key(i * (Accounts / Changes)))];
    }

    [Benchmark(Description = "change 100 accounts, root")]
    public Hash256 ChangeAndHash()
    {
        BitConverter.TryWriteBytes(_value, ++_round);
        foreach (var key in _keys)
        {
            _state.Set(key, _value);
        }

        return _state.Root(StateVersion.V1);
    }
}
