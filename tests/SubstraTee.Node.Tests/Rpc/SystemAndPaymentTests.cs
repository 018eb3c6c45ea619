using SubstraTee.Crypto;
using SubstraTee.Primitives;

namespace SubstraTee.Node.Tests;

public sealed class SystemAndPaymentTests
{
    [Fact]
    public async Task The_node_says_what_it_is()
    {
        await using var node = await TestNode.StartAsync();
        Assert.Equal("substraTEE Development", await node.TextAsync("system_chain"));
        Assert.Equal("Development", await node.TextAsync("system_chainType"));
        Assert.Equal("""{"ss58Format":42,"tokenDecimals":12,"tokenSymbol":"UNIT"}""", (await node.AskAsync("system_properties")).GetRawText());
        Assert.Equal("""{"peers":0,"isSyncing":false,"shouldHavePeers":false}""", (await node.AskAsync("system_health")).GetRawText());
        Assert.Equal("""{"startingBlock":0,"currentBlock":0,"highestBlock":0}""", (await node.AskAsync("system_syncState")).GetRawText());
        Assert.Equal(node.Node.GenesisHash.ToString(), await node.TextAsync("chainSpec_v1_genesisHash"));
        using var http = new HttpClient();
        Assert.Contains("isSyncing", await http.GetStringAsync(new Uri(node.Node.HttpAddress, "health")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_is_not_for_development_says_so()
    {
        await using var node = await TestNode.StartAsync(new NodeOptions { Dev = false });
        Assert.Equal("Local", await node.TextAsync("system_chainType"));
    }

    [Fact]
    public async Task Fees_are_told_in_Substrates_form_and_are_what_is_paid()
    {
        await using var node = await TestNode.StartAsync();
        var extrinsic = Hex.Encode(node.TransferBy(TestNode.Alice, 0));
        var info = await node.AskAsync("payment_queryInfo", extrinsic);
        Assert.Equal("normal", info.GetProperty("class").GetString());
        Assert.True(info.GetProperty("weight").GetProperty("ref_time").GetUInt64() > 0);
        var fee = UInt128.Parse(info.GetProperty("partialFee").GetString()!);
        var details = (await node.AskAsync("payment_queryFeeDetails", extrinsic)).GetProperty("inclusionFee");
        var sum = new[] { "baseFee", "lenFee", "adjustedWeightFee" }
            .Aggregate(UInt128.Zero, (total, name) => total + UInt128.Parse(details.GetProperty(name).GetString()![2..], System.Globalization.NumberStyles.HexNumber));
        Assert.Equal(fee, sum);
        Assert.Equal(4003, (await node.FailAsync("payment_queryInfo", "0x0102")).Code);
    }

    [Fact]
    public async Task A_dry_run_tells_the_outcome_and_changes_nothing()
    {
        await using var node = await TestNode.StartAsync();
        var extrinsic = Hex.Encode(node.TransferBy(TestNode.Alice, 0));
        Assert.Equal("0x0000", await node.TextAsync("system_dryRun", extrinsic));
        Assert.Equal("0x010001", await node.TextAsync("system_dryRun", Hex.Encode(node.TransferBy(KeyPair.FromSecretUri("//nobody", KeyType.Sr25519), 0))));
        Assert.Equal(0u, node.Node.BestNumber);
    }

    [Fact]
    public async Task Addresses_are_read_in_both_forms()
    {
        await using var node = await TestNode.StartAsync();
        Assert.Equal(0u, (await node.AskAsync("system_accountNextIndex", Ss58.Encode(TestNode.Bob.AccountId))).GetUInt32());
        Assert.Equal(0u, (await node.AskAsync("account_nextIndex", TestNode.Bob.AccountId.ToString())).GetUInt32());
        Assert.Equal(-32602, (await node.FailAsync("system_accountNextIndex", "nobody")).Code);
    }
}
