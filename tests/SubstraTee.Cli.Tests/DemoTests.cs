namespace SubstraTee.Cli.Tests;

/// <summary>Stories on real processes hold to the last step; the counter's is told by the documents' tests and with a leak.</summary>
public class DemoTests
{
    [Fact]
    public Task The_attestation_story_holds() =>
        HoldsAsync(["demo", "attestation", "--enclave", DevNetwork.Enclave, "--simulator", Simulator.Path, "--json"], steps: 14);

    [Fact]
    public Task The_story_of_a_function_in_WebAssembly_holds() =>
        HoldsAsync(["demo", "wasm", "--enclave", DevNetwork.WasmEnclave, "--json"], steps: 9);

    [Fact]
    public async Task A_simulator_that_is_not_there_is_named()
    {
        var run = await CliRun.OfAsync(["demo", "attestation", "--enclave", DevNetwork.Enclave, "--simulator", "./no/such", "--json"]);

        Assert.Equal("STEE-U0021", run.Document.GetProperty("code").GetString());
    }

    private static async Task HoldsAsync(string[] line, int steps)
    {
        var run = (await CliRun.OfAsync(line)).Ok();

        Assert.Equal("substratee.demo/1", run.Document.GetProperty("schema").GetString());
        Assert.True(run.Document.GetProperty("passed").GetBoolean());
        var told = run.Document.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(steps, told.Count);
        Assert.All(told, step => Assert.True(step.GetProperty("ok").GetBoolean(), step.GetRawText()));
        Assert.Contains("SIMULATED", run.Error, StringComparison.Ordinal);
    }
}
