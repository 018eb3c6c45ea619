using System.Text.Json;
using System.Text.Json.Nodes;

namespace SubstraTee.Cli.Tests;

/// <summary>The story of a shard by commands alone, against a real node, worker and enclave process.</summary>
public class ShardTests(DevNetwork network) : IClassFixture<DevNetwork>
{
    [Fact]
    public async Task A_call_is_applied_its_receipt_holds_offline_and_the_owner_alone_reads_the_value()
    {
        await network.ServeAsync();
        var file = Path.Combine(network.Folder, "r.json");
        var call = (await network.RunAsync($"call counter increment --by 42 --from //Alice --receipt-out {file} --json")).Ok().Document;
        Assert.True(call.GetProperty("applied").GetBoolean());
        Assert.True(call.GetProperty("simulated").GetBoolean());

        var receipt = (await network.RunAsync($"receipt verify {file} --json")).Ok().Document;
        Assert.True(receipt.GetProperty("holds").GetBoolean());
        Assert.Equal(call.GetProperty("request").GetString(), receipt.GetProperty("request").GetString());

        var value = (await network.RunAsync("query counter value --as //Alice --json")).Ok();
        Assert.Equal(42, value.Document.GetProperty("value").GetInt32());
        Assert.Contains("SIMULATED", value.Error, StringComparison.Ordinal);

        var stranger = await network.RunAsync("query counter value --of //Alice --as //Bob --json");
        Assert.Equal(ExitCodes.Refused, stranger.ExitCode);
        Assert.Equal("STEE-E0104", stranger.Document.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_receipt_that_could_not_be_kept_is_refused_before_the_call_is_made()
    {
        await network.ServeAsync();
        var nowhere = await network.RunAsync($"call counter increment --by 1 --from //Dave --receipt-out {network.Folder}/no/such/r.json --json");
        Assert.Equal(ExitCodes.NotFound, nowhere.ExitCode);
        Assert.Equal("STEE-U0021", nowhere.Document.GetProperty("code").GetString());
        var folder = await network.RunAsync($"call counter increment --by 1 --from //Dave --receipt-out {network.Folder} --json");
        Assert.Equal("STEE-U0020", folder.Document.GetProperty("code").GetString());

        var value = (await network.RunAsync("query counter value --as //Dave --json")).Ok();
        Assert.Equal(0, value.Document.GetProperty("value").GetInt32());
        var kept = Path.Combine(network.Folder, "kept.json");
        await network.RunAsync($"call counter increment --bi 1 --from //Dave --receipt-out {kept}");
        Assert.Empty(Directory.GetFiles(network.Folder, "kept*"));
    }

    [Fact]
    public async Task A_receipt_with_a_changed_part_fails_verification()
    {
        await network.ServeAsync();
        var file = Path.Combine(network.Folder, "changed.json");
        (await network.RunAsync($"call counter increment --by 1 --from //Charlie --receipt-out {file}")).Ok();
        var receipt = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        foreach (var part in (string[])["signatures", "leaf", "descriptor", "receipt"])
        {
            var text = receipt[part]!.GetValue<string>();
            var changed = receipt.DeepClone();
            changed[part] = text[..^1] + (text[^1] == '0' ? '1' : '0');
            var run = await CliRun.OfAsync(CliRun.Words("receipt verify - --json"), changed.ToJsonString(), network.Variables);
            Assert.True(run.ExitCode == ExitCodes.Verification, $"{part}: {run.ExitCode}\n{run.Error}");
            Assert.Equal("STEE-A0010", run.Document.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Misspelt_calls_and_arguments_are_answered_by_the_schema()
    {
        await network.ServeAsync();
        Assert.Contains("did you mean 'increment'?", (await Refused("call counter incremnt --by 1 --from //Alice")).Error, StringComparison.Ordinal);
        Assert.Contains("did you mean '--by'?", (await Refused("call counter increment --bi 1 --from //Alice")).Error, StringComparison.Ordinal);
        Assert.Contains("expected u32", (await Refused("call counter increment --by x --from //Alice")).Error, StringComparison.Ordinal);
        Assert.Contains("what the shard runs: counter", (await Refused("call conter increment --by 1 --from //Alice")).Error, StringComparison.Ordinal);
        Assert.Contains("did you mean 'value'?", (await Refused("query counter vlaue --as //Alice")).Error, StringComparison.Ordinal);

        async Task<CliRun> Refused(string line)
        {
            var run = await network.RunAsync(line);
            Assert.Equal(ExitCodes.Usage, run.ExitCode);
            return run;
        }
    }

    [Fact]
    public async Task A_shard_shows_what_it_is_who_serves_it_and_what_can_be_called()
    {
        await network.ServeAsync();
        var shard = (await network.RunAsync("shard show --json")).Ok().Document;
        Assert.True(shard.GetProperty("trusted").GetBoolean());
        Assert.True(shard.GetProperty("simulated").GetBoolean());
        Assert.Equal("counter", shard.GetProperty("stfName").GetString());
        Assert.Equal("increment", shard.GetProperty("calls")[0].GetProperty("name").GetString());
        Assert.True(shard.GetProperty("members")[0].GetProperty("admitted").GetBoolean());
        Assert.Contains(
            (await network.RunAsync("shard list --json")).Ok().Document.GetProperty("shards").EnumerateArray(),
            one => one.GetProperty("shard").GetString() == network.Variables[Settings.ShardVariable]);
    }

    [Fact]
    public async Task A_worker_says_that_it_serves_and_is_simulated()
    {
        await network.ServeAsync();
        var info = (await network.RunAsync("worker info --json")).Ok().Document;
        Assert.Equal("serving", info.GetProperty("state").GetString());
        Assert.True(info.GetProperty("simulated").GetBoolean());
        Assert.Contains("SIMULATED", (await network.RunAsync("worker info")).Ok().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_everything_in_order()
    {
        await network.ServeAsync();
        var report = (await network.RunAsync($"doctor --enclave {DevNetwork.Enclave} --json")).Ok().Document;
        Assert.All(report.GetProperty("findings").EnumerateArray(), one => Assert.Equal(Examination.Ok, one.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_shard_is_created_only_for_the_function_that_the_enclave_has()
    {
        await using var empty = new DevNetwork();
        await empty.InitializeAsync();
        var wrong = await empty.RunAsync($"shard create --enclave {DevNetwork.Enclave} --stf payments");
        Assert.Equal(ExitCodes.Usage, wrong.ExitCode);
        Assert.Contains("what the enclave has: counter", wrong.Error, StringComparison.Ordinal);

        var created = (await empty.RunAsync($"shard create --enclave {DevNetwork.Enclave} --stf counter --json")).Ok();
        Assert.Equal(JsonValueKind.True, created.Document.GetProperty("simulated").ValueKind);
        Assert.Contains("SIMULATED", created.Error, StringComparison.Ordinal);
        Assert.Equal(
            created.Document.GetProperty("shard").GetString(),
            (await empty.RunAsync("shard list --json")).Ok().Document.GetProperty("shards")[0].GetProperty("shard").GetString());
    }
}
