using System.Collections.Immutable;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Trie;

namespace SubstraTee.Client;

/// <summary>A shard as its users meet it: judged before use, calls with proven outcomes, answers by admitted enclaves.</summary>
/// <remarks>
/// Belief rests on the shard's id alone: the descriptor by its hash, final blocks by its voters, entries by proof against
/// those. Safe for several threads; calls may be made side by side and are submitted in the order in which they were made.
/// </remarks>
public sealed class ShardClient : IAsyncDisposable
{
    private readonly ShardContext _shard;
    private readonly ShardOptions _options;
    private readonly ReceiptWatcher _receipts;
    private readonly QueryRunner _queries;
    private readonly CallSubmitter _calls;
    private readonly SemaphoreSlim _judging = new(1, 1);
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private (TrustVerdict Verdict, long ReadAt)? _verdict;
    private WorkerClient? _worker;

    private ShardClient(ShardContext shard, ShardOptions options)
    {
        _shard = shard;
        _options = options;
        _receipts = new ReceiptWatcher(shard, WorkerAsync, options.Time);
        _queries = new QueryRunner(shard, options, TrustedAsync, WorkerAsync);
        _calls = new CallSubmitter(shard, NonceAsync, _receipts);
    }

    /// <summary>The shard's id.</summary>
    public ShardId Id => _shard.Id;

    /// <summary>The shard's descriptor, whose hash is the id.</summary>
    public ShardDescriptor Descriptor => _shard.Descriptor;

    /// <summary>The descriptor's bytes.</summary>
    public ReadOnlyMemory<byte> DescriptorBytes => _shard.DescriptorBytes;

    /// <summary>The chain that orders the shard's requests.</summary>
    public ChainClient Chain => _shard.Chain;

    /// <summary>The chain's final blocks by proof of the descriptor's voters.</summary>
    public FinalityClient Finality => _shard.Finality;

    /// <summary>The ids of all shards, as the node says.</summary>
    public static Task<ImmutableArray<ShardId>> ListAsync(ChainClient chain, CancellationToken cancellationToken) =>
        ShardReader.ListAsync(chain, cancellationToken);

    /// <summary>Fetches a shard's descriptor; nothing is judged yet and no worker is spoken to.</summary>
    /// <param name="chain">The chain; it stays the caller's.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="options">How it is used and judged; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ClientException">
    /// The chain has no such shard, it is another chain's, it runs another function than expected, or verification was to be
    /// skipped on a chain where that is refused.
    /// </exception>
    public static async Task<ShardClient> OpenAsync(
        ChainClient chain, ShardId shard, ShardOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options is { SkipVerification: true } && !chain.IsLocalDevelopment)
        {
            throw ClientErrors.VerificationNeeded();
        }

        var (bytes, descriptor) = await ShardReader.DescriptorAsync(chain, shard, cancellationToken).ConfigureAwait(false);
        if (options?.ExpectedFunction is { } expected)
        {
            await StfRegistry.EnsureAsync(chain, shard, descriptor.StfHash, expected, cancellationToken).ConfigureAwait(false);
        }

        var finality = new FinalityClient(chain, ShardReader.VotersOf(descriptor, shard), descriptor.Checkpoint.Number);
        return new ShardClient(new ShardContext(chain, shard, bytes, descriptor, finality), options ?? new ShardOptions());
    }

    /// <summary>Judges the shard by its newest proven entries. A verdict that forbids its use is returned, not thrown.</summary>
    public async Task<TrustVerdict> JudgeAsync(CancellationToken cancellationToken)
    {
        var verdict = await ShardReader.JudgeAsync(_shard, _options, cancellationToken).ConfigureAwait(false);
        _verdict = (verdict, _options.Time.GetTimestamp());
        return verdict;
    }

    /// <summary>The policy in force and the announced one, as of the newest proven block.</summary>
    /// <exception cref="ClientException">The node proves no block, or not the policy.</exception>
    public async Task<PolicyView> PolicyAsync(CancellationToken cancellationToken)
    {
        var head = await Finality.LatestAsync(cancellationToken).ConfigureAwait(false);
        return await ShardReader.PolicyAsync(_shard, head.Block, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the shard admits enclaves that nothing protects: as it was created, which lasts for ever, by the policy in force, or
    /// by the announced one.
    /// </summary>
    /// <exception cref="ClientException">The node proves no block, or not the policy.</exception>
    public async Task<bool> IsSimulatedAsync(CancellationToken cancellationToken) =>
        PolicyView.AdmitsSimulated(Descriptor.Policy) || (await PolicyAsync(cancellationToken).ConfigureAwait(false)).IsSimulated;

    /// <summary>Whether the authority has frozen admission, as of the newest proven block.</summary>
    /// <exception cref="ClientException">The node proves no block, or not the entry.</exception>
    public async Task<bool> IsFrozenAsync(CancellationToken cancellationToken)
    {
        var head = await Finality.LatestAsync(cancellationToken).ConfigureAwait(false);
        var key = BridgeKeys.Frozen(Id);
        var state = (await Finality.ReadAsync(head.Block, [key], "the shard's admission", cancellationToken).ConfigureAwait(false)).State;
        return state.Read(key) is { Kind: ProvenReadKind.Present, Value: var value } && Scale.Bool.TryDecode(value.Span, out var frozen, out _) && frozen;
    }

    /// <summary>The STF's calls and getters, from a worker's schema that hashes to what the descriptor names.</summary>
    public async Task<StfInterface> InterfaceAsync(CancellationToken cancellationToken)
    {
        if (_shard.Stf is { } known)
        {
            return known;
        }

        var worker = await WorkerAsync(cancellationToken).ConfigureAwait(false);
        var schema = await worker.SchemaAsync(cancellationToken).ConfigureAwait(false);
        var loaded = BridgeKeys.HasFunctions(Chain.Metadata)
            ? await StfRegistry.FindAsync(Chain, Descriptor.StfHash, cancellationToken).ConfigureAwait(false)
            : null;
        return _shard.Stf = StfInterface.Open(schema, Descriptor.StfHash, loaded?.Identity.CodeHash);
    }

    /// <summary>Makes a call by name and waits for its proven outcome.</summary>
    /// <param name="signer">Whose call it is.</param>
    /// <param name="call">The call's name in the STF's schema.</param>
    /// <param name="arguments">Its arguments as text; optional ones may be left out.</param>
    /// <param name="options">How it is submitted; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting; what was submitted may still be carried out.</param>
    /// <exception cref="ClientException">The shard is not trusted, the chain did not take the request, or no receipt holds.</exception>
    public async Task<CallResult> CallAsync(
        KeyPair signer,
        string call,
        IReadOnlyDictionary<string, string> arguments,
        CallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var stf = await InterfaceAsync(cancellationToken).ConfigureAwait(false);
        return await CallAsync(
            signer, stf.EncodeCall(call, arguments), (options ?? new CallOptions()) with { Name = call }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Makes an encoded call and waits for its proven outcome.</summary>
    /// <inheritdoc cref="CallAsync(KeyPair, string, IReadOnlyDictionary{string, string}, CallOptions, CancellationToken)"/>
    public async Task<CallResult> CallAsync(
        KeyPair signer, ReadOnlyMemory<byte> call, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var verdict = await TrustedAsync(fresh: false, cancellationToken).ConfigureAwait(false);
        var target = new ShardTarget(Descriptor.Genesis, Id, verdict.Epoch, verdict.ShieldingKey!.Value);
        var result = await _calls.CallAsync(
            signer, call, target, verdict.Policy.Version, options ?? new CallOptions(), cancellationToken).ConfigureAwait(false);
        if (result.Status is OutcomeStatus.WrongEpoch or OutcomeStatus.WrongPolicyVersion)
        {
            _verdict = null;
        }

        return result;
    }

    /// <summary>Asks a getter by name.</summary>
    /// <param name="caller">Who asks and signs; null for a public getter.</param>
    /// <param name="getter">The getter's name in the STF's schema.</param>
    /// <param name="arguments">Its arguments as text; optional ones may be left out.</param>
    /// <param name="cancellationToken">Ends the waiting, that for a worker that does not serve yet included.</param>
    /// <exception cref="ClientException">The shard is not trusted, the enclave refused, or the answer does not hold.</exception>
    public async Task<QueryAnswer> QueryAsync(
        KeyPair? caller, string getter, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken = default)
    {
        var stf = await InterfaceAsync(cancellationToken).ConfigureAwait(false);
        var (bytes, answer, verdict) = await _queries.AskAsync(
            caller, new Query.Stf(stf.EncodeGetter(getter, arguments)), cancellationToken).ConfigureAwait(false);
        return new QueryAnswer(stf.DecodeAnswer(getter, bytes), bytes, answer.AsOf, answer.Enclave, verdict.IsSimulated);
    }

    /// <summary>The proof of an earlier request's outcome, for whoever has its name; null while there is none on chain.</summary>
    /// <remarks>The outcome itself opens for the request's sender alone.</remarks>
    /// <param name="ciphertextHash">The request's name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ClientException">What the worker serves does not hold.</exception>
    public async Task<ReceiptBundle?> FindReceiptAsync(Hash256 ciphertextHash, CancellationToken cancellationToken)
    {
        var worker = await WorkerAsync(cancellationToken).ConfigureAwait(false);
        if (await worker.ReceiptAsync(ciphertextHash, cancellationToken).ConfigureAwait(false) is not { } served)
        {
            return null;
        }

        var head = await Finality.LatestAsync(cancellationToken).ConfigureAwait(false);
        if (await new AnchorFinder(_shard).FindAsync(served, head, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var verdict = served.Leaf.CiphertextHash == ciphertextHash
            ? ReceiptVerifier.CheckLeaf(served) ?? found.Verdict
            : ReceiptVerdict.Refused(ReceiptFault.EnvelopeMismatch, "the worker served another request's leaf");
        return verdict.Holds
            ? new ReceiptBundle(DescriptorBytes, default, served, found.Anchor)
            : throw ClientErrors.ReceiptRefused(verdict.Why);
    }

    /// <summary>The account's next trusted nonce, as the enclave counts it.</summary>
    public async Task<uint> NonceAsync(KeyPair account, CancellationToken cancellationToken)
    {
        var (bytes, _, _) = await _queries.AskAsync(account, new Query.Nonce(), cancellationToken).ConfigureAwait(false);
        return Scale.U32.TryDecode(bytes, out var nonce, out _) ? nonce : throw ClientErrors.AnswerRefused("the nonce is no number");
    }

    /// <summary>The connection to the shard's worker.</summary>
    /// <exception cref="ClientException">No address is known, or the worker cannot be reached.</exception>
    public async Task<WorkerClient> WorkerAsync(CancellationToken cancellationToken)
    {
        if (_worker is { } known)
        {
            return known;
        }

        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _worker ??= await WorkerClient.ConnectAsync(
                _options.Worker ?? await RegisteredAsync(cancellationToken).ConfigureAwait(false), Chain.Options.Rpc, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _receipts.DisposeAsync().ConfigureAwait(false);
        if (_worker is { } worker)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }

        _calls.Dispose();
        _judging.Dispose();
        _connecting.Dispose();
    }

    private async Task<Uri> RegisteredAsync(CancellationToken cancellationToken)
    {
        var verdict = _verdict?.Verdict ?? await JudgeAsync(cancellationToken).ConfigureAwait(false);
        foreach (var member in verdict.Members.Where(member => member.IsAdmitted))
        {
            if (member.Instance is not null && Uri.TryCreate(member.Url, UriKind.Absolute, out var address) && address.Scheme is "ws" or "wss")
            {
                return address;
            }
        }

        return _options.FallbackWorker ?? throw ClientErrors.NoWorker(Id);
    }

    private async Task<TrustVerdict> TrustedAsync(bool fresh, CancellationToken cancellationToken)
    {
        await _judging.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var verdict = !fresh && _verdict is { } known && _options.Time.GetElapsedTime(known.ReadAt) < _options.RefreshAfter
                ? known.Verdict
                : await JudgeAsync(cancellationToken).ConfigureAwait(false);
            var refusal = verdict.Findings.FirstOrDefault(finding => finding.Severity == TrustSeverity.Refusal);
            return refusal switch
            {
                null => verdict,
                { Name: "simulated" } => throw ClientErrors.SimulatedRefused(Id, refusal.Text),
                { Name: "no_key" } => throw ClientErrors.NoMember(Id),
                _ => throw ClientErrors.Untrusted(Id, refusal.Text),
            };
        }
        finally
        {
            _judging.Release();
        }
    }
}
