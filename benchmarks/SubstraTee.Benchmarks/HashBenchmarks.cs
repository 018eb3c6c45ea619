using BenchmarkDotNet.Attributes;
using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Benchmarks;

public class HashBenchmarks
{
    private readonly byte[] _output = new byte[16];
    private byte[] _data = [];

    [Params(32, 200, 4096)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup() => _data = Inputs.Data(Bytes);

    [Benchmark(Description = "blake2b-256")]
    public Hash256 Blake2b256() => Blake2b.Hash256(_data);

    [Benchmark(Description = "twox-128")]
    public void Twox128() => Twox.Twox128(_data, _output);

    [Benchmark(Description = "keccak-256")]
    public Hash256 Keccak256() => Keccak.Hash256(_data);

    [Benchmark(Description = "sha-256")]
    public Hash256 Sha256() => Crypto.Sha256.Hash256(_data);
}
