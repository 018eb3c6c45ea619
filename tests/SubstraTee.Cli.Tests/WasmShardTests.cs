using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>A function in WebAssembly by commands alone: deployed, pinned by a shard, called, and refused to who asks for another.</summary>
public class WasmShardTests(DevNetwork network) : IClassFixture<DevNetwork>
{
    private static readonly string Counter = Path.Combine(Repository.Root, "samples", "wasm-counter-assemblyscript", "counter.wasm");
    private static readonly string Endless = Path.Combine(Repository.Root, "samples", "wasm-endless-c", "endless.wasm");

    [Fact]
    public async Task A_module_is_deployed_once_and_listed()
    {
        // One that no other test deploys.
        var file = Path.Combine(network.Folder, "once.wasm");
        await File.WriteAllBytesAsync(file, Padded(await File.ReadAllBytesAsync(Endless), 20_000));
        var first = (await network.RunAsync($"wasm deploy {file} --from //Bob --json")).Ok().Document;
        Assert.False(first.GetProperty("wasKnown").GetBoolean());
        Assert.True(first.GetProperty("transaction").GetProperty("block").GetProperty("number").GetUInt32() > 0);
        var again = (await network.RunAsync($"wasm deploy {file} --json")).Ok().Document;
        Assert.True(again.GetProperty("wasKnown").GetBoolean());
        Assert.Equal(first.GetProperty("stfHash").GetString(), again.GetProperty("stfHash").GetString());

        var row = Assert.Single(
            (await network.RunAsync("wasm list --json")).Ok().Document.GetProperty("functions").EnumerateArray(),
            one => one.GetProperty("stfHash").GetString() == first.GetProperty("stfHash").GetString());
        Assert.Equal(first.GetProperty("codeHash").GetString(), row.GetProperty("codeHash").GetString());
        Assert.Equal(("endless", 20_000), (row.GetProperty("name").GetString(), row.GetProperty("bytes").GetInt32()));
    }

    [Fact]
    public async Task What_an_enclave_would_refuse_is_not_sent()
    {
        var plain = Path.Combine(Repository.Root, "tests", "SubstraTee.Cli.Tests", "Modules", "plain.wasm");
        var before = await FreeAsync("//Dave");
        Assert.Equal("STEE-W0002", await CodeAsync($"wasm deploy {plain} --from //Dave --json"));
        Assert.Equal("STEE-W0001", await CodeAsync($"wasm deploy {plain[..^5]}.wat --from //Dave --json"));
        Assert.Equal(before, await FreeAsync("//Dave"));
    }

    [Fact]
    public async Task Calls_are_applied_and_answered_whichever_of_its_hashes_the_shards_function_is_named_by()
    {
        await network.ServeAsync(Counter);
        var shard = (await network.RunAsync("shard show --json")).Ok().Document;
        var (stf, code) = (shard.GetProperty("stfHash").GetString(), shard.GetProperty("codeHash").GetString());
        var info = (await network.RunAsync("worker info --json")).Ok().Document;
        Assert.Equal((stf, code), (info.GetProperty("stfHash").GetString(), info.GetProperty("codeHash").GetString()));

        (await network.RunAsync($"call counter increment --by 2 --from //Alice --wasm {code}")).Ok();
        (await network.RunAsync($"call counter increment --by 3 --from //Alice --wasm {stf}")).Ok();
        (await network.RunAsync($"call counter increment --by 4 --from //Alice --wasm {Counter}")).Ok();
        Assert.Equal("9\n", (await network.RunAsync($"query counter value --as //Alice --wasm {code}")).Ok().Output);
        var other = await network.RunAsync("query counter value --of //Alice --as //Bob --json");
        Assert.Equal("STEE-E0104", other.Document.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Who_asks_for_another_function_is_refused_before_anything_is_sent()
    {
        await network.ServeAsync(Counter);
        (await network.RunAsync($"wasm deploy {Endless}")).Ok();
        var before = await FreeAsync("//Charlie");
        var nowhere = new Dictionary<string, string>(network.Variables, StringComparer.Ordinal)
        {
            // Nobody listens there: a refusal that needed the worker would be another error.
            [Settings.WorkerVariable] = "ws://127.0.0.1:9",
        };
        foreach (var wasm in (string[])[$"0x{new string('1', 64)}", new string('1', 64), Endless, Path.Combine(Repository.Root, "README.md")])
        {
            foreach (var line in (string[])["call counter increment --by 1 --from //Charlie", "query counter value --as //Charlie"])
            {
                var run = await CliRun.OfAsync([.. CliRun.Words(line), "--wasm", wasm, "--json"], environment: nowhere);
                Assert.Equal(ExitCodes.Verification, run.ExitCode);
                Assert.Equal("STEE-A0013", run.Document.GetProperty("code").GetString());
            }
        }

        Assert.Equal(before, await FreeAsync("//Charlie"));
        Assert.Equal(ExitCodes.Usage, (await network.RunAsync("query counter value --as //Alice --wasm 0x12")).ExitCode);
        Assert.Equal(ExitCodes.NotFound, (await network.RunAsync("query counter value --as //Alice --wasm ./none.wasm")).ExitCode);
    }

    [Fact]
    public async Task A_shard_names_a_function_that_is_on_the_chain_and_an_enclave_that_loads_it()
    {
        await network.ServeAsync(Counter);
        var deployed = (await network.RunAsync($"wasm deploy {Counter} --json")).Ok().Document;
        foreach (var name in (string[])["codeHash", "stfHash"])
        {
            var shard = (await network.RunAsync($"shard create --wasm {deployed.GetProperty(name).GetString()} --enclave {DevNetwork.WasmEnclave} --json")).Ok().Document;
            Assert.Equal(deployed.GetProperty("stfHash").GetString(), shard.GetProperty("stfHash").GetString());
            Assert.Equal("counter", shard.GetProperty("stfName").GetString());
        }

        var inC = Path.Combine(Repository.Root, "samples", "wasm-counter-c", "counter.wasm");
        Assert.Equal("STEE-C0014", await CodeAsync($"shard create --wasm {inC} --enclave {DevNetwork.WasmEnclave} --json"));
        Assert.Equal("STEE-C0014", await CodeAsync($"shard create --wasm 0x{new string('1', 64)} --enclave {DevNetwork.WasmEnclave} --json"));
        Assert.Equal("STEE-E0203", await CodeAsync($"shard create --wasm {Counter} --enclave {DevNetwork.Enclave} --json"));
        Assert.Equal("STEE-E0203", await CodeAsync($"shard create --enclave {DevNetwork.WasmEnclave} --json"));
        Assert.Equal("STEE-U0013", await CodeAsync($"shard create --wasm {Counter} --stf payments --enclave {DevNetwork.WasmEnclave} --json"));
    }

    [Fact]
    public async Task A_function_that_was_uploaded_under_a_false_name_is_found_out()
    {
        var module = await WasmFile.ReadAsync(Endless, CancellationToken.None);
        var lie = module.LoadFunction().Identity with { Name = "honest", Version = 9 };
        var chain = await ChainClient.ConnectAsync(new Uri(network.Variables[Settings.NodeVariable]));
        await using (chain)
        {
            using var mallory = KeyPair.FromSecretUri("//Eve", KeyType.Sr25519);
            await StfRegistry.UploadAsync(chain, mallory, lie, module.Bytes);
        }

        Assert.Equal("STEE-W0002", await CodeAsync($"shard create --wasm {lie.Hash} --enclave {DevNetwork.WasmEnclave} --json"));
        // By the code's hash the true one is found, when it is there.
        (await network.RunAsync($"wasm deploy {Endless}")).Ok();
        var shard = (await network.RunAsync($"shard create --wasm {module.Hash} --enclave {DevNetwork.WasmEnclave} --json")).Ok().Document;
        Assert.Equal("endless", shard.GetProperty("stfName").GetString());
    }

    [Fact]
    public async Task A_module_of_the_largest_size_is_deployed_and_one_byte_more_is_refused()
    {
        using var folder = new ScratchFolder();
        var (largest, larger) = (Path.Combine(folder.Path, "largest.wasm"), Path.Combine(folder.Path, "larger.wasm"));
        var module = await File.ReadAllBytesAsync(Endless);
        await File.WriteAllBytesAsync(largest, Padded(module, ProtocolLimits.MaxCodeBytes));
        await File.WriteAllBytesAsync(larger, Padded(module, ProtocolLimits.MaxCodeBytes + 1));
        Assert.Equal(ProtocolLimits.MaxCodeBytes, (await network.RunAsync($"wasm deploy {largest} --json")).Ok().Document.GetProperty("bytes").GetInt32());
        Assert.Equal("STEE-W0002", await CodeAsync($"wasm deploy {larger} --json"));
        Assert.Equal(
            "endless",
            (await network.RunAsync($"shard create --wasm {largest} --enclave {DevNetwork.WasmEnclave} --json")).Ok().Document.GetProperty("stfName").GetString());
    }

    // A module with a further custom section, so that it has so many bytes.
    private static byte[] Padded(byte[] module, int bytes)
    {
        // The section's header: id, three bytes of length, and the byte of its name's length, which is 0.
        var content = bytes - module.Length - 5;
        var length = content + 1;
        return [.. module, 0, (byte)((length & 0x7F) | 0x80), (byte)(((length >> 7) & 0x7F) | 0x80), (byte)(length >> 14), 0, .. new byte[content]];
    }

    private async Task<string?> CodeAsync(string line) => (await network.RunAsync(line)).Document.GetProperty("code").GetString();

    private async Task<string> FreeAsync(string account) =>
        (await network.RunAsync($"account balance {account} --json")).Ok().Document.GetRawText();
}
