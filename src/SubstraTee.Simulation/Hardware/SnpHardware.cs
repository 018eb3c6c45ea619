using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>A simulated AMD machine of the Milan line.</summary>
internal sealed class SnpHardware : SimulatedHardware
{
    private const ulong Policy = 0x30000;
    private const ulong DebugPolicy = Policy | (1 << 19);
    private const int ListDays = 30;

    private static readonly SnpTcb Current = new(null, 4, 0, 24, 219);
    private static readonly SnpTcb Old = new(null, 3, 0, 8, 115);

    private readonly SimulatedSnpRoot _root;
    private readonly SecretBytes _seed;

    public SnpHardware(SecretBytes machine)
        : base(EvidenceKind.SevSnp)
    {
        _root = new SimulatedSnpRoot(SnpProduct.Milan, PublicKeys.RsaKey("ark"), PublicKeys.RsaKey("ask"), PublicKeys.Validity);
        _seed = new SecretBytes(machine.Reveal());
    }

    public override TrustAnchor Root => _root.Anchor;

    public override void Dispose()
    {
        _root.Dispose();
        _seed.Dispose();
    }

    protected override string? Impossible(SimulatedFaults faults) => null;

    protected override byte[] Sign(SimulatedQuoteRequest request, ImmutableArray<(string Name, ImmutableArray<byte> Value)> registers)
    {
        using var machine = Machine(request);
        return machine.Report(new SimulatedSnpReport
        {
            ReportData = [.. request.ReportData.Span],
            Measurement = registers[0].Value,
            Policy = request.Faults.Debug ? DebugPolicy : Policy,
        });
    }

    protected override ImmutableArray<CollateralItem> Vouch(SimulatedQuoteRequest request, byte[] evidence)
    {
        using var machine = Machine(request);
        var issued = request.Faults.ExpiredCollateral ? request.Time.AddDays(-2 * ListDays) : request.Time.AddHours(-1);
        var collateral = machine.Collateral(
            _root.Crl(SimulatedValidity.Days(issued, ListDays), revokeAsk: request.Faults.Tcb == SimulatedTcb.Revoked));
        return
        [
            new CollateralItem(CollateralRoles.Vek, collateral.Vek.ToArray()),
            new CollateralItem(CollateralRoles.Ask, collateral.Ask.ToArray()),
            new CollateralItem(CollateralRoles.Ark, collateral.Ark.ToArray()),
            new CollateralItem(CollateralRoles.ArkCrl, collateral.ArkCrl.ToArray()),
        ];
    }

    // AMD signs no statement on patch levels: an outdated machine has lower ones, which a policy's floors refuse.
    private SimulatedSnpMachine Machine(SimulatedQuoteRequest request) =>
        new(_root, _seed, request.Faults.Tcb == SimulatedTcb.OutOfDate ? Old : Current, PublicKeys.Validity);
}
