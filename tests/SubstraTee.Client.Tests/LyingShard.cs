using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using SubstraTee.Attestation;
using SubstraTee.Codec;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.LightClient.Tests;
using SubstraTee.Primitives;
using SubstraTee.Simulation;
using SubstraTee.Stf.Counter;
using SubstraTee.Substrate;
using SubstraTee.Testing;
using static SubstraTee.Client.Tests.ChainFixture;

namespace SubstraTee.Client.Tests;

/// <summary>A shard whose one enclave and worker are played by the test, on a real chain: honest until told to lie.</summary>
internal sealed class LyingShard : IAsyncDisposable
{
    private static readonly CounterStf Stf = new();
    private static readonly byte[] Build = [.. Enumerable.Range(0, 32).Select(i => (byte)(100 + i))];

    private readonly ChainClient _chain;
    private readonly KeyPair _enclave;
    private readonly X25519KeyPair _shielding;
    private readonly ConcurrentDictionary<Hash256, ServedReceipt> _receipts = new();
    private readonly SemaphoreSlim _working = new(1, 1);
    private readonly EvidenceKind? _kind;
    private readonly TimeProvider _time;
    private readonly CallEncoder<InvokeArguments> _invoke;
    private readonly CallEncoder<(Receipt Receipt, ImmutableArray<ReceiptSignature> Signatures)> _submit;
    private FakeRpcServer _server = null!;
    private uint _nonce;
    private uint _processed;

    private LyingShard(ChainClient chain, EvidenceKind? kind, TimeProvider time)
    {
        (_chain, _kind, _time) = (chain, kind, time);
        using var seed = SecretBytes.Create(32, RandomNumberGenerator.Fill);
        _enclave = KeyPair.FromSeed(seed, KeyType.Ed25519);
        _shielding = X25519KeyPair.FromSeed(seed);
        _invoke = new(chain.Metadata, BridgeKeys.Bridge, "invoke", InvokeArguments.Codec);
        _submit = new(chain.Metadata, BridgeKeys.Bridge, "submit_receipt", Scale.Tuple(Receipt.Codec, Scale.Vec(ReceiptSignature.Codec)));
    }

    public static StfSchema Schema { get; } =
        StfSchema.Describe(Stf.Name, Stf.Version, Stf.CallType, Stf.GetterType, Stf.ErrorType, Stf.Answers);

    public ShardId Id { get; private set; }

    public ShardDescriptor Descriptor { get; private set; } = null!;

    public AccountId Enclave => _enclave.AccountId;

    public Uri Worker => _server.Uri;

    /// <summary>How the next queries are refused, first in first out.</summary>
    public ConcurrentQueue<RefusalCode> Refusals { get; } = new();

    /// <summary>Changes an answer before the enclave signs it.</summary>
    public Func<SignedAnswer, SignedAnswer> Answer { get; set; } = answer => answer;

    /// <summary>Signs answers instead of the enclave.</summary>
    public KeyPair? Impostor { get; set; }

    /// <summary>Changes what the worker serves.</summary>
    public Func<ServedReceipt, ServedReceipt> Serve { get; set; } = served => served;

    /// <summary>What becomes of a call.</summary>
    public Func<TrustedCallSigned, OutcomeStatus> Outcome { get; set; } = _ => new OutcomeStatus.Applied([], []);

    /// <summary>The schema's bytes as they are served.</summary>
    public byte[] SchemaBytes { get; set; } = StfSchema.Codec.Encode(Schema);

    /// <summary>Creates a shard whose enclave joins without evidence, or by evidence of the kind.</summary>
    public static async Task<LyingShard> StartAsync(
        ChainClient chain, EvidenceKind? kind = null, Func<ShardPlan, ShardPlan>? change = null, TimeProvider? time = null)
    {
        var shard = new LyingShard(chain, kind, time ?? TimeProvider.System);
        using var alice = Dev("Alice");
        (await chain.Transactions.SubmitAsync(alice, Transfer(chain, shard.Enclave, 1_000_000_000_000_000), TransactionStage.Finalized, Limit))
            .EnsureSucceeded("fund");
        var plan = new ShardPlan
        {
            StfHash = Schema.CSharpIdentity().Hash,
            Measurements = [kind is { } one ? SimulatedMeasurement.Of(one, Build) : new Measurement(MeasurementFamily.Simulated, Build)],
            AllowSkippedAttestation = kind is null,
            Evidence = kind is { } shown ? RulesOf(shown) : null,
        };
        shard.Descriptor = await ShardCreator.DescribeAsync(chain, (change ?? (same => same))(plan), Limit);
        shard.Id = (await ShardCreator.CreateAsync(chain, alice, shard.Descriptor, Limit)).Shard;
        shard._processed = shard.Descriptor.Checkpoint.Number;
        shard._server = new FakeRpcServer(shard.HandleAsync);
        return shard;
    }

    /// <summary>What a shard asks of evidence of the kind: the simulation's root, a day's lifetime.</summary>
    public static EvidenceRules RulesOf(EvidenceKind kind)
    {
        using var machine = MachineOf(kind);
        return new EvidenceRules(
            [TrustRoot.Of(machine.Root)],
            TestRoots: true,
            EvidenceRules.MaskOf(KindPolicy.DefaultTcb),
            AllowDebug: false,
            (ulong)TimeSpan.FromDays(1).TotalMilliseconds,
            [],
            machine.Firmware);
    }

    public async Task JoinAsync()
    {
        await (_kind is { } kind ? RegisterAsync(kind) : RegisterAsync());
        await SubmitAsync(BridgeKeys.Bridge, "start_instance", [.. Id.ToArray(), .. Headers.Filled(7).ToArray()]);
        await SubmitAsync(
            BridgeKeys.Bridge,
            "set_epoch_key",
            [.. Id.ToArray(), .. Scale.U32.Encode(0), .. _shielding.PublicKey.ToArray(), .. Headers.Filled(8).ToArray()]);
    }

    /// <summary>Another receipt in place of what is served, signed by the enclave, which never submits it.</summary>
    public ServedReceipt Unsubmitted(ServedReceipt served)
    {
        var receipt = served.Receipt with { CommitmentAfter = Headers.Filled(21) };
        return served with
        {
            Receipt = receipt,
            Signatures = [new ReceiptSignature(Enclave, _enclave.Sign(receipt.SigningPayload()).Bytes.ToArray())],
        };
    }

    public Task<ShardClient> OpenAsync(ShardOptions? options = null) =>
        ShardClient.OpenAsync(_chain, Id, (options ?? new ShardOptions()) with { Worker = Worker }, Limit);

    private static SimulatedHardware MachineOf(EvidenceKind kind)
    {
        using var seed = new SecretBytes([.. Build]);
        return SimulatedHardware.Create(kind, seed);
    }

    private Task RegisterAsync() => SubmitAsync(
        "Teerex",
        "register_sgx_enclave",
        [.. Scale.Bytes.Encode(Build), .. Scale.OptionRef(Scale.Bytes).Encode(System.Text.Encoding.UTF8.GetBytes(Worker.OriginalString)), 0, 0]);

    private async Task RegisterAsync(EvidenceKind kind)
    {
        var head = await _chain.HeadAsync(finalized: true, Limit);
        var binding = new EvidenceBinding(
            EvidencePurpose.Serve,
            Descriptor.Genesis,
            Id,
            _shielding.PublicKey.Bytes,
            new InstanceId(Headers.Filled(7).Bytes),
            new BlockRef(head.Number, head.Hash()));
        using var machine = MachineOf(kind);
        var request = new SimulatedQuoteRequest { Folder = Build, ReportData = binding.ReportData(Enclave), Time = _time.GetUtcNow() };
        var quote = machine.Quote(request);
        var collateral = machine.Collateral(request, quote);
        if (collateral is not null)
        {
            await SubmitAsync(BridgeKeys.Bridge, "register_collateral", Scale.Bytes.Encode(CollateralBundle.Codec.Encode(collateral)));
        }

        await SubmitAsync(
            BridgeKeys.Bridge,
            "register_member",
            [
                .. Id.ToArray(),
                .. MemberEvidence.Codec.Encode(new MemberEvidence(kind, quote, collateral?.Hash, binding)),
                .. Scale.OptionRef(Scale.Bytes).Encode(System.Text.Encoding.UTF8.GetBytes(Worker.OriginalString)),
            ]);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _working.Dispose();
        _enclave.Dispose();
        _shielding.Dispose();
    }

    private async Task SubmitAsync(string pallet, string call, byte[] arguments) =>
        (await _chain.Transactions.SubmitAsync(
            _enclave, Calls.Encode(_chain.Metadata, pallet, call, arguments), TransactionStage.Finalized, Limit)).EnsureSucceeded(call);

    private Task HandleAsync(FakeRpcConnection connection, JsonElement message) =>
        message.ValueKind == JsonValueKind.Array
            ? Task.WhenAll(message.EnumerateArray().Select(one => HandleOneAsync(connection, one)))
            : HandleOneAsync(connection, message);

    private async Task HandleOneAsync(FakeRpcConnection connection, JsonElement request)
    {
        switch (request.GetProperty("method").GetString())
        {
            case "shard_schema":
                await connection.ReplyAsync(request, $"\"{Hex.Encode(SchemaBytes)}\"");
                break;
            case "shard_query" when Refusals.TryDequeue(out var refusal):
                await connection.RefuseAsync(
                    request, $$"""{"code":{{WorkerClient.RefusalBase + (int)refusal}},"message":"{{StfInterface.PlainName(refusal.ToString())}}"}""");
                break;
            case "shard_query":
                var answer = await AnswerAsync(Hex.Decode(request.GetProperty("params")[0].GetString()!));
                await connection.ReplyAsync(request, $"\"{Hex.Encode(answer)}\"");
                break;
            default:
                await WorkAsync();
                var hash = Hash256.Parse(request.GetProperty("params")[0].GetString()!);
                await connection.ReplyAsync(request, _receipts.TryGetValue(hash, out var served) ? Json(Serve(served)) : "null");
                break;
        }
    }

    private static string Json(ServedReceipt served) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["receipt"] = Hex.Encode(Receipt.Codec.Encode(served.Receipt)),
        ["signatures"] = Hex.Encode(Scale.Vec(ReceiptSignature.Codec).Encode(served.Signatures)),
        ["leaf"] = Hex.Encode(Leaf.Codec.Encode(served.Leaf)),
        ["index"] = served.Index,
        ["path"] = served.Path.Select(one => one.ToString()).ToArray(),
        ["sealedOutcome"] = Hex.Encode(served.SealedOutcome.Span),
    });

    private async Task<byte[]> AnswerAsync(byte[] bytes)
    {
        var envelope = RequestEnvelope.Parse(bytes)!;
        using var opened = RequestCipher.Open(DomainTag.Query, Target, _shielding, envelope)!;
        var getter = TrustedGetter.Codec.Decode(opened.Payload.Span);
        Assert.True(getter.HasValidSignature());
        var head = await _chain.HeadAsync(finalized: true, Limit);
        var answer = Answer(new SignedAnswer(
            RequestEnvelope.HashOf(bytes),
            new BlockRef(head.Number, head.Hash()),
            Result<byte[], QueryError>.Ok(getter.Query is Query.Nonce ? Scale.U32.Encode(_nonce) : Scale.U64.Encode(84)),
            (Impostor ?? _enclave).AccountId,
            new byte[64]));
        answer = answer with { Signature = (Impostor ?? _enclave).Sign(answer.SigningPayload(Id)).Bytes.ToArray() };
        using var seed = SecretBytes.Create(32, RandomNumberGenerator.Fill);
        return AnswerCipher.Seal(Id, getter.ReplyKey, answer, seed);
    }

    private ShardTarget Target => new(Descriptor.Genesis, Id, 0, _shielding.PublicKey);

    /// <summary>Processes final blocks like an enclave and submits one receipt over those that are new.</summary>
    private async Task WorkAsync()
    {
        await _working.WaitAsync();
        try
        {
            var head = await _chain.HeadAsync(finalized: true, Limit);
            var first = _processed + 1;
            var leaves = new List<(Leaf Leaf, byte[] Outcome)>();
            for (; _processed < head.Number; _processed++)
            {
                leaves.AddRange(await LeavesAsync(_processed + 1));
            }

            if (leaves.Count > 0)
            {
                await PublishAsync(first, head, leaves);
            }
            else
            {
                _processed = first - 1;
            }
        }
        finally
        {
            _working.Release();
        }
    }

    private async Task<List<(Leaf Leaf, byte[] Outcome)>> LeavesAsync(uint number)
    {
        var hash = await _chain.Node.BlockHashAsync(number, Limit);
        var block = await _chain.Node.CallAsync("chain_getBlock", [hash.ToString()], Limit);
        var bodies = JsonRead.BytesList(block.GetProperty("block").GetProperty("extrinsics"), "chain_getBlock");
        var format = new ExtrinsicV4(_chain.Metadata);
        var leaves = new List<(Leaf, byte[])>();
        for (var i = 0; i < bodies.Count; i++)
        {
            if (format.TryDecode(bodies[i], out var extrinsic, out _)
                && _invoke.TryDecode(extrinsic.Call.Span, out var request) && request.Shard == Id)
            {
                using var opened = RequestCipher.Open(DomainTag.Call, Target, _shielding, RequestEnvelope.Parse(request.Cyphertext)!)!;
                var position = new Position(number, (uint)i);
                var status = Outcome(TrustedCallSigned.Codec.Decode(opened.Payload.Span));
                _nonce += status.ConsumedNonce ? 1u : 0u;
                using var keys = OutcomeKeys.Derive(opened.OutcomeSecret, Id, position);
                var outcome = new Outcome(position, RequestEnvelope.HashOf(request.Cyphertext), status);
                var leaf = keys.LeafOf(outcome);
                leaves.Add((leaf, keys.Seal(outcome, leaf)));
            }
        }

        return leaves;
    }

    private async Task PublishAsync(uint first, BlockHeader head, List<(Leaf Leaf, byte[] Outcome)> leaves)
    {
        ImmutableArray<Hash256> hashes = [.. leaves.Select(leaf => leaf.Leaf.Hash)];
        var firstHash = await _chain.Node.BlockHashAsync(first, Limit);
        var receipt = new Receipt(
            Receipt.CurrentVersion,
            Id,
            0,
            new BlockRef(first, firstHash!.Value),
            new BlockRef(head.Number, head.Hash()),
            _receipts.IsEmpty ? default : Headers.Filled(20),
            Headers.Filled(20),
            (uint)leaves.Count,
            MerkleTree.Root(hashes));
        ImmutableArray<ReceiptSignature> signatures =
            [new ReceiptSignature(Enclave, _enclave.Sign(receipt.SigningPayload()).Bytes.ToArray())];
        (await _chain.Transactions.SubmitAsync(_enclave, _submit.Encode((receipt, signatures)), TransactionStage.Finalized, Limit))
            .EnsureSucceeded("submit_receipt");
        for (var i = 0; i < leaves.Count; i++)
        {
            _receipts[leaves[i].Leaf.CiphertextHash] = new ServedReceipt(
                receipt, signatures, leaves[i].Leaf, (uint)i, MerkleTree.Path(hashes, i), leaves[i].Outcome);
        }
    }
}
