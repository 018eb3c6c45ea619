using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Stf.Counter;
using SubstraTee.Substrate;

namespace SubstraTee.Enclave.Tests;

/// <summary>A chain, a shard on it, and clients that call it.</summary>
internal sealed class TestShard
{
    private readonly Dictionary<AccountId, uint> _nonces = [];
    private byte _seed;

    public TestShard(
        TestParentchain? chain = null,
        TestPlatform? platform = null,
        Func<AdmissionPolicy, AdmissionPolicy>? policy = null,
        bool canChange = false,
        uint delay = 0)
    {
        Chain = chain ?? new TestParentchain();
        Descriptor = new ShardDescriptor(
            ShardDescriptor.CurrentVersion,
            Chain.Genesis,
            new BlockRef(0, Chain.Genesis),
            TestParentchain.SetId,
            Chain.Authorities,
            null,
            new CounterStf().Describe().CSharpIdentity().Hash,
            (policy ?? (one => one))(new AdmissionPolicy(
                [(platform ?? new TestPlatform()).Measurement], null, true, 1, [new MetadataPin(1, Blake2b.Hash256(Chain.Metadata))], 30_000)),
            canChange ? Alice.AccountId : null,
            delay,
            default);
        Chain.Submit(Alice, "EnclaveBridge", "create_shard", Codec.Scale.Bytes, ShardDescriptor.Codec.Encode(Descriptor));
        Chain.MakeBlock();
    }

    /// <summary>A shard that takes evidence of a platform's kind, and nothing else.</summary>
    public static TestShard ByEvidence(
        TestPlatform platform, ulong lifetimeMs = 3_600_000, TestParentchain? chain = null, bool canChange = false, uint delay = 0) => new(
        chain,
        platform,
        policy => policy with { AllowSkippedAttestation = false, Evidence = Rules(platform.Evidence!.Value, lifetimeMs) },
        canChange,
        delay);

    /// <summary>Rules that take up-to-date evidence of a kind.</summary>
    public static EvidenceRules Rules(EvidenceKind kind, ulong lifetimeMs = 3_600_000)
    {
        var (root, firmware) = TestPlatform.VouchersOf(kind);
        return new EvidenceRules([root], true, EvidenceRules.MaskOf([TcbStatus.UpToDate]), false, lifetimeMs, [], firmware);
    }

    /// <summary>What the registry holds of an enclave.</summary>
    public MemberRecord? Member(AccountId account)
    {
        var members = new StorageDoubleMap<ShardId, AccountId, MemberRecord>(
            Chain.Chain, "EnclaveBridge", "Members", Codec.Scale.ShardId, Codec.Scale.AccountId, MemberRecord.Codec);
        return Chain.Stored(members.Key(Id, account)) is { } stored ? members.Decode(stored) : null;
    }

    /// <summary>Queues the announcement of the next policy.</summary>
    public void Announce(AdmissionPolicy policy) => Chain.Submit(
        Alice, "EnclaveBridge", "announce_policy", Codec.Scale.Tuple(Codec.Scale.ShardId, AdmissionPolicy.Codec), (Id, policy));

    public static KeyPair Alice { get; } = KeyPair.FromSecretUri("//Alice", KeyType.Ed25519);

    public static KeyPair Bob { get; } = KeyPair.FromSecretUri("//Bob", KeyType.Ed25519);

    public TestParentchain Chain { get; }

    public ShardDescriptor Descriptor { get; }

    public ShardId Id => Descriptor.Id;

    public ShardTarget Target(EnclaveStatus status) => new(Chain.Genesis, Id, status.Epoch, status.ShieldingKey);

    /// <summary>Submits an increment and gives what its caller keeps.</summary>
    public SealedRequest Increment(KeyPair caller, EnclaveStatus status, uint by, uint? nonce = null, byte memo = 0, uint policy = 0)
    {
        var used = nonce ?? _nonces.GetValueOrDefault(caller.AccountId);
        _nonces[caller.AccountId] = used + 1;
        Bytes32? note = memo == 0 ? null : new Bytes32(Enumerable.Repeat(memo, 32).ToArray());
        var call = CounterCall.Codec.Encode(new CounterCall.Increment(by, note));
        return Invoke(caller, status, TrustedCallSigned.Codec.Encode(TrustedCallSigned.Sign(caller, Chain.Genesis, Id, policy, used, call)));
    }

    /// <summary>Encrypts any payload as a call and submits it.</summary>
    public SealedRequest Invoke(KeyPair caller, EnclaveStatus status, byte[] payload)
    {
        using var seed = Seed();
        var request = RequestCipher.Seal(DomainTag.Call, Target(status), payload, seed);
        Chain.Invoke(caller, Id, request.Envelope);
        return request;
    }

    /// <summary>Asks a getter and opens the answer.</summary>
    public (SignedAnswer? Answer, RefusalCode? Refusal) Query(
        TestWorker worker, KeyPair? caller, Query query, Func<TrustedGetter, TrustedGetter>? change = null)
    {
        using var replySeed = Seed();
        using var reply = X25519KeyPair.FromSeed(replySeed);
        var getter = new TrustedGetter(Chain.Genesis, Id, reply.PublicKey, worker.Status.Finalized.Number + 16, query, null);
        getter = caller is null ? getter : getter.SignedBy(caller);
        using var seed = Seed();
        using var request = RequestCipher.Seal(
            DomainTag.Query, Target(worker.Status), TrustedGetter.Codec.Encode(change?.Invoke(getter) ?? getter), seed);
        var (bytes, refusal) = worker.Query(request.Envelope.ToArray());
        if (bytes is null)
        {
            return (null, refusal);
        }

        Assert.True(AnswerCipher.TryOpen(Id, reply, request.Hash, bytes, out var answer));
        Assert.Equal(worker.Status.Account, answer.Enclave);
        return (answer, null);
    }

    /// <summary>The value of an account's counter.</summary>
    public ulong Value(TestWorker worker, KeyPair caller)
    {
        var (answer, refusal) = Query(worker, caller, new Query.Stf(CounterGetter.Codec.Encode(new CounterGetter.Value(null))));
        Assert.Null(refusal);
        Assert.True(answer!.Result.IsOk, $"query failed: {answer.Result.Error}");
        return Codec.Scale.U64.Decode(answer.Result.Value);
    }

    private SecretBytes Seed() => new(Blake2b.Hash256([_seed++, 7]).ToArray());
}
