using System.Text.Json.Nodes;
using SubstraTee.Testing;

namespace SubstraTee.Node.Tests;

public sealed class NewRpcClientsTests
{
    private static readonly NodeOptions Options = new() { RpcPort = 0, FinalizedNotice = TimeSpan.FromSeconds(1) };

    [NpmFact("new-rpc")]
    public async Task An_application_on_polkadot_api_works_unchanged()
    {
        await using var node = await NodeHost.StartAsync(Options, CancellationToken.None);
        var output = await Npm.RunAsync("new-rpc", "papi.mjs", $$"""{"url":"{{node.WebSocketAddress}}"}""");
        var seen = JsonNode.Parse(output)!;
        Assert.Equal(node.GenesisHash.ToString(), (string?)seen["genesis"]);
        Assert.Equal(["signed", "broadcasted", "txBestBlocksState:true", "finalized"], seen["events"]!.AsArray().Select(one => (string?)one));
        Assert.True((bool)seen["ok"]! && (bool)seen["fee"]!, output);
        Assert.Equal("3000000000000", (string?)seen["transferred"]);
        Assert.Equal("Sudo.RequireSudo", (string?)seen["error"]);
        Assert.Equal((1, 2, 2), ((int)seen["nonce"]!, (int)seen["finalized"]!, (int)seen["body"]!));
        Assert.Equal(36, (int)seen["entries"]!);
    }

    [NpmFact("new-rpc")]
    public async Task An_application_on_dedot_works_unchanged_by_the_new_methods_and_the_old()
    {
        await using var node = await TestNode.StartAsync(Options);

        // dedot looks for the newest block's parent, which the first block does not have.
        await node.FinalizeTransferAsync(TestNode.Alice, 0);
        foreach (var (kind, nonce) in new[] { ("v2", 2), ("legacy", 3) })
        {
            var output = await Npm.RunAsync("new-rpc", "dedot.mjs", $$"""{"url":"{{node.Node.WebSocketAddress}}","kind":"{{kind}}"}""");
            var seen = JsonNode.Parse(output)!;
            Assert.Equal("substratee-dev", (string?)seen["spec"]);
            var statuses = seen["statuses"]!.AsArray().Select(one => (string?)one).ToList();
            Assert.Equal(["BestChainBlockIncluded", "Finalized"], statuses[^2..]);
            Assert.Equal("1000000000000", (string?)seen["transferred"]);
            Assert.Equal((nonce, 36), ((int)seen["nonce"]!, (int)seen["entries"]!));
        }
    }
}
