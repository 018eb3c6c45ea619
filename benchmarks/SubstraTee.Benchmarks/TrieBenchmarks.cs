using BenchmarkDotNet.Attributes;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Benchmarks;

public class TrieBenchmarks
{
    private readonly KeyValuePair<byte[], byte[]>[] _entries =
        [.. Enumerable.Range(0, Inputs.EntryCount).Select(i => new KeyValuePair<byte[], byte[]>(Inputs.Key(i), Inputs.Key(i)))];

    private readonly byte[][] _keys = [.. Inputs.ProvenKeys];
    private readonly StateTrie _state = Inputs.State(Inputs.EntryCount);
    private ReadOnlyMemory<byte>[] _proof = [];
    private Hash256 _root;

    [GlobalSetup]
    public void Setup()
    {
        _root = _state.Root(StateVersion.V1);
        _proof = [.. ReadProof.Create(_state, _keys, StateVersion.V1).Select(node => new ReadOnlyMemory<byte>(node))];
    }

    [Benchmark(Description = "trie root of 1000 entries")]
    public Hash256 Root() => TrieRoot.Compute(_entries, StateVersion.V1);

    [Benchmark(Description = "proof of 10 keys in 1000")]
    public IReadOnlyList<byte[]> Prove() => ReadProof.Create(_state, _keys, StateVersion.V1);

    [Benchmark(Description = "proof check of 10 keys in 1000")]
    public bool Check() => VerifiedState.TryOpen(_root, _proof, ProofLimits.Default, out _, out _);
}
