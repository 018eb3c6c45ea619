using SubstraTee.Testing;
using SubstraTee.Wasm.Spec;

namespace SubstraTee.Wasm.Tests;

/// <summary>WebAssembly's own test suite.</summary>
public class SpecSuiteTests
{
    [VectorFact]
    public void The_interpreter_passes_the_whole_suite_with_fuel_counted()
    {
        var runner = new SpecRunner(new Engine(new EngineOptions { Tier = ExecutionTier.Interpreted }));
        var results = SpecScript.LoadFolder(Vectors.PathOf("wasm-spec/tests")).SelectMany(runner.Run).ToList();

        Assert.Empty(results.Where(result => !result.Passed).Select(result => result.ToString()));
        Assert.Equal(26_132, results.Count(result => result.Command.IsAssertion));
        Assert.True(results.Sum(result => result.FuelUsed) > 0);
    }
}
