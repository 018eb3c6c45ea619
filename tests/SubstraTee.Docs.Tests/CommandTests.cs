namespace SubstraTee.Docs.Tests;

/// <summary>Commands that a page shows under the mark <c>tested</c> do what it says: they run here, word by word.</summary>
public class CommandTests
{
    [Fact]
    public async Task Tested_commands_of_all_pages_work()
    {
        foreach (var page in MarkdownPage.All.Where(page => page.Commands.Count > 0))
        {
            var (exitCode, output) = await CommandRunner.RunAsync(page.Commands);
            Assert.True(exitCode == 0, $"{page.Path}: exit code {exitCode}{Environment.NewLine}{output}");
        }
    }

    [Fact]
    public void Only_marked_blocks_are_commands()
    {
        var page = new MarkdownPage("a.md", "# A b!\n```sh\nno\n```\n<!-- tested -->\n```sh\nfirst\n```\ntext [x](b.md#c) `[y](z)`\n<!-- tested -->\n\n```sh\nsecond\n```\n");

        Assert.Equal(["first", "second"], page.Commands);
        Assert.Equal(["b.md#c"], page.Links);
        Assert.Equal(["a-b"], page.Anchors);
    }

    [Fact]
    public async Task Commands_share_a_folder_and_find_the_program()
    {
        var (exitCode, output) = await CommandRunner.RunAsync(["echo one > file", "cat file", "test -x ./substratee", "command -v substratee"]);

        Assert.Equal(0, exitCode);
        Assert.StartsWith("one\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_failing_command_ends_the_page()
    {
        var (exitCode, output) = await CommandRunner.RunAsync(["echo before", "(exit 7)", "echo after"]);

        Assert.Equal(7, exitCode);
        Assert.Equal("before\n", output);
    }

    [Fact]
    public async Task What_runs_in_the_background_ends_with_the_page()
    {
        var (_, output) = await CommandRunner.RunAsync(["sleep 300 & echo $!"]);

        Assert.False(Directory.Exists($"/proc/{output.Trim()}"), $"process {output} is still there");
    }
}
