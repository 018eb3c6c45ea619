using System.Diagnostics;

namespace SubstraTee.Cli.Tests;

/// <summary>The tab key.</summary>
public class CompletionTests
{
    [Theory]
    [InlineData("substratee acc", "account")]
    [InlineData("substratee account ", "balance")]
    [InlineData("substratee account transfer --fr", "--from")]
    [InlineData("substratee account transfer x 1 --from //A", "//Alice")]
    [InlineData("substratee node --js", "--json")]
    [InlineData("substratee completion ", "bash")]
    [InlineData("substratee account list --scheme e", "ecdsa")]
    [InlineData("substratee worker ", "info")]
    public async Task A_line_is_completed_with_what_may_follow(string line, string expected)
    {
        var run = (await CliRun.OfAsync(["complete", $"{line.Length}", "--", line])).Ok();
        Assert.Contains(expected, run.Output.Split('\n'));
    }

    [Fact]
    public async Task Hidden_commands_and_what_stands_there_already_are_not_offered()
    {
        var root = (await CliRun.OfAsync(["complete", "11", "--", "substratee "])).Ok();
        Assert.DoesNotContain("complete", root.Output.Split('\n'));
        var json = (await CliRun.OfAsync(["complete", "30", "--", "substratee chain info --json --"])).Ok();
        Assert.DoesNotContain("--json", json.Output.Split('\n'));
    }

    [Fact]
    public async Task The_script_works_in_bash()
    {
        using var folder = new ScratchFolder();
        var script = Path.Combine(folder.Path, "completion");
        await File.WriteAllTextAsync(script, (await CliRun.OfAsync("completion bash")).Ok().Output);
        var program = Path.Combine(AppContext.BaseDirectory, "substratee");
        var test = $"""
            source '{script}'
            COMP_WORDS=('{program}' account l); COMP_LINE='substratee account l'; COMP_POINT=20; _substratee
            echo "$COMPREPLY"
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", test]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.Equal("list\n", output);
    }
}
