using BenchmarkDotNet.Attributes;
using SubstraTee.Testing;
using SubstraTee.Wasm;

namespace SubstraTee.Benchmarks;

/// <summary>WebAssembly modules of <c>benchmarks/wasm</c> in each tier, and compiled without counting fuel; the peer is V8.</summary>
public class WasmBenchmarks
{
    private const int Steps = 200_000;
    private const int HostCalls = 100_000;

    private Engine _engine = null!;
    private Module _control = null!;
    private byte[] _large = [];
    private Func<int, int> _fib = null!;
    private Func<int, int> _indirect = null!;
    private Func<int, int> _switch = null!;
    private Func<int, int> _step = null!;
    private Func<int, int> _sha256 = null!;
    private Func<int, int> _chain = null!;
    private Func<int, double> _matmul = null!;
    private Func<int, int> _sieve = null!;
    private Func<int, int> _hostCalls = null!;

    [Params("interpreted", "compiled", "compiled, no fuel")]
    public string Tier { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _engine = new Engine(new EngineOptions
        {
            Tier = Tier == "interpreted" ? ExecutionTier.Interpreted : ExecutionTier.Compiled,
            Metered = Tier != "compiled, no fuel",
        });
        _large = Bytes("large");
        _control = Module.Load(_engine, Bytes("control"));
        var control = new Linker().Instantiate(new Store(_engine), _control);
        var kernels = new Linker().Instantiate(new Store(_engine), Module.Load(_engine, Bytes("kernels")));
        (_fib, _indirect, _switch, _step) = (Of(control, "fib"), Of(control, "indirect"), Of(control, "switch"), Of(control, "step"));
        (_sha256, _chain, _sieve) = (Of(kernels, "sha256"), Of(kernels, "sha256_chain"), Of(kernels, "sieve"));
        _matmul = kernels.GetFunction("matmul")!.ToFunc<int, double>();
        var linker = new Linker().Define("env", "add", HostFunction.Create((Caller _, int a, int b) => a + b));
        _hostCalls = Of(linker.Instantiate(new Store(_engine), Module.Load(_engine, Bytes("host"))), "calls");
    }

    [Benchmark(Description = "wasm fib 35")]
    public int Fib() => _fib(35);

    [Benchmark(Description = "wasm sha-256 of 1 MiB")]
    public int Sha256() => _sha256(1 << 20);

    [Benchmark(Description = "wasm sha-256 chained 100000 times")]
    public int Sha256Chain() => _chain(100_000);

    [Benchmark(Description = "wasm matrix product 320x320")]
    public double Matmul() => _matmul(320);

    [Benchmark(Description = "wasm sieve to 8000000")]
    public int Sieve() => _sieve(8_000_000);

    [Benchmark(Description = "wasm call_indirect 5000000 times")]
    public int Indirect() => _indirect(5_000_000);

    [Benchmark(Description = "wasm br_table 5000000 times")]
    public int Switch() => _switch(5_000_000);

    [Benchmark(Description = "wasm step, live instance", OperationsPerInvoke = Steps)]
    public int Step()
    {
        var result = 0;
        for (var i = 0; i < Steps; i++)
        {
            result = _step(i & 7);
        }

        return result;
    }

    [Benchmark(Description = "wasm step, fresh instance")]
    public int FreshStep()
    {
        using var store = new Store(_engine);
        return new Linker().Instantiate(store, _control).GetFunction("step")!.ToFunc<int, int>()(1);
    }

    [Benchmark(Description = "wasm call of a host function", OperationsPerInvoke = HostCalls)]
    public int HostFunctions() => _hostCalls(HostCalls);

    [Benchmark(Description = "wasm load 90 kB")]
    public Module Load() => Module.Load(_engine, _large);

    // As if each function were called.
    [Benchmark(Description = "wasm 90 kB to code of every function")]
    public unsafe Module AllCode()
    {
        var module = Module.Load(_engine, _large);
        for (var i = 0; i < module.Content.Functions.Length; i++)
        {
            if (module.Compiled is { } compiled)
            {
                compiled.FunctionOf(i);
            }
            else
            {
                module.Interpreted.CodeOf(i);
            }
        }

        return module;
    }

    [Benchmark(Description = "wasm 90 kB to first result")]
    public int FirstResult()
    {
        using var store = new Store(_engine);
        return new Linker().Instantiate(store, Module.Load(_engine, _large)).GetFunction("run")!.ToFunc<int, int>()(10);
    }

    internal static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "benchmarks", "wasm", $"{name}.wasm"));

    private static Func<int, int> Of(Instance instance, string name) => instance.GetFunction(name)!.ToFunc<int, int>();
}
