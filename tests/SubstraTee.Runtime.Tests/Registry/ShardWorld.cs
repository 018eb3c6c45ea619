using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Substrate;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;
using Error = SubstraTee.Runtime.EnclaveBridgePallet.Error;
using Event = SubstraTee.Runtime.EnclaveBridgePallet.Event;

namespace SubstraTee.Runtime.Tests;

/// <summary>A chain with a shard whose members show evidence of one simulated platform.</summary>
internal sealed class ShardWorld
{
    public const byte Code = 0x11;
    public const byte OtherCode = 0x12;
    public const ulong Hour = 3_600_000;
    public const ulong Day = 24 * Hour;
    public const uint Delay = 3;

    public static readonly KeyPair Authority = TestChain.Alice;
    public static readonly KeyPair Enclave = TestChain.Bob;
    public static readonly KeyPair Other = KeyPair.FromSecretUri("//Eve", KeyType.Ed25519);
    public static readonly InstanceId Instance = new(Blake2b.Hash256("instance"u8).Bytes);

    private static readonly Hash256 Stf = Blake2b.Hash256("stf"u8);

    public ShardWorld(TestPlatform platform, Func<EvidenceRules, EvidenceRules>? rules = null)
    {
        Platform = platform;
        Policy = PolicyOf((rules ?? (same => same))(RulesOf(platform)), Code);
        Shard = Create(Policy);
        if (platform.Collateral(Chain.NextMs) is { } collateral)
        {
            Collateral = collateral;
            Succeeds(Authority, new Call.RegisterCollateral(CollateralBundle.Codec.Encode(collateral)));
        }
    }

    public TestChain Chain { get; } = new();

    public TestPlatform Platform { get; }

    public AdmissionPolicy Policy { get; }

    public ShardId Shard { get; }

    /// <summary>What evidence refers to.</summary>
    public CollateralBundle? Collateral { get; set; }

    public ulong NowMs => Chain.NextMs - 6000;

    public static EvidenceRules RulesOf(TestPlatform platform) => new(
        [TrustRoot.Of(platform.Anchor)],
        TestRoots: true,
        EvidenceRules.MaskOf([Attestation.TcbStatus.UpToDate]),
        AllowDebug: false,
        Day,
        [],
        platform.Firmware());

    public AdmissionPolicy PolicyOf(EvidenceRules? rules, params byte[] codes) => new(
        [.. codes.Select(code => Platform.Measurement(code, Chain.NextMs))], rules, false, 1, [], 60_000);

    public ShardDescriptor DescriptorOf(AdmissionPolicy policy, byte salt = 0) => new(
        ShardDescriptor.CurrentVersion,
        Chain.Genesis,
        new BlockRef(0, Chain.Genesis),
        SetId: 0,
        [new FinalityAuthority(Enclave.AccountId.Bytes, 1)],
        ParachainId: null,
        Stf,
        policy,
        Authority.AccountId,
        Delay,
        new Bytes32([.. Enumerable.Repeat(salt, 32)]));

    public ShardId Create(AdmissionPolicy policy, byte salt = 0)
    {
        var descriptor = DescriptorOf(policy, salt);
        Succeeds(Authority, new Call.CreateShard(ShardDescriptor.Codec.Encode(descriptor)));
        return descriptor.Id;
    }

    /// <summary>Evidence of the enclave for this shard at this time.</summary>
    /// <param name="change">Changes what it says that it is for.</param>
    /// <param name="lie">Changes what it really is for, after <paramref name="change"/>.</param>
    /// <param name="code">The enclave's code.</param>
    /// <param name="account">Whose it is.</param>
    public MemberEvidence Evidence(
        Func<EvidenceBinding, EvidenceBinding>? change = null,
        Func<EvidenceBinding, EvidenceBinding>? lie = null,
        byte code = Code,
        AccountId? account = null)
    {
        var binding = new EvidenceBinding(
            EvidencePurpose.Serve, Chain.Genesis, Shard, default, Instance, new BlockRef(Chain.Head.Number, Chain.Head.Hash()));
        binding = (change ?? (same => same))(binding);
        var bound = (lie ?? (same => same))(binding);
        var evidence = Platform.Evidence(code, bound.ReportData(account ?? Enclave.AccountId), Chain.NextMs);
        return new MemberEvidence(Platform.Kind, evidence, Collateral?.Hash, binding);
    }

    public void Register(byte code = Code) => Succeeds(Enclave, Member(Evidence(code: code)));

    public Call.RegisterMember Member(MemberEvidence evidence) => new(Shard, evidence, "wss://worker.example:2000"u8.ToArray());

    public void Start() => Succeeds(Enclave, new Call.StartInstance(Shard, Instance));

    public MemberRecord? Record(KeyPair? enclave = null) =>
        TestChain.Runtime.Pallets.EnclaveBridge.Members.TryGet(Chain.Context(), Shard, (enclave ?? Enclave).AccountId, out var record) ? record : null;

    public void Announce(AdmissionPolicy policy) => Succeeds(Authority, new Call.AnnouncePolicy(Shard, policy));

    public void Blocks(uint count)
    {
        for (var i = 0u; i < count; i++)
        {
            Chain.Block();
        }
    }

    public Event[] Events() => [.. Chain.Events().OfType<RuntimeEvent.EnclaveBridge>().Select(one => one.Event)];

    public ApplyResult Run(KeyPair sender, Call call) => Chain.Run(sender, new RuntimeCall.EnclaveBridge(call));

    public void Succeeds(KeyPair sender, Call call)
    {
        var result = Run(sender, call);
        Assert.True(result.IsSuccess, $"{result} {ReasonOf(result)}");
    }

    public void Fails(KeyPair sender, Error error, Call call)
    {
        var result = Run(sender, call);
        Assert.True(
            new DispatchError.Module(new ModuleError(54, (uint)error)).Equals(result.Error), $"expected {error}, got {result} {ReasonOf(result)}");
    }

    /// <summary>The call is refused for this reason, and leaves no trace in the registry.</summary>
    public void Refuses(RefusalReason reason, Call call, KeyPair? sender = null)
    {
        var before = Record(sender);
        var result = Run(sender ?? Enclave, call);
        Assert.True(
            new DispatchError.Module(new ModuleError(54, (uint)Error.EvidenceRefused | ((uint)reason << 8))).Equals(result.Error),
            $"expected {reason}, got {result} {ReasonOf(result)}");
        Assert.Equal(before?.RegisteredAtMs, Record(sender)?.RegisteredAtMs);
    }

    private static string ReasonOf(ApplyResult result) =>
        result.Error is DispatchError.Module { Error: { Pallet: 54 } error }
            ? (Error)error.Index == Error.EvidenceRefused ? ((RefusalReason)(error.Error >> 8)).Code() : ((Error)error.Index).ToString()
            : "";
}
