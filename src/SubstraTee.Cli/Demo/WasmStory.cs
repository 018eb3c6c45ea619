using System.Diagnostics;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Cli;

/// <summary>The story of a function in WebAssembly: deployed, pinned by a shard, called, killed, refused to who asks for another, ended when it does not end.</summary>
internal sealed class WasmStory(DemoNetwork network, DemoSteps steps) : CounterTale(network, steps)
{
    private readonly WasmFile _counter = Embedded("counter.wasm");
    private readonly WasmFile _endless = Embedded("endless.wasm");
    private StfIdentity _function = null!;

    protected override IReadOnlyList<(string Name, Func<CancellationToken, Task<string>> Act)> Steps =>
    [
        ("node: a chain with three authorities", StartNodeAsync),
        ("deploy: the counter's module, checked and uploaded", DeployAsync),
        ("shard: its descriptor names the module's hash", CreateShardAsync),
        ("worker: the enclave loads the module by its hash", LoadAsync),
        ("calls: two by Alice, one by Bob, receipts verified", CallAsync),
        ("queries: the owner reads, others are refused", QueryAsync),
        ("another hash than the shard's is refused at once", OtherHashAsync),
        ("kill -9 in the middle of a stream of calls", KillAsync),
        ("a call that never ends gets a receipt that says so", EndlessAsync),
    ];

    private async Task<string> DeployAsync(CancellationToken cancellationToken)
    {
        _function = await UploadAsync(_counter, cancellationToken).ConfigureAwait(false);
        var listed = await StfRegistry.ListAsync(Network.Chain, cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(listed is [{ Identity: var only }] && only == _function, "the chain does not list the module");
        return $"{_function.Name} {_function.Version}, {_counter.Bytes.Length} bytes; code hash {_function.CodeHash}";
    }

    private async Task<string> CreateShardAsync(CancellationToken cancellationToken)
    {
        await Network.CreateShardAsync(Alice, _function.Hash, cancellationToken).ConfigureAwait(false);
        return $"final: {Network.Shard}; STF hash {_function.Hash}";
    }

    private async Task<string> LoadAsync(CancellationToken cancellationToken)
    {
        var proved = await StartWorkerAsync(cancellationToken).ConfigureAwait(false);
        var stf = await Client.InterfaceAsync(cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(stf.Identity == _function, "the shard's function is another one than the deployed");
        return $"calls and getters are the module's own; {proved}";
    }

    private async Task<string> OtherHashAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(_function.CodeHash, cancellationToken).ConfigureAwait(false);
        await OpenAsync(_function.Hash, cancellationToken).ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await OpenAsync(_endless.Hash, cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException refused) when (refused.Code == "STEE-A0013")
        {
            return $"asked for {_endless.Hash}: refused in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms, nothing was sent";
        }

        throw new DemoFailure("a client that asks for another module was not refused");
    }

    private async Task<string> EndlessAsync(CancellationToken cancellationToken)
    {
        var function = await UploadAsync(_endless, cancellationToken).ConfigureAwait(false);
        var shard = await Network.ServeAnotherAsync("endless", Alice, function.Hash, cancellationToken).ConfigureAwait(false);
        (await CallAsync("touch").ConfigureAwait(false)).EnsureApplied();
        var spin = await CallAsync("spin").ConfigureAwait(false);
        DemoFailure.Unless(spin.Status is OutcomeStatus.ResourcesExhausted, $"the call that never ends came to {spin.Status}");
        DemoFailure.Unless(ReceiptVerifier.Verify(spin.Receipt, shard.Id).Holds, "its receipt does not hold offline");
        (await CallAsync("touch").ConfigureAwait(false)).EnsureApplied();
        var answer = await shard.QueryAsync(null, "touched", Arguments(), cancellationToken).ConfigureAwait(false);
        DemoFailure.Unless(Scale.U64.Decode(answer.Bytes.Span) == 2, "the call that never ended left something behind");
        return $"receipt: {spin.Error}; it left no trace, and the next call works";

        Task<CallResult> CallAsync(string call) => shard.CallAsync(Alice, call, Arguments(), null, cancellationToken);
    }

    private async Task<StfIdentity> UploadAsync(WasmFile module, CancellationToken cancellationToken)
    {
        var identity = module.LoadFunction().Identity;
        await StfRegistry.UploadAsync(Network.Chain, Alice, identity, module.Bytes, cancellationToken).ConfigureAwait(false);
        return identity;
    }

    private async Task OpenAsync(Hash256 function, CancellationToken cancellationToken)
    {
        var options = new ShardOptions { AllowSimulated = true, ExpectedFunction = function };
        var opened = await ShardClient.OpenAsync(Network.Chain, Network.Shard, options, cancellationToken).ConfigureAwait(false);
        await opened.DisposeAsync().ConfigureAwait(false);
    }

    private static WasmFile Embedded(string name)
    {
        using var stream = typeof(WasmStory).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the program lacks its part {name}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new WasmFile(name, bytes);
    }
}
