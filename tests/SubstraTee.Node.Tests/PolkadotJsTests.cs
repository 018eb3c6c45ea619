using System.Text.Json.Nodes;
using SubstraTee.Testing;

namespace SubstraTee.Node.Tests;

public sealed class PolkadotJsTests
{
    [NpmFact("polkadot-api")]
    public async Task An_application_on_polkadot_js_works_unchanged()
    {
        await using var node = await NodeHost.StartAsync(new NodeOptions { RpcPort = 0, FinalizedNotice = TimeSpan.FromSeconds(1) }, CancellationToken.None);
        var output = await Npm.RunAsync("polkadot-api", "drive.mjs", $$"""{"url":"{{node.WebSocketAddress}}"}""");
        var seen = JsonNode.Parse(output)!;
        Assert.True((string?)seen["chain"]!["name"] == "substraTEE Development", output);
        Assert.Equal(node.GenesisHash.ToString(), (string?)seen["chain"]!["genesis"]);
        Assert.Contains("EnclaveBridge", seen["chain"]!["pallets"]!.AsArray().Select(name => (string?)name));
        Assert.Equal("42", (string?)seen["chain"]!["properties"]!["ss58Format"]);

        foreach (var (kind, transfer) in seen["transfers"]!.AsObject())
        {
            Assert.Equal(["Ready", "InBlock", "Finalized"], transfer!["statuses"]!.AsArray().Select(status => (string?)status));
            Assert.Null(transfer["error"]);

            // polkadot.js estimates fees with a signature of 64 bytes; an ecdsa one has 65.
            var surplus = long.Parse((string)transfer["paid"]!) - long.Parse((string)transfer["fee"]!);
            Assert.Equal(kind == "ecdsa" ? 100_000 : 0, surplus);
            Assert.Contains("balances.Transfer", transfer["events"]!.AsArray().Select(one => (string?)one));
        }

        Assert.Equal("sudo.RequireSudo", (string?)seen["forbidden"]!["error"]);
        Assert.NotNull(seen["failure"]!["error"]);
        Assert.Contains("1010: Invalid Transaction: Transaction is outdated", (string?)seen["outdated"], StringComparison.Ordinal);

        var registry = seen["registry"]!;
        Assert.Equal("enclaveBridge.EvidenceRefused", (string?)registry["error"]);
        Assert.Equal("0x2e060000", (string?)registry["carried"]);
        Assert.Equal(["u16"], registry["fields"]!.AsArray().Select(one => (string?)one));
        Assert.True((bool)registry["development"]!);
        Assert.False((bool)registry["member"]!);
        Assert.Equal(
            [
                "36 register_member", "37 leave_shard", "38 recheck_member", "39 announce_policy", "40 freeze_admission", "41 register_collateral",
            ],
            registry["calls"]!.AsArray().Select(one => (string?)one));

        var history = seen["history"]!;
        Assert.Equal(1, (int)history["nonceThen"]!);
        Assert.Equal(3, (int)history["nonceNow"]!);
        Assert.Equal(3, (int)history["nonceByCall"]!);
        Assert.Equal(3, (int)history["nextIndex"]!);
        Assert.Contains("system.ExtrinsicSuccess", history["events"]!.AsArray().Select(one => (string?)one));
        Assert.Equal(["timestamp.set", "balances.transferKeepAlive"], seen["block"]!["calls"]!.AsArray().Select(one => (string?)one));
        Assert.True((bool)seen["block"]!["justified"]!);
        Assert.True((bool)seen["proof"]!["matches"]!);
        Assert.InRange((int)seen["justification"]!, 200, 2000);
        Assert.Equal(["0", "2000000000000", "4000000000000", "6000000000000"], seen["balances"]!.AsArray().Select(one => (string?)one));
        Assert.All(seen["warnings"]!.AsArray(), warning => Assert.Contains("Transaction is outdated", (string)warning!, StringComparison.Ordinal));
    }
}
