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

    [VectorFact]
    public void Compiled_and_mixed_functions_pass_it_too_with_the_same_outcomes_and_fuel()
    {
        var scripts = SpecScript.LoadFolder(Vectors.PathOf("wasm-spec/tests")).ToList();
        var expected = scripts.SelectMany(new SpecRunner(Wasm.Interpreted).Run).Select(Text).ToList();
        var compiled = scripts.SelectMany(new SpecRunner(new Engine(new EngineOptions { Tier = ExecutionTier.Compiled })).Run).ToList();

        Assert.Empty(compiled.Where(result => !result.Passed).Select(result => result.ToString()));
        Assert.Equal(26_132, compiled.Count(result => result.Command.IsAssertion));
        Assert.Equal(expected, compiled.Select(Text));
        foreach (var remainder in new[] { 0, 1 })
        {
            Assert.Equal(expected, scripts.SelectMany(new SpecRunner(EveryOther.Engine(remainder)).Run).Select(Text));
        }
    }

    [VectorFact]
    public void Without_fuel_it_passes_compiled()
    {
        var runner = new SpecRunner(new Engine(new EngineOptions { Tier = ExecutionTier.Compiled, Metered = false }));
        var results = SpecScript.LoadFolder(Vectors.PathOf("wasm-spec/tests")).SelectMany(runner.Run).ToList();

        Assert.Empty(results.Where(result => !result.Passed).Select(result => result.ToString()));
        Assert.Equal(26_132, results.Count(result => result.Command.IsAssertion));
    }

    private static string Text(SpecResult result) => $"{result.Script}:{result.Command.Line} {result.Outcome} {result.FuelUsed}";
}
