using System.Runtime.CompilerServices;
using SubstraTee.Testing;
using SubstraTee.Wasm.Spec;

namespace SubstraTee.Wasm.NoDynamicCode.Tests;

/// <summary>The engine in a process that generates no code, as an enclave may be told to run.</summary>
public class NoDynamicCodeTests
{
    [Fact]
    public void The_process_says_that_it_generates_no_code() => Assert.False(RuntimeFeature.IsDynamicCodeSupported);

    [VectorFact]
    public void Whichever_tier_is_asked_for_the_suite_passes_interpreted()
    {
        foreach (var tier in Enum.GetValues<ExecutionTier>())
        {
            var runner = new SpecRunner(new Engine(new EngineOptions { Tier = tier }));
            var results = SpecScript.LoadFolder(Vectors.PathOf("wasm-spec/tests")).SelectMany(runner.Run).ToList();

            Assert.Empty(results.Where(result => !result.Passed).Select(result => result.ToString()));
            Assert.Equal(26_132, results.Count(result => result.Command.IsAssertion));
        }
    }
}
