using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Node;
using SubstraTee.Primitives;

namespace SubstraTee.EndToEnd.Tests;

/// <summary>Real processes, the simulator's among them: a worker whose enclave is a member of its shard by evidence alone.</summary>
public sealed class AttestedTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(3));

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task A_worker_registers_by_evidence_on_an_idle_chain_serves_and_registers_anew_at_its_next_start()
    {
        await using var network = await TestNetwork.StartAsync(BlockTime.Instant, EvidenceKind.SevSnp, TimeSpan.FromHours(1), _limit.Token);
        var first = (await network.MemberAsync(_limit.Token))!;
        Assert.Equal(EvidenceKind.SevSnp, first.Evidence.Kind);
        Assert.True(first.Simulated);
        Assert.Equal("ws://127.0.0.1:2000"u8.ToArray(), first.Url);
        await AnswersAsync(network);

        await using (var worker = await WorkerClient.ConnectAsync(new Uri($"ws://127.0.0.1:{network.Worker.RpcPort}"), null, _limit.Token))
        {
            var info = await worker.InfoAsync(_limit.Token);
            Assert.Equal(("sev-snp", first.ExpiresAtMs, 0u), (info.Evidence, info.ExpiresAtMs, info.PolicyVersion));
            Assert.Equal(first.Measurement.ToString(), info.Measurement);
        }

        await network.Worker.DisposeAsync();
        await network.StartWorkerAsync(_limit.Token);
        var second = (await network.MemberAsync(_limit.Token))!;
        Assert.NotEqual(first.Evidence.Binding.Instance, second.Evidence.Binding.Instance);
        Assert.Equal(network.Worker.Status.Instance, second.Evidence.Binding.Instance);
        Assert.Equal(first.Evidence.Collateral, second.Evidence.Collateral);
        await AnswersAsync(network);
    }

    [Fact]
    public async Task A_worker_renews_its_registration_while_blocks_come()
    {
        await using var network = await TestNetwork.StartAsync(
            BlockTime.Every(TimeSpan.FromMilliseconds(250)), EvidenceKind.SgxDcap, TimeSpan.FromSeconds(20), _limit.Token);
        var joined = (await network.MemberAsync(_limit.Token))!;
        await network.UntilAsync(() => network.Worker.Status.ExpiresAtMs > joined.ExpiresAtMs, _limit.Token);
        var renewed = (await network.MemberAsync(_limit.Token))!;
        Assert.Equal(joined.Evidence.Binding.Instance, renewed.Evidence.Binding.Instance);
        Assert.NotEqual(joined.Evidence.Binding.Recent, renewed.Evidence.Binding.Recent);
        await AnswersAsync(network);
    }

    [Fact]
    public async Task A_platform_that_its_vendor_trusts_no_longer_is_named_in_the_log_and_never_serves()
    {
        await using var network = await TestNetwork.StartAsync(BlockTime.Instant, EvidenceKind.Tdx, TimeSpan.FromHours(1), _limit.Token);
        await network.Worker.DisposeAsync();
        using var lines = new Lines();
        network.Logs = lines;
        await network.LaunchWorkerAsync(_limit.Token, 0, "--tcb", "revoked");
        await network.UntilAsync(() => lines.Written.Any(line => line.Contains(nameof(RefusalReason.TcbRevoked), StringComparison.Ordinal)), _limit.Token);
        Assert.Equal((EnclaveState.Joining, RefusalCode.NotRegistered), (network.Worker.State, network.Worker.Status.Reason));
    }

    // The enclave's own words, encrypted, with nothing of the client's judgement of members in between.
    private async Task AnswersAsync(TestNetwork network)
    {
        var status = network.Worker.Status;
        using var replySeed = SecretBytes.Create(32, System.Security.Cryptography.RandomNumberGenerator.Fill);
        using var reply = X25519KeyPair.FromSeed(replySeed);
        var target = new ShardTarget(network.Chain.GenesisHash, network.Shard, status.Epoch, status.ShieldingKey);
        var getter = new TrustedGetter(network.Chain.GenesisHash, network.Shard, reply.PublicKey, status.Finalized.Number + 32, new Query.Nonce(), null)
            .SignedBy(TestNetwork.Bob);
        using var seed = SecretBytes.Create(32, System.Security.Cryptography.RandomNumberGenerator.Fill);
        using var request = RequestCipher.Seal(DomainTag.Query, target, TrustedGetter.Codec.Encode(getter), seed);
        await using var worker = await WorkerClient.ConnectAsync(new Uri($"ws://127.0.0.1:{network.Worker.RpcPort}"), null, _limit.Token);
        var (answer, refusal, name) = await worker.QueryAsync(request.Envelope, _limit.Token);
        Assert.True(answer is not null, $"{refusal} {name}");
        Assert.True(AnswerCipher.TryOpen(network.Shard, reply, request.Hash, answer, out var opened));
        Assert.Equal(status.Account, opened.Enclave);
    }

    private sealed class Lines : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = [];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
