using System.Collections.Immutable;
using System.Text;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;
using SubstraTee.Primitives;

namespace SubstraTee.Simulation;

/// <summary>The simulated Arm devices: one for PSA tokens, one for CCA tokens.</summary>
internal sealed class ArmHardware : SimulatedHardware
{
    private const int Secured = 0x3000;
    private const int OpenForDebug = 0x4000;

    // The simulated CCA platform's only component.
    private static readonly ImmutableArray<byte> Name = [.. "SIMULATION"u8];
    private static readonly ImmutableArray<byte> Nothing = [.. new byte[32]];

    private readonly SimulatedArmDevice _device;

    public ArmHardware(EvidenceKind kind)
        : base(kind)
    {
        using var seed = PublicKeys.Seed(kind.Text());
        _device = new SimulatedArmDevice(seed, onP256: kind == EvidenceKind.ArmPsa);
    }

    public override TrustAnchor Root => _device.Anchor(Kind == EvidenceKind.ArmPsa ? AnchorRole.ArmPsaIak : AnchorRole.ArmCcaCpak);

    public override ImmutableArray<RegisterRule> Firmware => Kind == EvidenceKind.ArmPsa ? [] : [new RegisterRule(
        Kind,
        "platform_firmware",
        CompositeMeasurement.Foretell(MeasurementFamily.ArmCca, [("type", Name), ("signer_id", Nothing), ("measurement", Nothing)]).Bytes)];

    public override void Dispose() => _device.Dispose();

    protected override string? Impossible(SimulatedFaults faults) => faults.Tcb != SimulatedTcb.UpToDate || faults.ExpiredCollateral
        ? "there is neither a statement on its firmware nor collateral"
        : null;

    protected override byte[] Sign(SimulatedQuoteRequest request, ImmutableArray<(string Name, ImmutableArray<byte> Value)> registers)
    {
        var lifecycle = request.Faults.Debug ? OpenForDebug : Secured;
        if (Kind == EvidenceKind.ArmCca)
        {
            return _device.CcaToken(new SimulatedCcaToken
            {
                Challenge = [.. request.ReportData.Span],
                InitialMeasurement = registers[0].Value,
                ExtensibleMeasurements = [.. registers.Skip(1).Select(register => register.Value)],
                PlatformComponents = [new SimulatedComponent(Encoding.UTF8.GetString(Name.AsSpan()), Nothing, Nothing)],
                SecurityLifecycle = lifecycle,
            });
        }

        var (type, signer, code) = (registers[0].Value, registers[1].Value, registers[2].Value);
        return _device.PsaToken(new SimulatedPsaToken
        {
            Nonce = [.. request.ReportData.Span],
            Components = [new SimulatedComponent(Encoding.UTF8.GetString(type.AsSpan()), code, signer)],
            SecurityLifecycle = lifecycle,
        });
    }
}
