using System.Text.Json;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Cli.Tests;

/// <summary>Shards whose members show evidence, by commands against a real node: created, announced, frozen.</summary>
public class AttestedShardTests(DevNetwork network) : IClassFixture<DevNetwork>
{
    private const string Code = "0x1111111111111111111111111111111111111111111111111111111111111111";

    private static string[] Measured(params EvidenceKind[] kinds)
    {
        var folder = Hex.Decode(MeasuredFolder.Measure(DevNetwork.Enclave));
        return [.. kinds.Select(kind => SimulatedMeasurement.Of(kind, folder).ToString())];
    }

    [Fact]
    public async Task A_shard_of_simulated_hardware_names_kinds_roots_and_measurements_and_says_SIMULATED_everywhere()
    {
        var roots = await Simulator.KeepAsync("roots", network.Folder);
        var created = (await network.RunAsync($"shard create --enclave {DevNetwork.Enclave} --evidence sgx-dcap,sev-snp --anchors {roots} --lifetime 90s --json")).Ok();
        Assert.Contains("SIMULATED: it admits evidence under test roots", created.Error, StringComparison.Ordinal);
        Assert.True(created.Document.GetProperty("simulated").GetBoolean());
        Assert.Equal(JsonValueKind.Null, created.Document.GetProperty("authority").ValueKind);
        var shard = created.Document.GetProperty("shard").GetString()!;

        var row = Assert.Single(
            (await network.RunAsync("shard list --json")).Ok().Document.GetProperty("shards").EnumerateArray(),
            one => one.GetProperty("shard").GetString() == shard);
        Assert.True(row.GetProperty("simulated").GetBoolean());

        var shown = (await network.RunAsync($"shard show --shard {shard} --json")).Ok().Document;
        Assert.True(shown.GetProperty("simulated").GetBoolean());
        foreach (var document in (JsonElement[])[created.Document, shown])
        {
            Assert.Equal(Measured(EvidenceKind.SgxDcap, EvidenceKind.SevSnp), Texts(document, "measurements"));
            var evidence = document.GetProperty("evidence");
            Assert.Equal(["sgx-dcap", "sev-snp"], Texts(evidence, "kinds"));
            Assert.Equal("test", evidence.GetProperty("rootsClass").GetString());
            Assert.Equal(["UpToDate", "SWHardeningNeeded"], Texts(evidence, "acceptTcb"));
            Assert.Equal(90_000, evidence.GetProperty("lifetimeMs").GetInt32());
            Assert.Equal(
                ["intel_sgx_root", "amd_ark_milan"], evidence.GetProperty("roots").EnumerateArray().Select(root => root.GetProperty("role").GetString()!));
        }

        Assert.Contains(
            "sgx-dcap, sev-snp under TEST roots (SIMULATED)", (await network.RunAsync($"shard show --shard {shard}")).Ok().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kinds_that_need_their_firmware_named_take_it_from_the_simulators_registers()
    {
        var roots = await Simulator.KeepAsync("roots", network.Folder);
        var registers = await Simulator.KeepAsync("registers", network.Folder);
        var create = $"shard create --enclave {DevNetwork.Enclave} --evidence keystone,arm-cca --anchors {roots} --json";
        Assert.Equal("STEE-U0014", await CodeAsync(create));
        Assert.Equal("STEE-U0024", await CodeAsync($"{create} --registers {roots}"));

        var evidence = (await network.RunAsync($"{create} --registers {registers}")).Ok().Document.GetProperty("evidence");
        Assert.Equal(["arm-cca", "keystone"], Texts(evidence, "kinds"));
        Assert.Equal(
            ["arm-cca", "keystone"],
            evidence.GetProperty("registers").EnumerateArray().Select(one => one.GetProperty("kind").GetString()!).Distinct().Order());
    }

    [Fact]
    public async Task A_policy_in_a_file_makes_a_shard_of_real_hardware_that_is_not_simulated()
    {
        var policy = await KeepAsync($$"""{ "version": 1, "accept_tcb": ["UpToDate"], "kinds": { "tdx": { "measurements": ["{{Code}}"] } } }""");
        var created = (await network.RunAsync(
            $"shard create --enclave {DevNetwork.Enclave} --policy {policy} --authority //Bob --change-delay 7 --receipt-threshold 2 --json")).Ok();
        Assert.DoesNotContain("SIMULATED", created.Error, StringComparison.Ordinal);
        var shard = created.Document;
        Assert.False(shard.GetProperty("simulated").GetBoolean());
        Assert.Equal((7, 2), (shard.GetProperty("changeDelay").GetInt32(), shard.GetProperty("receiptThreshold").GetInt32()));
        Assert.Equal([$"tdx:{Code[2..]}"], Texts(shard, "measurements"));
        Assert.Equal("production", shard.GetProperty("evidence").GetProperty("rootsClass").GetString());
        var row = Assert.Single(
            (await network.RunAsync("shard list --json")).Ok().Document.GetProperty("shards").EnumerateArray(),
            one => one.GetProperty("shard").GetString() == shard.GetProperty("shard").GetString());
        Assert.False(row.GetProperty("simulated").GetBoolean());
    }

    [Fact]
    public async Task What_a_shards_policy_cannot_say_and_options_that_do_not_go_together_are_refused_by_name()
    {
        var roots = await Simulator.KeepAsync("roots", network.Folder);
        var aged = await KeepAsync($$"""{ "version": 1, "kinds": { "tdx": { "measurements": ["{{Code}}"], "max_age_seconds": 60 } } }""");
        var create = $"shard create --enclave {DevNetwork.Enclave}";
        await RefusedAsync($"{create} --policy {aged}", "STEE-A0030", "kinds.tdx.max_age_seconds");
        await RefusedAsync($"{create} --policy {roots}", "STEE-U0023", "kinds");
        await RefusedAsync($"{create} --policy {aged} --anchors {aged}", "STEE-U0022", "class");
        await RefusedAsync($"{create} --policy ./no/such.json", "STEE-U0021", "no/such.json");
        await RefusedAsync($"{create} --policy {aged} --evidence tdx", "STEE-U0010", "--evidence");
        await RefusedAsync($"{create} --evidence tdx", "STEE-U0010", "--anchors");
        await RefusedAsync($"{create} --anchors {roots}", "STEE-U0010", "--evidence");
        await RefusedAsync($"{create} --registers {roots}", "STEE-U0010", "--evidence");
        await RefusedAsync($"{create} --lifetime 1h", "STEE-U0010", "--evidence");
        await RefusedAsync($"{create} --evidence tdx,tdx --anchors {roots}", "STEE-U0013", "each once");
        await RefusedAsync($"{create} --evidence tdy --anchors {roots}", "STEE-U0013", "sgx-dcap");
        await RefusedAsync($"{create} --evidence tdx --anchors {roots} --lifetime 500ms", "STEE-A0030", "lifetime");
        await RefusedAsync($"{create} --change-delay 5", "STEE-U0010", "--authority");
        await RefusedAsync($"{create} --receipt-threshold 0", "STEE-U0013", "1 to 64");
        await RefusedAsync("shard announce", "STEE-U0010", "--policy");

        async Task RefusedAsync(string line, string code, string word)
        {
            var run = await network.RunAsync($"{line} --json");
            Assert.Equal((line, code), (line, run.Document.GetProperty("code").GetString()));
            Assert.Contains(word, $"{run.Document.GetProperty("what")} {run.Document.GetProperty("why")}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_authority_announces_a_policy_that_is_shown_waiting_and_then_in_force()
    {
        var roots = await Simulator.KeepAsync("roots", network.Folder);
        var shard = await CreateAsync($"--evidence sgx-dcap,sev-snp --anchors {roots} --authority //Alice --change-delay 2 --stall-after 33s");
        var announce = $"shard announce --shard {shard} --enclave {DevNetwork.Enclave} --evidence sgx-dcap --anchors {roots} --lifetime 2h --json";
        Assert.Equal("STEE-C0021", await CodeAsync($"{announce} --from //Bob"));

        var announced = (await network.RunAsync(announce)).Ok().Document.GetProperty("policy");
        var from = announced.GetProperty("inForceFrom").GetUInt32();
        Assert.Equal(1, announced.GetProperty("version").GetInt32());
        Assert.Equal(Measured(EvidenceKind.SgxDcap), Texts(announced, "measurements"));
        Assert.Equal("STEE-C0022", await CodeAsync(announce));

        var waiting = await ShownAsync(shard);
        Assert.Equal(0, waiting.GetProperty("policyVersion").GetInt32());
        Assert.Equal(["sgx-dcap", "sev-snp"], Texts(waiting.GetProperty("evidence"), "kinds"));
        Assert.Equal(["sgx-dcap"], Texts(waiting.GetProperty("announced").GetProperty("evidence"), "kinds"));
        Assert.Contains($"in force from block {from} on", (await network.RunAsync($"shard show --shard {shard}")).Ok().Output, StringComparison.Ordinal);

        await BlocksAsync(2);
        var changed = await ShownAsync(shard);
        Assert.Equal(1, changed.GetProperty("policyVersion").GetInt32());
        Assert.Equal(["sgx-dcap"], Texts(changed.GetProperty("evidence"), "kinds"));
        Assert.Equal(7_200_000, changed.GetProperty("evidence").GetProperty("lifetimeMs").GetInt32());
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("announced").ValueKind);
    }

    [Fact]
    public async Task The_authority_freezes_admission_and_lifts_it()
    {
        var roots = await Simulator.KeepAsync("roots", network.Folder);
        var shard = await CreateAsync($"--evidence nitro --anchors {roots} --authority //Bob");
        Assert.Equal("STEE-C0021", await CodeAsync($"shard freeze --shard {shard} --json"));
        Assert.False((await ShownAsync(shard)).GetProperty("frozen").GetBoolean());

        Assert.True((await network.RunAsync($"shard freeze --shard {shard} --from //Bob --json")).Ok().Document.GetProperty("frozen").GetBoolean());
        Assert.True((await ShownAsync(shard)).GetProperty("frozen").GetBoolean());
        Assert.Contains("FROZEN", (await network.RunAsync($"shard show --shard {shard}")).Ok().Output, StringComparison.Ordinal);
        Assert.False((await network.RunAsync($"shard freeze --lift --shard {shard} --from //Bob --json")).Ok().Document.GetProperty("frozen").GetBoolean());
        Assert.False((await ShownAsync(shard)).GetProperty("frozen").GetBoolean());

        var unchangeable = await CreateAsync($"--evidence nitro --anchors {roots}");
        Assert.Equal("STEE-C0020", await CodeAsync($"shard freeze --shard {unchangeable} --json"));
    }

    private static List<string> Texts(JsonElement document, string name) =>
        [.. document.GetProperty(name).EnumerateArray().Select(one => one.GetString()!)];

    private async Task<string> CreateAsync(string options) =>
        (await network.RunAsync($"shard create --enclave {DevNetwork.Enclave} --json {options}")).Ok().Document.GetProperty("shard").GetString()!;

    private async Task<JsonElement> ShownAsync(string shard) => (await network.RunAsync($"shard show --shard {shard} --json")).Ok().Document;

    private async Task<string?> CodeAsync(string line) => (await network.RunAsync(line)).Document.GetProperty("code").GetString();

    private async Task BlocksAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await network.RunAsync("account transfer //Bob 1 --from //Ferdie")).Ok();
        }
    }

    private async Task<string> KeepAsync(string json)
    {
        var file = Path.Combine(network.Folder, $"policy-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, json);
        return file;
    }
}
