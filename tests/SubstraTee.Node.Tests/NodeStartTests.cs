using System.Net;
using System.Net.Sockets;
using SubstraTee.Primitives;

namespace SubstraTee.Node.Tests;

public sealed class NodeStartTests
{
    [Fact]
    public async Task A_second_start_on_the_same_data_goes_on_with_the_chain()
    {
        using var directory = new TemporaryDirectory();
        var options = new NodeOptions { DataDirectory = directory.Path, FinalizedNotice = TimeSpan.Zero };
        Hash256 genesis;
        Hash256 block;
        await using (var node = await TestNode.StartAsync(options))
        {
            genesis = node.Node.GenesisHash;
            await node.FinalizeTransferAsync(TestNode.Alice, 0);
            block = await node.FinalizeTransferAsync(TestNode.Alice, 1);
        }

        await using var again = await TestNode.StartAsync(options);
        Assert.Equal(genesis, again.Node.GenesisHash);
        Assert.Equal(2u, again.Node.FinalizedNumber);
        Assert.Equal(block.ToString(), await again.TextAsync("chain_getFinalizedHead"));
        var old = await again.AskAsync("state_getReadProof", new System.Text.Json.Nodes.JsonArray("0x00"), await again.TextAsync("chain_getBlockHash", 1));
        Assert.NotEqual(0, old.GetProperty("proof").GetArrayLength());
        await again.FinalizeTransferAsync(TestNode.Alice, 2);
        Assert.Equal(3u, again.Node.FinalizedNumber);
    }

    [Fact]
    public async Task Stopping_takes_less_than_two_seconds_and_lets_go_of_everything()
    {
        using var directory = new TemporaryDirectory();
        var options = new NodeOptions { DataDirectory = directory.Path, RpcPort = 0 };
        var node = await NodeHost.StartAsync(options, CancellationToken.None);
        var port = node.HttpAddress.Port;
        await node.StopAsync().WaitAsync(TimeSpan.FromSeconds(2));
        await node.StopAsync();
        Assert.True(node.Completion.IsCompletedSuccessfully);
        await using var again = await NodeHost.StartAsync(options with { RpcPort = port }, CancellationToken.None);
        Assert.Equal(port, again.HttpAddress.Port);
    }

    [Fact]
    public async Task A_directory_in_use_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var options = new NodeOptions { DataDirectory = directory.Path, RpcPort = 0 };
        await using var first = await NodeHost.StartAsync(options, CancellationToken.None);
        var error = await Assert.ThrowsAsync<NodeException>(() => NodeHost.StartAsync(options, CancellationToken.None));
        Assert.Equal("STEE-N0003", error.Code);
        Assert.Contains(directory.Path, error.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_named_and_nothing_stays_half_started()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var directory = new TemporaryDirectory();
        var options = new NodeOptions { DataDirectory = directory.Path, RpcPort = ((IPEndPoint)listener.LocalEndpoint).Port };
        var error = await Assert.ThrowsAsync<NodeException>(() => NodeHost.StartAsync(options, CancellationToken.None));
        Assert.Equal("STEE-N0001", error.Code);
        Assert.Contains($"{options.RpcPort}", error.Message, StringComparison.Ordinal);
        await using var free = await NodeHost.StartAsync(options with { RpcPort = 0 }, CancellationToken.None);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var error = await Assert.ThrowsAsync<NodeException>(
            () => NodeHost.StartAsync(new NodeOptions { DataDirectory = Path.Combine(file, "data"), RpcPort = 0 }, CancellationToken.None));
        Assert.Equal("STEE-N0004", error.Code);
        error = await Assert.ThrowsAsync<NodeException>(
            () => NodeHost.StartAsync(new NodeOptions { DataDirectory = "/proc/substratee", RpcPort = 0 }, CancellationToken.None));
        Assert.Equal("STEE-N0004", error.Code);
    }

    [Theory]
    [InlineData(70_000, 3, 4096)]
    [InlineData(-1, 3, 4096)]
    [InlineData(0, 0, 4096)]
    [InlineData(0, 7, 4096)]
    [InlineData(0, 3, 1)]
    public async Task Options_out_of_range_are_named(int port, int authorities, int history)
    {
        var options = new NodeOptions { RpcPort = port, AuthorityCount = authorities, StateHistoryBlocks = history };
        var error = await Assert.ThrowsAsync<NodeException>(() => NodeHost.StartAsync(options, CancellationToken.None));
        Assert.Equal("STEE-N0009", error.Code);
    }

    [Theory]
    [InlineData("instant", "instant")]
    [InlineData("6s", "6s")]
    [InlineData("1s", "1s")]
    [InlineData("500ms", "500ms")]
    [InlineData("0s", null)]
    [InlineData("-1s", null)]
    [InlineData("6", null)]
    [InlineData("99999999999s", null)]
    [InlineData(null, null)]
    public void Block_times_are_read(string? text, string? expected)
    {
        Assert.Equal(expected is not null, BlockTime.TryParse(text, out var time));
        if (expected is not null)
        {
            Assert.Equal(expected, time.ToString());
        }
    }
}
