using System.Collections.Immutable;
using System.Security.Cryptography;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;
using SubstraTee.Simulation.Intel;

namespace SubstraTee.Simulation;

/// <summary>A simulated Intel machine that quotes SGX enclaves or TDX trust domains.</summary>
internal sealed class DcapHardware : SimulatedHardware
{
    private const ulong TdDebug = 1;

    private readonly IntelSimulator _simulator;
    private readonly byte[] _seed;

    public DcapHardware(EvidenceKind kind, SecretBytes machine)
        : base(kind)
    {
        using var seed = PublicKeys.Seed("intel");
        _simulator = new IntelSimulator(SimulationEntropy.FromSeed(seed.Reveal()), PublicKeys.Validity.NotBefore.ToUnixTimeSeconds());
        _seed = machine.Reveal().ToArray();
    }

    public override TrustAnchor Root => _simulator.Anchors.All[0];

    public override void Dispose()
    {
    }

    protected override string? Impossible(SimulatedFaults faults) => null;

    protected override byte[] Sign(SimulatedQuoteRequest request, ImmutableArray<(string Name, ImmutableArray<byte> Value)> registers)
    {
        using var platform = Platform(request);
        var reportData = request.ReportData.ToArray();
        if (Kind == EvidenceKind.Tdx)
        {
            var domain = new TdReportSpec
            {
                MrTd = [.. registers[0].Value],
                Rtmrs = [.. registers.Skip(1).Select(register => register.Value.ToArray())],
                ReportData = reportData,
            };
            return new QuoteSpec { Version = 4 }.Sign(
                platform, request.Faults.Debug ? domain with { TdAttributes = domain.TdAttributes | TdDebug } : domain);
        }

        var enclave = new SgxReportSpec
        {
            MrEnclave = [.. registers[0].Value],
            MrSigner = SHA256.HashData("substraTEE SIMULATION"u8),
            ReportData = reportData,
        };
        return new QuoteSpec().Sign(platform, request.Faults.Debug ? enclave.WithDebug() : enclave);
    }

    protected override ImmutableArray<CollateralItem> Vouch(SimulatedQuoteRequest request, byte[] evidence)
    {
        using var platform = Platform(request);
        var now = request.Time.ToUnixTimeSeconds();
        var issued = request.Faults.ExpiredCollateral ? now - (2 * IntelSimulator.StatementLifetimeSeconds) : now - 3600;
        var collateral = _simulator.Collateral(platform, Kind, issued);
        return
        [
            new CollateralItem(CollateralRoles.TcbInfo, collateral.TcbInfo.ToArray()),
            new CollateralItem(CollateralRoles.QeIdentity, collateral.QeIdentity.ToArray()),
            new CollateralItem(CollateralRoles.TcbSigningChain, collateral.TcbSigningChain.ToArray()),
            new CollateralItem(CollateralRoles.RootCaCrl, collateral.RootCaCrl.ToArray()),
            new CollateralItem(CollateralRoles.PckCrl, collateral.PckCrl.ToArray()),
            new CollateralItem(CollateralRoles.PckCrlIssuerChain, collateral.PckCrlIssuerChain.ToArray()),
        ];
    }

    // The first component decides on the level: see IntelSimulator.TcbInfo.
    private SimulatedIntelPlatform Platform(SimulatedQuoteRequest request)
    {
        var entropy = SimulationEntropy.FromSeed(_seed);
        var current = new PckSpec { Ppid = entropy.Next(16), PlatformInstanceId = entropy.Next(16) };
        byte first = request.Faults.Tcb switch
        {
            SimulatedTcb.UpToDate => 12,
            SimulatedTcb.OutOfDate => 10,
            _ => 9,
        };
        return new SimulatedIntelPlatform(_simulator.Root, entropy, current with { ComponentSvns = [first, .. current.ComponentSvns.AsSpan(1)] });
    }
}
