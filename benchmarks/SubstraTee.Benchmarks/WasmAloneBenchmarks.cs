using BenchmarkDotNet.Attributes;
using SubstraTee.Wasm;

namespace SubstraTee.Benchmarks;

/// <summary>Small kernels from module to result in the interpreter; the peer is wabt's interpreter, started as a program.</summary>
public class WasmAloneBenchmarks
{
    private readonly Engine _engine = new(new EngineOptions { Tier = ExecutionTier.Interpreted });

    [Benchmark(Description = "wasm alone-fib (interpreted)")]
    public int Fib() => Run("alone-fib");

    [Benchmark(Description = "wasm alone-sha256 (interpreted)")]
    public int Sha256() => Run("alone-sha256");

    [Benchmark(Description = "wasm alone-matmul (interpreted)")]
    public int Matmul() => Run("alone-matmul");

    [Benchmark(Description = "wasm alone-sieve (interpreted)")]
    public int Sieve() => Run("alone-sieve");

    private int Run(string name)
    {
        using var store = new Store(_engine);
        var module = Module.Load(_engine, WasmBenchmarks.Bytes(name));
        return new Linker().Instantiate(store, module).GetFunction("run")!.ToFunc<int>()();
    }
}
