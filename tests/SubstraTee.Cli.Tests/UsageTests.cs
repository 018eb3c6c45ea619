namespace SubstraTee.Cli.Tests;

/// <summary>What happens when a command is not used as it wants to be.</summary>
public class UsageTests
{
    [Theory]
    [InlineData("nod", "did you mean 'node'?")]
    [InlineData("wroker", "did you mean 'worker'?")]
    [InlineData("node --dve", "did you mean '--dev'?")]
    public async Task A_misspelt_word_is_answered_with_what_was_meant(string line, string answer)
    {
        var run = await CliRun.OfAsync(line);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(answer, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
