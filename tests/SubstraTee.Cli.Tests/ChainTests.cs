using System.Globalization;

namespace SubstraTee.Cli.Tests;

/// <summary>Commands that ask a node, against a real one.</summary>
public class ChainTests(DevNetwork network) : IClassFixture<DevNetwork>
{
    [Fact]
    public async Task Chain_info_says_what_the_node_said_when_it_started()
    {
        var info = (await network.RunAsync("chain info --json")).Ok().Document;
        Assert.Equal("substratee.chain.info/1", info.GetProperty("schema").GetString());
        Assert.Equal("Development", info.GetProperty("type").GetString());
        Assert.Equal(network.Variables[Settings.NodeVariable], info.GetProperty("node").GetString());
    }

    [Fact]
    public async Task A_transfer_arrives_and_costs_its_fee()
    {
        var before = await FreeAsync("//Dave");
        var paid = (await network.RunAsync("account transfer //Ferdie 1.25 --from //Dave --json")).Ok().Document;
        Assert.Equal("1250000000000", paid.GetProperty("amount").GetString());
        var fee = UInt128.Parse(paid.GetProperty("fee").GetString()!, CultureInfo.InvariantCulture);
        Assert.Equal(before - 1_250_000_000_000 - fee, await FreeAsync("//Dave"));
        var shown = (await network.RunAsync("account show //Dave --json")).Ok().Document;
        Assert.Equal(1u, shown.GetProperty("nonce").GetUInt32());
    }

    [Fact]
    public async Task A_new_account_is_funded_by_alice_and_pays_with_a_secret_from_stdin()
    {
        var made = (await CliRun.OfAsync("account new --scheme ecdsa --json")).Ok().Document;
        var address = made.GetProperty("address").GetString()!;
        (await network.RunAsync($"account fund {address} --amount 7")).Ok();
        Assert.Equal("7 UNIT\n", (await network.RunAsync($"account balance {address}")).Ok().Output);
        var paid = await CliRun.OfAsync(
            CliRun.Words("account transfer //Eve 1 --from - --scheme ecdsa"), made.GetProperty("phrase").GetString()!, network.Variables);
        Assert.Contains("1 UNIT paid", paid.Ok().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_chain_refuses_exits_with_1_and_says_why()
    {
        var run = await network.RunAsync("account transfer //Bob 999999999 --from //Eve");
        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("STEE-C0002", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.0000000000001")]
    [InlineData("1,5")]
    [InlineData("much")]
    public async Task What_is_no_amount_is_refused_before_anything_is_sent(string amount)
    {
        var run = await network.RunAsync($"account transfer //Bob {amount} --from //Charlie");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("UNIT above zero", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_accounts_are_listed_with_their_balances()
    {
        var list = (await network.RunAsync("account list --json --scheme ed25519")).Ok().Document;
        Assert.All(list.GetProperty("accounts").EnumerateArray(), one => Assert.Equal("1000000 UNIT", one.GetProperty("freeText").GetString()));
    }

    [Fact]
    public async Task Watching_shows_blocks_as_they_come()
    {
        var watching = network.RunAsync("chain watch --finalized --count 1 --json");
        while (!watching.IsCompleted)
        {
            (await network.RunAsync("account transfer //Bob 1 --from //Charlie")).Ok();
        }

        var block = (await watching).Ok().Document;
        Assert.True(block.GetProperty("finalized").GetBoolean());
        Assert.Equal("substratee.chain.watch/1", block.GetProperty("schema").GetString());
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public async Task Metadata_is_shown_and_written_in_both_versions(int version)
    {
        var file = Path.Combine(network.Folder, $"metadata{version}");
        var shown = (await network.RunAsync($"metadata --version {version} --out {file} --json")).Ok().Document;
        var bytes = await File.ReadAllBytesAsync(file);
        Assert.Equal(shown.GetProperty("bytes").GetInt32(), bytes.Length);
        Assert.Equal([.. "meta"u8, (byte)version], bytes[..5]);
        Assert.Contains(shown.GetProperty("pallets").EnumerateArray(), pallet => pallet.GetProperty("name").GetString() == "EnclaveBridge");
    }

    [Fact]
    public async Task A_shard_that_the_chain_does_not_have_is_not_found()
    {
        var run = await network.RunAsync($"shard show --shard 0x{new string('1', 64)}");
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("STEE-C0005", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_for_a_shard_that_does_not_exist_does_not_start()
    {
        var run = await network.RunAsync($"worker --shard 0x{new string('1', 64)} --enclave {DevNetwork.Enclave} --rpc-port 0");
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
    }

    [Fact]
    public async Task Without_a_shard_the_command_says_how_to_create_one()
    {
        await using var empty = new DevNetwork();
        await empty.InitializeAsync();
        var run = await empty.RunAsync("call counter increment --by 1 --from //Alice");
        Assert.Equal(ExitCodes.NotFound, run.ExitCode);
        Assert.Contains("substratee shard create", run.Error, StringComparison.Ordinal);
    }

    private async Task<UInt128> FreeAsync(string account) => UInt128.Parse(
        (await network.RunAsync($"account balance {account} --json")).Ok().Document.GetProperty("free").GetString()!, CultureInfo.InvariantCulture);
}
