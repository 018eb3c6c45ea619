using BenchmarkDotNet.Attributes;
using SubstraTee.Attestation;
using SubstraTee.Crypto;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Runtime;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;
using Call = SubstraTee.Runtime.EnclaveBridgePallet.Call;

namespace SubstraTee.Benchmarks;

/// <summary>What a block costs that holds evidence: a quote with certificates, lists and statements as Intel's, all of it verified.</summary>
public class RegistryBenchmarks
{
    private const ulong NowMs = 1_700_000_000_000;
    private const long Now = (long)(NowMs / 1000);

    private static readonly ChainRuntime Runtime = new();
    private static readonly AccountId Enclave = DevelopmentAccounts.Of("//Bob", KeyType.Ed25519);
    private static readonly byte[] Code = [.. Enumerable.Repeat((byte)1, 32)];

    private RuntimeContext _context = null!;
    private RuntimeCall _member = null!;
    private RuntimeCall _collateral = null!;
    private Hash256 _bundle;

    [GlobalSetup]
    public void Setup()
    {
        var simulator = new IntelSimulator(SimulationEntropy.FromSeed([1]), Now - 60);
        using var machine = simulator.NewPlatform();
        var (head, state) = Runtime.BuildGenesis(ChainSpec.Development().Genesis);
        _context = Runtime.StartBlock(state, head, NowMs, []).Context;

        var genesis = new BlockRef(0, head.Hash());
        var rules = new EvidenceRules(
            [TrustRoot.Of(simulator.Anchors.All[0])], TestRoots: true, EvidenceRules.MaskOf([Attestation.TcbStatus.UpToDate]), false, 86_400_000, [], []);
        var descriptor = new ShardDescriptor(
            ShardDescriptor.CurrentVersion,
            genesis.Hash,
            genesis,
            SetId: 0,
            [new FinalityAuthority(Enclave.Bytes, 1)],
            ParachainId: null,
            default,
            new AdmissionPolicy([new Measurement(MeasurementFamily.Sgx, Code)], rules, false, 1, [], 60_000),
            Authority: null,
            ChangeDelayBlocks: 0,
            Salt: default);
        Make(new Call.CreateShard(ShardDescriptor.Codec.Encode(descriptor)));

        var raw = simulator.Collateral(machine, EvidenceKind.SgxDcap, Now - 60);
        var bundle = CollateralBundle.Of(
            EvidenceKind.SgxDcap,
            [
                new CollateralItem(CollateralRoles.TcbInfo, raw.TcbInfo.ToArray()),
                new CollateralItem(CollateralRoles.QeIdentity, raw.QeIdentity.ToArray()),
                new CollateralItem(CollateralRoles.TcbSigningChain, raw.TcbSigningChain.ToArray()),
                new CollateralItem(CollateralRoles.RootCaCrl, raw.RootCaCrl.ToArray()),
                new CollateralItem(CollateralRoles.PckCrl, raw.PckCrl.ToArray()),
                new CollateralItem(CollateralRoles.PckCrlIssuerChain, raw.PckCrlIssuerChain.ToArray()),
            ]);
        _bundle = bundle.Hash;
        _collateral = new RuntimeCall.EnclaveBridge(new Call.RegisterCollateral(CollateralBundle.Codec.Encode(bundle)));
        RegisterCollateral();

        var binding = new EvidenceBinding(EvidencePurpose.Serve, genesis.Hash, descriptor.Id, default, default, genesis);
        var quote = new QuoteSpec().Sign(
            machine, new SgxReportSpec { MrEnclave = Code, MrSigner = Code, ReportData = binding.ReportData(Enclave) });
        _member = new RuntimeCall.EnclaveBridge(
            new Call.RegisterMember(descriptor.Id, new MemberEvidence(EvidenceKind.SgxDcap, quote, _bundle, binding), null));
    }

    [Benchmark(Description = "register a member with a DCAP quote")]
    public void RegisterMember() => Make(_member);

    [Benchmark(Description = "register DCAP collateral")]
    public void RegisterCollateral()
    {
        Runtime.Pallets.EnclaveBridge.Collaterals.Remove(_context, _bundle);
        Make(_collateral);
    }

    private void Make(Call call) => Make(new RuntimeCall.EnclaveBridge(call));

    private void Make(RuntimeCall call)
    {
        if (_context.Dispatch(call, Origin.Signed(Enclave)) is { IsOk: false } failed)
        {
            throw new InvalidOperationException($"the call failed: {failed.Error}");
        }
    }
}
