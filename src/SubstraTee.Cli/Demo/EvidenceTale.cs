using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Client;
using SubstraTee.Codec;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;

namespace SubstraTee.Cli;

/// <summary>What every story about evidence needs: shards, workers and clients by policies, and looking on until something holds.</summary>
internal abstract class EvidenceTale(DemoNetwork network, DemoSteps steps, HardwareSimulator hardware) : Story(network, steps)
{
    private const uint ChangeDelayBlocks = 8;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Plays the hardware.</summary>
    protected HardwareSimulator Hardware => hardware;

    /// <summary>Measurement of the enclave's folder.</summary>
    protected byte[] Folder { get; } = MeasuredFolder.MeasureBytes(network.EnclaveFolder);

    /// <summary>The roots of the simulated hardware.</summary>
    protected TrustAnchors Roots { get; private set; } = null!;

    protected async Task ReadRootsAsync(CancellationToken cancellationToken) =>
        Roots = await hardware.RootsAsync(cancellationToken).ConfigureAwait(false);

    protected Task<CallResult> CallAsync(ShardClient client, CancellationToken cancellationToken) => client.CallAsync(
        Alice,
        "increment",
        Arguments(("by", "42"), ("memo", Hex.Encode(RandomNumberGenerator.GetBytes(Bytes32.Length)))),
        null,
        cancellationToken);

    /// <summary>Makes a call that has to be refused before anything leaves the client.</summary>
    protected async Task<string> RefusedAsync(ShardClient client, CancellationToken cancellationToken)
    {
        var before = await Network.Chain.Transactions.NextNonceAsync(Alice.AccountId, cancellationToken).ConfigureAwait(false);
        try
        {
            await CallAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException refused) when (refused.Code == "STEE-A0002")
        {
            var after = await Network.Chain.Transactions.NextNonceAsync(Alice.AccountId, cancellationToken).ConfigureAwait(false);
            DemoFailure.Unless(before == after, "something was sent");
            return $"refused, nothing sent: {refused.Why}";
        }

        throw new DemoFailure("the client used a shard that its policy does not accept");
    }

    /// <summary>Judges a shard again and again until something holds.</summary>
    protected async Task<TrustVerdict> UntilAsync(
        ShardClient client, Func<TrustVerdict, bool> holds, bool makeBlocks, CancellationToken cancellationToken)
    {
        var remark = new CallEncoder<byte[]>(Network.Chain.Metadata, "System", "remark", Scale.Bytes).Encode([]);
        while (true)
        {
            var verdict = await client.JudgeAsync(cancellationToken).ConfigureAwait(false);
            if (holds(verdict))
            {
                return verdict;
            }

            if (makeBlocks)
            {
                await Network.Chain.Transactions.SubmitAsync(Bob, remark, TransactionStage.Finalized, cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a worker's log has a word.</summary>
    protected async Task SaysAsync(ChildProcess worker, string word, CancellationToken cancellationToken)
    {
        while (!Network.LogOf(worker).Contains(word, StringComparison.Ordinal))
        {
            DemoFailure.Unless(!worker.HasExited, $"{worker.Name} ended without saying {word}");
            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a worker on a simulated machine.</summary>
    protected ChildProcess Start(string name, string home, ShardId shard, EvidenceKind kind, params string[] faults) => Network.StartWorker(
        name,
        home,
        shard,
        [
            "--platform", $"simulated:{kind.Text()}", "--evidence-program", hardware.Program,
            .. faults.Select(fault => $"--evidence-argument={fault}"),
        ]);

    /// <summary>Creates a shard for the enclave that Alice may change.</summary>
    protected async Task<ShardId> CreateAsync(AttestationPolicy policy, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var enclave = await EnclaveDescription.AskAsync(Network.EnclaveFolder, cancellationToken).ConfigureAwait(false);
        var evidence = Evidence(policy, lifetime);
        var plan = new ShardPlan
        {
            StfHash = enclave.Compiled(Network.EnclaveFolder).Hash,
            Measurements = evidence.Measurements,
            Evidence = evidence.Rules,
            Authority = Alice.AccountId,
            ChangeDelayBlocks = ChangeDelayBlocks,
        };
        return await Network.CreateAsync(Alice, plan, cancellationToken).ConfigureAwait(false);
    }

    protected ShardEvidence Evidence(AttestationPolicy policy, TimeSpan lifetime) =>
        ShardEvidence.TryMake(policy, Roots, lifetime, out var evidence, out var error) ? evidence : throw new DemoFailure(error);

    protected KindPolicy Code(EvidenceKind kind) => new() { Measurements = [SimulatedMeasurement.Of(kind, Folder)] };

    protected ShardOptions Options(Uri worker, AttestationPolicy policy) => new()
    {
        Worker = worker,
        AllowSimulated = true,
        Policy = policy,
        Anchors = Roots,
        RefreshAfter = TimeSpan.Zero,
    };

    protected static ShardMember? MemberOf(TrustVerdict verdict, EvidenceKind kind) =>
        verdict.Members.FirstOrDefault(member => member.Record?.Evidence.Kind == kind);
}
