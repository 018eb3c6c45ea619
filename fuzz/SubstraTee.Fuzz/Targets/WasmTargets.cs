using SubstraTee.Wasm;

namespace SubstraTee.Fuzz;

/// <summary>WebAssembly modules that anyone may hand in.</summary>
internal static class WasmTargets
{
    public static IEnumerable<IFuzzTarget> All => [new MutatedModules(), new GeneratedModules()];

    /// <summary>A number made of an input, from which a module is made.</summary>
    public static int SeedOf(ReadOnlySpan<byte> input)
    {
        var seed = 0;
        foreach (var value in input)
        {
            seed = unchecked((seed * 257) + value);
        }

        return seed;
    }

    // Loaded twice, since all else that runs differ by is what an engine keeps.
    private abstract class Target : IFuzzTarget, IWorkReport
    {
        private readonly Engine _first = new(new EngineOptions { Tier = ExecutionTier.Interpreted });
        private readonly Engine _second = new(new EngineOptions { Tier = ExecutionTier.Automatic });
        private readonly WasmStatistics _statistics = new();

        public abstract string Name { get; }

        public abstract IEnumerable<byte[]> Seeds();

        public abstract int Run(ReadOnlySpan<byte> input);

        public string Report() => _statistics.ToString();

        protected int Execute(ReadOnlySpan<byte> bytes, int seed, out ModuleError? error)
        {
            if (!Module.TryLoad(_first, bytes, out var module, out error))
            {
                _statistics.Refused();
                return 0;
            }

            var run = WasmRun.Of(_first, module, seed);
            var other = WasmRun.Of(_second, Module.Load(_second, bytes), seed);
            _statistics.Ran(module);
            foreach (var call in run?.Calls ?? [])
            {
                _statistics.Called(call.Fuel, call.Trapped);
            }

            if (run?.ToString() != other?.ToString())
            {
                throw new InvalidOperationException($"two runs differ, seed {seed}:{Environment.NewLine}{run}{Environment.NewLine}and{Environment.NewLine}{other}");
            }

            return HashCode.Combine(run?.Calls.Count, run?.Calls.Sum(call => call.Fuel) / 1000);
        }
    }

    /// <summary>Changed bytes of valid modules: whatever is accepted runs, in both tiers the same way.</summary>
    private sealed class MutatedModules : Target
    {
        public override string Name => "wasm-module";

        public override IEnumerable<byte[]> Seeds() =>
            Enumerable.Range(0, 40).Select(seed => WasmGenerator.Generate(new Random(seed), WasmShape.ForTiers with { Size = 3 }));

        public override int Run(ReadOnlySpan<byte> input)
        {
            var place = Execute(input, seed: 1, out var error);
            return error is null ? place : HashCode.Combine(error.Kind, error.Reason.Split(':')[0].Length);
        }
    }

    /// <summary>Valid modules made by chance, in both tiers.</summary>
    private sealed class GeneratedModules : Target
    {
        public override string Name => "wasm-generated";

        public override IEnumerable<byte[]> Seeds() => [[1], [2]];

        public override int Run(ReadOnlySpan<byte> input)
        {
            var seed = SeedOf(input);
            var place = Execute(WasmGenerator.Generate(new Random(seed), WasmShape.ForTiers), seed, out var error);
            return error is null ? place : throw new InvalidOperationException($"seed {seed} makes an invalid module: {error}");
        }
    }
}
