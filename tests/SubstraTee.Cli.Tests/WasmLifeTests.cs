using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Testing;

namespace SubstraTee.Cli.Tests;

/// <summary>A function in WebAssembly over the lives of its enclave: killed, started again, out of fuel.</summary>
public sealed class WasmLifeTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoArguments = [];

    private readonly ScratchFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(2));
    private readonly DemoNetwork _network;
    private readonly KeyPair _alice = KeyPair.FromSecretUri("//Alice", KeyType.Sr25519);

    public WasmLifeTests() => _network = new DemoNetwork(_folder.Path, DevNetwork.WasmEnclave);

    public async Task InitializeAsync()
    {
        await _network.StartNodeAsync(_limit.Token);
        var module = await WasmFile.ReadAsync(Path.Combine(Repository.Root, "samples", "wasm-endless-c", "endless.wasm"), _limit.Token);
        var identity = module.LoadFunction().Identity;
        await StfRegistry.UploadAsync(_network.Chain, _alice, identity, module.Bytes, _limit.Token);
        await _network.CreateShardAsync(_alice, identity.Hash, _limit.Token);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _folder.Dispose();
        _limit.Dispose();
        _alice.Dispose();
    }

    [Fact]
    public async Task A_call_out_of_fuel_is_receipted_as_that_and_a_killed_enclave_takes_up_the_state_with_the_module()
    {
        var (worker, _) = await _network.StartWorkerAsync("worker", _network.WorkerFolder, _network.PlatformFolder, _limit.Token);
        (await CallAsync("touch")).EnsureApplied();
        var spin = await CallAsync("spin");
        Assert.IsType<OutcomeStatus.ResourcesExhausted>(spin.Status);
        Assert.True(ReceiptVerifier.Verify(spin.Receipt, _network.Shard).Holds);
        Assert.Equal("STEE-E0103", Assert.Throws<ClientException>(spin.EnsureApplied).Code);

        await worker.KillAsync();
        await _network.StartWorkerAsync("again", _network.WorkerFolder, _network.PlatformFolder, _limit.Token);
        Assert.Equal(1ul, await TouchedAsync());
        var again = (await CallAsync("touch")).EnsureApplied();
        Assert.Equal(2ul, await TouchedAsync());
        Assert.Equal(2ul, Scale.U64.Decode(Assert.IsType<OutcomeStatus.Applied>(again.Status).Output));
    }

    private Task<CallResult> CallAsync(string call) => _network.Client.CallAsync(_alice, call, NoArguments, null, _limit.Token);

    private async Task<ulong> TouchedAsync() =>
        Scale.U64.Decode((await _network.Client.QueryAsync(null, "touched", NoArguments, _limit.Token)).Bytes.Span);
}
