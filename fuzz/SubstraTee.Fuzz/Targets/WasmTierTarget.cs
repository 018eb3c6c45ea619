using SubstraTee.Wasm;
using SubstraTee.Wasm.Compiled;

namespace SubstraTee.Fuzz;

/// <summary>Valid modules made by chance, interpreted, compiled, and with every other function compiled: all to the same end.</summary>
internal sealed class WasmTierTarget : IFuzzTarget, IWorkReport
{
    // Compiling takes longer than a call, so there are many calls of each function.
    private const int Rounds = 25;

    private readonly Engine _interpreted = new(new EngineOptions { Tier = ExecutionTier.Interpreted });
    private readonly Engine _compiled = new(new EngineOptions { Tier = ExecutionTier.Compiled });
    private readonly Engine _mixed = new(new EngineOptions { Tier = ExecutionTier.Compiled }) { Compiler = new EveryOther(new Compiler()) };
    private readonly WasmStatistics _statistics = new();

    public string Name => "wasm-diff";

    // Traps in the depth of a recursion, of which .NET notes every frame.
    public long AllowanceBytes => 1L << 30;

    // Each of them is compiled twice.
    public int TestedInputs => 300;

    public IEnumerable<byte[]> Seeds() => [[1], [2]];

    public int Run(ReadOnlySpan<byte> input)
    {
        var seed = WasmTargets.SeedOf(input);
        // Some with large functions, whose variables do not all find a register.
        var shape = seed % 8 == 0 ? WasmShape.ForTiers with { Size = 80 } : WasmShape.ForTiers;
        var bytes = WasmGenerator.Generate(new Random(seed), shape);
        var interpreted = RunIn(_interpreted, bytes, seed, out var module);
        foreach (var engine in new[] { _compiled, _mixed })
        {
            if (Difference(interpreted, RunIn(engine, bytes, seed, out _)) is { } difference)
            {
                throw new InvalidOperationException($"seed {seed}, {(engine == _compiled ? "compiled" : "every other function compiled")}: {difference}");
            }
        }

        _statistics.Ran(module);
        foreach (var call in interpreted.Calls)
        {
            _statistics.Called(call.Fuel, call.Trapped);
        }

        return HashCode.Combine(interpreted.Calls.Count, interpreted.Calls.Sum(call => call.Fuel) / 1000);
    }

    public string Report() => _statistics.ToString();

    private static string? Difference(WasmRun interpreted, WasmRun other)
    {
        var calls = interpreted.Calls.Zip(other.Calls).FirstOrDefault(pair => pair.First != pair.Second);
        return calls.First is not null ? $"{calls.First} interpreted, but {calls.Second}"
            : interpreted.State != other.State || interpreted.Calls.Count != other.Calls.Count ? "another state at the end" : null;
    }

    private static WasmRun RunIn(Engine engine, byte[] bytes, int seed, out Module module)
    {
        module = Module.Load(engine, bytes);
        return WasmRun.Of(engine, module, seed, Rounds) ?? throw new InvalidOperationException($"seed {seed}: the module cannot be instantiated");
    }

    private sealed unsafe class EveryOther(ITier tier) : ITier
    {
        public bool TryInstall(Instance instance, FunctionRecord* record) => record->Number % 2 == 0 && tier.TryInstall(instance, record);
    }
}
