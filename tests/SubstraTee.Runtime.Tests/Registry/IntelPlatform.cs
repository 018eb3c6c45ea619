using SubstraTee.Attestation;
using SubstraTee.Attestation.Intel;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Simulation;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Runtime.Tests;

/// <summary>A simulated Intel machine; what is asked of it differs from test to test.</summary>
internal sealed class IntelPlatform : TestPlatform
{
    /// <summary>From when on its root counts.</summary>
    public const long Begin = (long)(TestChain.Start / 1000) - 86_400;

    private readonly Dictionary<int, CollateralBundle> _bundles = [];

    public IntelPlatform(EvidenceKind kind = EvidenceKind.SgxDcap, byte seed = 6, byte firstComponent = 12)
    {
        Kind = kind;
        Simulator = new IntelSimulator(SimulationEntropy.FromSeed([seed]), Begin);
        Machine = Simulator.NewPlatform(SpecOf(seed, firstComponent));
    }

    public override EvidenceKind Kind { get; }

    public IntelSimulator Simulator { get; }

    public SimulatedIntelPlatform Machine { get; }

    /// <summary>ISVSVN of the enclaves.</summary>
    public ushort IsvSvn { get; set; } = 1;

    /// <summary>Whether the enclaves are open to a debugger.</summary>
    public bool Debug { get; set; }

    public override TrustAnchor Anchor => Simulator.Anchors.All[0];

    public static PckSpec SpecOf(byte id, byte firstComponent = 12) => new()
    {
        Ppid = [.. Enumerable.Repeat(id, 16)],
        PlatformInstanceId = [.. Enumerable.Repeat(id, 16)],
        ComponentSvns = [firstComponent, 12, 3, 3, 255, 255, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    };

    public override CollateralBundle Collateral(ulong nowMs) => Bundle(evaluation: 17);

    /// <summary>Collateral with statements of an evaluation, issued when the root was, the same for the same number.</summary>
    public CollateralBundle Bundle(int evaluation)
    {
        if (!_bundles.TryGetValue(evaluation, out var bundle))
        {
            bundle = BundleOf(Raw(evaluation));
            _bundles.Add(evaluation, bundle);
        }

        return bundle;
    }

    public DcapCollateral Raw(int evaluation, Func<TcbInfoSpec, TcbInfoSpec>? info = null, long listsFrom = Begin) => Simulator.Collateral(
        Machine,
        listsFrom,
        (info ?? (same => same))(IntelSimulator.TcbInfo(Kind, Begin) with { EvaluationNumber = evaluation }).Sign(Simulator.Root.TcbSigner),
        (IntelSimulator.QeIdentity(Kind, Begin) with { EvaluationNumber = evaluation }).Sign(Simulator.Root.TcbSigner));

    public CollateralBundle BundleOf(DcapCollateral raw) => CollateralBundle.Of(
        Kind,
        new[]
        {
            new CollateralItem(CollateralRoles.TcbInfo, raw.TcbInfo.ToArray()),
            new CollateralItem(CollateralRoles.QeIdentity, raw.QeIdentity.ToArray()),
            new CollateralItem(CollateralRoles.TcbSigningChain, raw.TcbSigningChain.ToArray()),
            new CollateralItem(CollateralRoles.RootCaCrl, raw.RootCaCrl.ToArray()),
            new CollateralItem(CollateralRoles.PckCrl, raw.PckCrl.ToArray()),
            new CollateralItem(CollateralRoles.PckCrlIssuerChain, raw.PckCrlIssuerChain.ToArray()),
        }.Where(item => item.Bytes.Length > 0));

    public override byte[] Evidence(byte code, byte[] reportData, ulong nowMs) => Kind == EvidenceKind.Tdx
        ? new QuoteSpec { Version = 4 }.Sign(
            Machine, new TdReportSpec { MrTd = [.. Fill(code, 48)], ReportData = reportData, TdAttributes = (1UL << 28) | (Debug ? 1UL : 0) })
        : new QuoteSpec().Sign(Machine, Enclave(code, reportData));

    public override void Dispose() => Machine.Dispose();

    private SgxReportSpec Enclave(byte code, byte[] reportData)
    {
        var report = new SgxReportSpec { MrEnclave = [.. Fill(code, 32)], MrSigner = [.. Fill(9, 32)], ReportData = reportData, IsvSvn = IsvSvn };
        return Debug ? report.WithDebug() : report;
    }
}
