using System.Text.RegularExpressions;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>The control of the demo's scan: an enclave that leaks is found out, by every memo and in every place.</summary>
public partial class LeakTests
{
    private static readonly string Leaking = Path.Combine(
        Repository.Root, "artifacts", "bin", "SubstraTee.Enclave.Leaking", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')));

    [Fact]
    public async Task The_demo_finds_every_memo_that_a_leaking_enclave_lets_out_and_fails()
    {
        var run = await CliRun.OfAsync(["demo", "counter", "--enclave", Leaking, "--json"]);

        Assert.Equal(ExitCodes.Verification, run.ExitCode);
        Assert.False(run.Document.GetProperty("passed").GetBoolean());
        var steps = run.Document.GetProperty("steps").EnumerateArray().ToList();
        Assert.All(steps[..^1], step => Assert.True(step.GetProperty("ok").GetBoolean(), step.GetRawText()));
        var scan = steps[^1].GetProperty("proved").GetString()!;
        var counts = Counts().Match(scan);
        Assert.True(counts.Success, scan);
        Assert.Equal(counts.Groups["all"].Value, counts.Groups["found"].Value);
        Assert.Equal(counts.Groups["all"].Value, counts.Groups["files"].Value);
    }

    [GeneratedRegex(
        @"^(?<found>\d+) of (?<all>\d+) memos .*: (?<files>\d+) in files and logs, \d+ in traffic, \d+ in the worker's memory",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counts();
}
