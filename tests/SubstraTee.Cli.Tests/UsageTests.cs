using SubstraTee.Primitives;

namespace SubstraTee.Cli.Tests;

/// <summary>What happens when a command is not used as it wants to be.</summary>
public class UsageTests
{
    [Theory]
    [InlineData("nod", "did you mean 'node'?")]
    [InlineData("wroker", "did you mean 'worker'?")]
    [InlineData("acount list", "did you mean 'account'?")]
    [InlineData("account lst", "did you mean 'list'?")]
    [InlineData("node --dve", "did you mean '--dev'?")]
    [InlineData("chain info --jsn", "did you mean '--json'?")]
    [InlineData("frobnicate", "nothing of a similar name is known")]
    public async Task A_misspelt_word_is_answered_with_what_was_meant(string line, string answer)
    {
        var run = await CliRun.OfAsync(line);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(answer, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("account", "list, show, balance")]
    [InlineData("shard --json", "create, list, show")]
    [InlineData("account transfer //Bob 1", "--from")]
    [InlineData("account balance", "account")]
    [InlineData("node --rpc-port x", "--rpc-port")]
    [InlineData("node --block-time soon", "instant, or a time from 50ms")]
    [InlineData("metadata --version 13", "'14'")]
    [InlineData("chain info --node http://127.0.0.1:1", "a WebSocket address")]
    [InlineData("chain info --timeout 5", "500ms, 30s or 5m")]
    [InlineData("shard show --shard 0x12", "64 hexadecimal digits")]
    [InlineData("call counter", "call")]
    [InlineData("receipt verify", "file")]
    [InlineData("node --authorities 7", "between 1 and 6")]
    public async Task Wrong_use_says_what_is_wanted_and_exits_with_2(string line, string wanted)
    {
        var run = await CliRun.OfAsync(line);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(wanted, run.Error, StringComparison.Ordinal);
        Assert.Contains("\n  try ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_has_the_shape_what_why_try_more()
    {
        var run = await CliRun.OfAsync("chain info --node ws://127.0.0.1:1");
        Assert.Equal(ExitCodes.Connection, run.ExitCode);
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.StartsWith("error STEE-N0101: the node at ws://127.0.0.1:1", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  why    ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  try    ", lines[2], StringComparison.Ordinal);
        Assert.Equal("  more   docs/errors.md#stee-n0101", lines[^1]);
    }

    [Fact]
    public async Task An_error_is_the_one_document_when_json_is_asked_for()
    {
        var run = await CliRun.OfAsync("chain info --node ws://127.0.0.1:1 --json");
        var error = run.Document;
        Assert.Equal("substratee.error/1", error.GetProperty("schema").GetString());
        Assert.Equal("STEE-N0101", error.GetProperty("code").GetString());
        Assert.Equal(run.ExitCode, error.GetProperty("exitCode").GetInt32());
        Assert.NotEqual(0, error.GetProperty("try").GetArrayLength());
    }

    [Fact]
    public async Task An_option_beats_its_variable_which_beats_the_default()
    {
        var variables = new Dictionary<string, string> { [Settings.NodeVariable] = "ws://127.0.0.1:2" };
        var variable = await CliRun.OfAsync(CliRun.Words("chain info"), environment: variables);
        var option = await CliRun.OfAsync(CliRun.Words("chain info --node ws://127.0.0.1:3"), environment: variables);
        Assert.Contains("ws://127.0.0.1:2/", variable.Error, StringComparison.Ordinal);
        Assert.Contains("ws://127.0.0.1:3/", option.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_cannot_be_used_is_named()
    {
        var variables = new Dictionary<string, string> { [Settings.ShardVariable] = "counter" };
        var run = await CliRun.OfAsync(CliRun.Words("worker"), environment: variables);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("'counter' cannot be used for SUBSTRATEE_SHARD", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    public void Times_have_units(string text, int milliseconds)
    {
        Assert.True(Settings.TryParseTime(text, out var time));
        Assert.Equal(milliseconds, time.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("5mm")]
    [InlineData("99999999h")]
    public void Other_times_are_refused(string text) => Assert.False(Settings.TryParseTime(text, out _));

    [Theory]
    [InlineData("node", "node", 0)]
    [InlineData("ndoe", "node", 1)]
    [InlineData("nod", "node", 1)]
    [InlineData("", "node", 4)]
    public void The_distance_of_words_counts_edits(string from, string to, int distance) =>
        Assert.Equal(distance, Spelling.Distance(from, to));

    [Fact]
    public void A_fault_without_a_code_is_a_mistake_of_the_program()
    {
        var report = ErrorReport.Of(new InvalidOperationException("oh\nno"));
        Assert.Equal((ExitCodes.Bug, CliErrors.Bug), (report.ExitCode, report.Entry.Code));
        Assert.Equal("InvalidOperationException: oh no", report.Why);
    }

    [Fact]
    public async Task Version_and_help_end_well()
    {
        Assert.Equal("0.1.0\n", (await CliRun.OfAsync("--version")).Ok().Output);
        Assert.Contains("Examples:", (await CliRun.OfAsync("")).Ok().Output, StringComparison.Ordinal);
        Assert.Contains("Usage:", (await CliRun.OfAsync("account transfer --help")).Ok().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_the_schema_are_options_with_values()
    {
        var command = new CallCommand();
        Assert.Equal(
            new Dictionary<string, string> { ["by"] = "42", ["memo"] = "-x" }, StfArguments.Read(command, ["--by", "42", "--memo=-x"]));
        Assert.Throws<CliException>(() => StfArguments.Read(command, ["--by"]));
        Assert.Throws<CliException>(() => StfArguments.Read(command, ["by"]));
        Assert.Throws<CliException>(() => StfArguments.Read(command, ["--by", "1", "--by", "2"]));
        var id = new ShardId(Bytes32.Parse("0x" + new string('a', 64)));
        var run = await CliRun.OfAsync($"call counter increment --by 42 --from //Alice --shard {id} --node ws://127.0.0.1:1");
        Assert.Equal(ExitCodes.Connection, run.ExitCode);
    }
}
