using System.Collections.Immutable;
using SubstraTee.Attestation;
using SubstraTee.Enclave.Protocol;

namespace SubstraTee.Simulation;

/// <summary>The simulated Keystone device.</summary>
internal sealed class KeystoneHardware : SimulatedHardware
{
    private readonly SimulatedKeystoneDevice _device;

    public KeystoneHardware()
        : base(EvidenceKind.Keystone)
    {
        using var seed = PublicKeys.Seed("keystone");
        _device = new SimulatedKeystoneDevice(seed);
    }

    public override TrustAnchor Root => _device.Anchor;

    public override ImmutableArray<RegisterRule> Firmware => [new RegisterRule(Kind, "sm_hash", _device.MonitorHash)];

    public override void Dispose() => _device.Dispose();

    protected override string? Impossible(SimulatedFaults faults) => faults.Debug || faults.Tcb != SimulatedTcb.UpToDate || faults.ExpiredCollateral
        ? "there is neither a debug state, nor a statement on its firmware, nor collateral"
        : null;

    protected override byte[] Sign(SimulatedQuoteRequest request, ImmutableArray<(string Name, ImmutableArray<byte> Value)> registers) =>
        _device.Report(new SimulatedKeystoneReport { EnclaveHash = registers[0].Value, Data = [.. request.ReportData.Span] });
}
