using System.Diagnostics;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>Commands as processes of their own.</summary>
public class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Node = ["node", "--dev", "--rpc-port", "0"];

    [Fact]
    public async Task A_child_says_when_it_is_ready_and_stops_when_its_host_does()
    {
        using var folder = new ScratchFolder();
        ChildProcess child;
        await using (var host = new ProcessHost(folder.Path))
        {
            (child, var ready) = await host.StartReadyAsync("node", Node, Patience, CancellationToken.None);
            Assert.Equal(child.Id, ready.GetProperty("processId").GetInt32());
            var info = (await CliRun.OfAsync($"chain info --json --node {ready.GetProperty("rpc").GetString()}")).Ok();
            Assert.Equal(ready.GetProperty("genesis").GetString(), info.Document.GetProperty("genesis").GetString());
        }

        Assert.False(Directory.Exists($"/proc/{child.Id}"), "the child is still there");
        Assert.Contains("stopped at block", await File.ReadAllTextAsync(child.LogPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_stops_as_asked_exits_with_0()
    {
        using var folder = new ScratchFolder();
        await using var host = new ProcessHost(folder.Path);
        var (child, _) = await host.StartReadyAsync("node", Node, Patience, CancellationToken.None);
        Assert.Equal(ExitCodes.Ok, await child.StopAsync());
    }

    [Fact]
    public async Task A_signal_stops_a_node_in_good_order()
    {
        using var folder = new ScratchFolder();
        await using var host = new ProcessHost(folder.Path);
        var (child, _) = await host.StartReadyAsync("node", Node, Patience, CancellationToken.None);
        using (var kill = Process.Start("sh", ["-c", $"kill -TERM {child.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        var (exitCode, output) = await child.ExitAsync(CancellationToken.None);
        Assert.Equal(ExitCodes.Ok, exitCode);
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_child_that_cannot_start_is_reported_with_its_reason_and_log()
    {
        using var folder = new ScratchFolder();
        await using var host = new ProcessHost(folder.Path);
        var refused = await Assert.ThrowsAsync<CliException>(() =>
            host.StartReadyAsync("bad", ["node", "--block-time", "never"], Patience, CancellationToken.None));
        Assert.Equal("STEE-E0204", refused.Code);
        Assert.Contains("STEE-U0013", refused.Why, StringComparison.Ordinal);
        Assert.Contains(folder.Path, refused.Tries[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_node_on_a_port_or_folder_is_refused_with_its_own_error()
    {
        using var folder = new ScratchFolder();
        await using var host = new ProcessHost(folder.Path);
        var data = Path.Combine(folder.Path, "chain");
        var (_, ready) = await host.StartReadyAsync("node", [.. Node, "--data", data], Patience, CancellationToken.None);
        var port = new Uri(ready.GetProperty("rpc").GetString()!).Port;
        var samePort = await CliRun.OfAsync($"node --dev --rpc-port {port}");
        Assert.Equal(ExitCodes.Configuration, samePort.ExitCode);
        Assert.Contains("STEE-N0001", samePort.Error, StringComparison.Ordinal);
        var sameFolder = await CliRun.OfAsync(["node", "--dev", "--rpc-port", "0", "--data", data]);
        Assert.Equal(ExitCodes.Configuration, sameFolder.ExitCode);
        Assert.Contains("STEE-N0003", sameFolder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_exit_code_of_the_catalog_is_one_of_the_table() =>
        Findings.None(
            "exit codes that the table does not have",
            ErrorCatalog.All.Where(entry => entry.Exit is not (1 or 2 or 3 or 4 or 5 or 6 or 7 or 70 or 78)).Select(entry => entry.Code));
}
